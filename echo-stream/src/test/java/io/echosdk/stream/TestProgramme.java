package io.echosdk.stream;

import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.Rendition;
import io.echosdk.api.stream.StreamHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A made-up programme: 30 pictures a second with a keyframe every {@code gop}, AAC frames of 1024
 * samples at 48 kHz, payloads of random bytes in valid framing.
 */
public final class TestProgramme {

  private static final int FRAMES_PER_SECOND = 30;
  private static final long AAC_FRAME_NANOS = 1024L * 1_000_000_000L / 48_000;

  private TestProgramme() {}

  /** Returns a header with a parameter set of 1280x720. */
  public static StreamHeader header() {
    byte[] avc = {
      1,
      0x42,
      (byte) 0xC0,
      0x1F,
      (byte) 0xFF,
      (byte) 0xE1,
      0,
      12,
      0x67,
      0x42,
      (byte) 0xC0,
      0x1F,
      (byte) 0x8C,
      (byte) 0x8D,
      0x40,
      0x28,
      0x02,
      (byte) 0xDC,
      (byte) 0x80,
      0,
      1,
      0,
      4,
      0x68,
      (byte) 0xCE,
      0x3C,
      (byte) 0x80
    };
    byte[] aac = {0x11, (byte) 0x90}; // AAC-LC, 48 kHz, stereo
    return new StreamHeader(Rendition.HD_720P30, 48_000, 2, avc, aac);
  }

  /** Returns {@code seconds} of packets in order of time, {@code kbps} of picture. */
  public static List<EncodedPacket> packets(double seconds, int kbps, int gop, long seed) {
    return packets(seconds, kbps, gop, seed, 0);
  }

  /** Returns packets whose time begins at {@code startNanos}. */
  public static List<EncodedPacket> packets(
      double seconds, int kbps, int gop, long seed, long startNanos) {
    SplittableRandom random = new SplittableRandom(seed);
    List<EncodedPacket> packets = new ArrayList<>();
    int pictures = (int) (seconds * FRAMES_PER_SECOND);
    int mean = kbps * 1000 / 8 / FRAMES_PER_SECOND;
    long audioIndex = 0;
    for (int i = 0; i < pictures; i++) {
      long time = i * 1_000_000_000L / FRAMES_PER_SECOND;
      for (; audioIndex * AAC_FRAME_NANOS <= time; audioIndex++) {
        packets.add(audio(startNanos + audioIndex * AAC_FRAME_NANOS, random));
      }
      boolean key = i % gop == 0;
      packets.add(video(startNanos + time, key, key ? mean * 4 : mean, random));
    }
    return packets;
  }

  private static EncodedPacket audio(long nanos, SplittableRandom random) {
    byte[] payload = new byte[300 + random.nextInt(80)];
    random.nextBytes(payload);
    return new EncodedPacket(
        EncodedPacket.Track.AUDIO, nanos, nanos, true, ByteBuffer.wrap(payload), 0);
  }

  private static EncodedPacket video(long nanos, boolean key, int bytes, SplittableRandom random) {
    byte[] payload = new byte[Math.max(16, bytes)];
    random.nextBytes(payload);
    ByteBuffer.wrap(payload).putInt(payload.length - 4).put((byte) (key ? 0x65 : 0x41));
    return new EncodedPacket(
        EncodedPacket.Track.VIDEO, nanos, nanos, key, ByteBuffer.wrap(payload), 0);
  }
}
