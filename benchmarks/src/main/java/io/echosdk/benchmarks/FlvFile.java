package io.echosdk.benchmarks;

import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.Rendition;
import io.echosdk.api.stream.StreamHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An FLV file of H.264 and AAC, as the packets that an encoder would have made. */
final class FlvFile {

  private static final int FILE_HEADER_BYTES = 13;
  private static final int TAG_HEADER_BYTES = 11;
  private static final int VIDEO = 9;
  private static final int AUDIO = 8;

  private final List<EncodedPacket> packets = new ArrayList<>();
  private byte[] avcConfig = {};
  private byte[] aacConfig = {};
  private long lengthNanos;

  private FlvFile() {}

  static FlvFile read(Path file) throws IOException {
    FlvFile flv = new FlvFile();
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int at = FILE_HEADER_BYTES;
    while (at + TAG_HEADER_BYTES < bytes.length) {
      int length = in.getInt(at) & 0xFFFFFF;
      int time = in.getInt(at + 4);
      long timestampMs = (time >>> 8) | (time & 0xFFL) << 24;
      int body = at + TAG_HEADER_BYTES;
      flv.tag(bytes[at], timestampMs, Arrays.copyOfRange(bytes, body, body + length));
      at = body + length + 4;
    }
    return flv;
  }

  private void tag(int type, long timestampMs, byte[] body) {
    boolean config = body.length > 1 && body[1] == 0;
    if (type == VIDEO && config) {
      avcConfig = Arrays.copyOfRange(body, 5, body.length);
    } else if (type == AUDIO && config) {
      aacConfig = Arrays.copyOfRange(body, 2, body.length);
    } else if (type == VIDEO && body.length > 5 && body[1] == 1) {
      add(EncodedPacket.Track.VIDEO, timestampMs, body[0] >> 4 == 1, body, 5);
    } else if (type == AUDIO && body.length > 2) {
      add(EncodedPacket.Track.AUDIO, timestampMs, true, body, 2);
    }
  }

  private void add(
      EncodedPacket.Track track, long timestampMs, boolean key, byte[] body, int from) {
    long nanos = timestampMs * 1_000_000;
    lengthNanos = Math.max(lengthNanos, nanos + 1_000_000_000L / 30);
    ByteBuffer payload = ByteBuffer.wrap(body, from, body.length - from).slice();
    packets.add(new EncodedPacket(track, nanos, nanos, key, payload, 0));
  }

  StreamHeader header() {
    return new StreamHeader(Rendition.HD_720P30, 48_000, 2, avcConfig, aacConfig);
  }

  /** Returns all packets, later by so many lengths of the file. */
  List<EncodedPacket> packets(long round) {
    long shift = round * lengthNanos;
    return packets.stream()
        .map(
            packet ->
                new EncodedPacket(
                    packet.track(),
                    packet.ptsNanos() + shift,
                    packet.dtsNanos() + shift,
                    packet.keyframe(),
                    packet.payload(),
                    0))
        .toList();
  }
}
