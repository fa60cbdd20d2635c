package io.echosdk.stream.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes chunks with every header type that RTMP 1.0, 5.3.1.2 has, always the shortest that is
 * allowed, one chunk at a time so that a test can interleave chunk streams.
 */
final class ReferenceChunkWriter {

  /** What a message to be written consists of; the plain twin of {@link Message}. */
  record Plain(int chunkStream, int type, int streamId, long timestampMs, byte[] body) {}

  private static final class Last {
    Plain message;
    long delta;
  }

  private final Map<Integer, Last> last = new HashMap<>();
  private int chunkSize = 128;

  void chunkSize(int value) {
    chunkSize = value;
  }

  /** Returns the chunks of one message, in order. */
  List<ByteBuf> chunks(Plain message) {
    List<ByteBuf> chunks = new ArrayList<>();
    ByteBuf first = Unpooled.buffer();
    long extended = header(first, message);
    int at = Math.min(chunkSize, message.body().length);
    chunks.add(first.writeBytes(message.body(), 0, at));
    while (at < message.body().length) {
      int piece = Math.min(chunkSize, message.body().length - at);
      ByteBuf chunk = Unpooled.buffer();
      basic(chunk, 3, message.chunkStream());
      if (extended >= 0) {
        chunk.writeInt((int) extended);
      }
      chunks.add(chunk.writeBytes(message.body(), at, piece));
      at += piece;
    }
    return chunks;
  }

  /** Writes the first header; returns the extended timestamp or -1. */
  private long header(ByteBuf out, Plain message) {
    Last before = last.computeIfAbsent(message.chunkStream(), id -> new Last());
    Plain old = before.message;
    boolean relative =
        old != null
            && old.streamId() == message.streamId()
            && message.timestampMs() >= old.timestampMs();
    long field = relative ? message.timestampMs() - old.timestampMs() : message.timestampMs();
    int format = relative ? format(message, before, field) : 0;
    before.message = message;
    before.delta = field;
    long small = Math.min(field, 0xFFFFFF);
    basic(out, format, message.chunkStream());
    if (format < 3) {
      out.writeMedium((int) small);
    }
    if (format < 2) {
      out.writeMedium(message.body().length).writeByte(message.type());
    }
    if (format == 0) {
      out.writeIntLE(message.streamId());
    }
    if (small == 0xFFFFFF) {
      out.writeInt((int) field);
      return field;
    }
    return -1;
  }

  private static int format(Plain message, Last before, long field) {
    boolean sameShape =
        before.message.body().length == message.body().length
            && before.message.type() == message.type();
    if (!sameShape) {
      return 1;
    }
    return field == before.delta ? 3 : 2;
  }

  private static void basic(ByteBuf out, int format, int chunkStream) {
    if (chunkStream < 64) {
      out.writeByte(format << 6 | chunkStream);
    } else if (chunkStream < 320) {
      out.writeByte(format << 6).writeByte(chunkStream - 64);
    } else {
      out.writeByte(format << 6 | 1)
          .writeByte((chunkStream - 64) % 256)
          .writeByte((chunkStream - 64) / 256);
    }
  }
}
