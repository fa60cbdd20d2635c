package io.echosdk.stream;

import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.stream.ingest.FlvSink;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps what a sink is given and takes it apart as FLV. */
final class FlvCollector implements FlvSink {

  private record Tag(int type, long timestampMs, byte[] body) {
    boolean config() {
      return type != 18 && body[1] == 0;
    }
  }

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CountDownLatch first = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private int taken;
  private int busyAfter = Integer.MAX_VALUE;

  @Override
  public synchronized boolean accept(ByteBuffer piece) {
    byte[] copy = new byte[piece.remaining()];
    piece.get(copy);
    bytes.writeBytes(copy);
    first.countDown();
    return ++taken < busyAfter;
  }

  synchronized void busyAfter(int count) {
    busyAfter = count;
  }

  @Override
  public void end() {
    end.countDown();
  }

  void awaitFirst() {
    await(first);
  }

  void awaitEnd() {
    await(end);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(10, TimeUnit.SECONDS)) {
        throw new AssertionError("nothing came within 10 s");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private synchronized List<Tag> tags() {
    ByteBuffer in = ByteBuffer.wrap(bytes.toByteArray());
    byte[] header = new byte[13];
    in.get(header);
    if (header[0] != 'F' || header[1] != 'L' || header[2] != 'V' || header[4] != 5) {
      throw new AssertionError("no FLV header: " + Arrays.toString(header));
    }
    List<Tag> tags = new ArrayList<>();
    while (in.hasRemaining()) {
      int start = in.position();
      int word = in.getInt();
      int time = in.getInt();
      in.getShort();
      in.get();
      byte[] body = new byte[word & 0xFFFFFF];
      in.get(body);
      if (in.getInt() != in.position() - 4 - start) {
        throw new AssertionError("wrong length behind the tag at " + start);
      }
      tags.add(new Tag(word >>> 24, (time >>> 8) | (time & 0xFFL) << 24, body));
    }
    return tags;
  }

  List<String> kinds() {
    return tags().stream()
        .map(
            tag -> {
              String track = tag.type() == 18 ? "metadata" : tag.type() == 9 ? "video" : "audio";
              return tag.config() ? track + " config" : track;
            })
        .toList();
  }

  /** Returns time and payload of every picture and frame of sound. */
  List<String> mediaBodies() {
    return tags().stream()
        .filter(tag -> tag.type() != 18 && !tag.config())
        .map(tag -> text(tag.timestampMs(), tag.body(), tag.type() == 9 ? 5 : 2))
        .toList();
  }

  /** Returns the same of packets, to compare with. */
  static List<String> bodies(List<EncodedPacket> packets) {
    return packets.stream()
        .map(
            packet -> {
              byte[] payload = new byte[packet.payload().remaining()];
              packet.payload().duplicate().get(payload);
              return text(packet.dtsNanos() / 1_000_000, payload, 0);
            })
        .toList();
  }

  private static String text(long timestampMs, byte[] bytes, int from) {
    return timestampMs + " " + Arrays.hashCode(Arrays.copyOfRange(bytes, from, bytes.length));
  }

  String firstPictureAfterGap(long intervalMs) {
    long last = -1;
    for (Tag tag : tags()) {
      if (tag.type() == 9 && !tag.config()) {
        if (last >= 0 && tag.timestampMs() - last > intervalMs) {
          return tag.body()[0] >> 4 == 1 ? "keyframe" : "other picture";
        }
        last = tag.timestampMs();
      }
    }
    return "no gap";
  }
}
