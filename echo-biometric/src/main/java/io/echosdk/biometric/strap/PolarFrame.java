package io.echosdk.biometric.strap;

import java.util.Arrays;
import java.util.Objects;

/**
 * One notification of Polar's measurement data (PMD): samples and the device's time of the last.
 *
 * <p>Ten bytes stand first: what is measured, the time of the last sample in nanoseconds since the
 * beginning of 2000 (64 bits), and the form of what follows, whose highest bit says that it is
 * compressed. Numbers have their least significant byte first.
 *
 * <p>Compressed: one whole sample, then blocks of {@code bits, count} and {@code count x channels}
 * differences of so many bits each to the sample before, packed from the lowest bit on, filled up
 * to whole bytes.
 *
 * <p>Source: Polar Measurement Data Specification for 3rd parties, in Polar's public SDK.
 *
 * @param kind what is measured
 * @param deviceNanos the device's time of the last sample
 * @param samples interleaved, [frame][channel]: ECG in mV, acceleration in g, PPG as counts,
 *     intervals as in {@link #INTERVAL_CHANNELS}; owned by the caller
 * @param frames how many
 */
public record PolarFrame(Kind kind, long deviceNanos, float[] samples, int frames) {

  /** The values of a sample of {@link Kind#INTERVALS}: ms, bpm, error in ms, and 1 if usable. */
  public static final int INTERVAL_CHANNELS = 4;

  private static final int HEADER_BYTES = 10;
  private static final int COMPRESSED = 0x80;
  private static final int MAX_FRAMES = 8192; // far beyond what a notification can need
  private static final float MICROVOLTS = 1e-3f;
  private static final float MILLI_G = 1e-3f;

  /** What is measured; the number that stands for it in the protocol. */
  public enum Kind {
    /** Electrocardiogram, 130 Hz. */
    ECG(0, 1, "its ECG"),
    /** Photoplethysmogram: three wavelengths and ambient light. */
    PPG(1, 4, "its pulse wave"),
    /** Acceleration: x, y, z. */
    ACCELERATION(2, 3, "its acceleration"),
    /** Intervals between pulses, with an error estimate. */
    INTERVALS(3, INTERVAL_CHANNELS, "its pulse intervals");

    private final int code;
    private final int channels;
    private final String words;

    Kind(int code, int channels, String words) {
      this.code = code;
      this.channels = channels;
      this.words = words;
    }

    /** Returns what a person calls it: "its ECG". */
    public String words() {
      return words;
    }

    /** Returns the number that stands for it. */
    public int code() {
      return code;
    }

    /** Returns how many values a sample has. */
    public int channels() {
      return channels;
    }
  }

  /** Checks that nothing is missing. */
  public PolarFrame {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(samples, "samples");
  }

  /**
   * Reads a notification.
   *
   * @param factor what the device said, when the stream was started, that its compressed numbers
   *     are to be multiplied by; 1 if it said nothing
   * @throws io.echosdk.api.biometric.BiometricException of kind MALFORMED if it is not whole, or
   *     measures something that Echo does not read
   */
  public static PolarFrame parse(byte[] bytes, float factor) {
    Packet packet = new Packet("Polar packet", bytes);
    Kind kind = kind(packet);
    long time = packet.number(8, "a time");
    int form = packet.unsigned(1, "a form");
    float[] samples =
        (form & COMPRESSED) != 0
            ? compressed(packet, kind, form & ~COMPRESSED, factor)
            : plain(packet, kind, form);
    return new PolarFrame(kind, time, samples, samples.length / kind.channels);
  }

  /** Returns the number of what is measured, of a packet's first byte. */
  public static int code(byte first) {
    return first & 0x3f; // the upper bits say who measures
  }

  static Kind kind(Packet packet) {
    int code = code((byte) packet.unsigned(1, "a kind"));
    for (Kind kind : Kind.values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw packet.malformed("measures something unknown, number " + code);
  }

  private static float[] plain(Packet packet, Kind kind, int form) {
    int size = sampleBytes(packet, kind, form);
    if (packet.left() % size != 0) {
      throw packet.malformed(
          "does not end with a whole sample of " + size + " bytes after byte " + HEADER_BYTES);
    }
    int frames = packet.left() / size;
    float[] samples = new float[frames * kind.channels];
    for (int i = 0; i < samples.length; ) {
      if (kind == Kind.INTERVALS) {
        interval(packet, samples, i);
        i += INTERVAL_CHANNELS;
      } else {
        samples[i++] = packet.signed(size / kind.channels, "a sample") * scale(kind);
      }
    }
    return samples;
  }

  private static int sampleBytes(Packet packet, Kind kind, int form) {
    if (kind == Kind.ACCELERATION && form <= 2) {
      return 3 * (form + 1);
    }
    if (form != 0) {
      throw packet.malformed("has form " + form + ", which is unknown for " + kind);
    }
    return kind == Kind.INTERVALS ? 6 : 3 * kind.channels;
  }

  private static void interval(Packet packet, float[] into, int at) {
    int bpm = packet.unsigned(1, "a heart rate");
    into[at] = packet.unsigned(2, "an interval");
    into[at + 1] = bpm;
    into[at + 2] = packet.unsigned(2, "an error estimate");
    int flags = packet.unsigned(1, "flags");
    boolean moved = (flags & 1) != 0;
    boolean off = (flags & 4) != 0 && (flags & 2) == 0; // contact is known, and there is none
    into[at + 3] = moved || off ? 0 : 1;
  }

  private static float scale(Kind kind) {
    return switch (kind) {
      case ECG -> MICROVOLTS;
      case ACCELERATION -> MILLI_G;
      default -> 1;
    };
  }

  private static float[] compressed(Packet packet, Kind kind, int form, float factor) {
    boolean known = (kind == Kind.ACCELERATION && form <= 1) || (kind == Kind.PPG && form == 0);
    if (!known) {
      throw packet.malformed("has compressed form " + form + ", which is unknown for " + kind);
    }
    int size = kind == Kind.PPG ? 3 : 2;
    float unit = kind == Kind.ACCELERATION && form == 0 ? factor : factor * scale(kind); // 0: in g
    int channels = kind.channels;
    int[] value = new int[channels];
    for (int c = 0; c < channels; c++) {
      value[c] = packet.signed(size, "a first sample");
    }
    Samples samples = new Samples(channels);
    samples.add(value, unit);
    while (packet.left() > 0) {
      block(packet, value, unit, samples);
    }
    return samples.toArray();
  }

  private static void block(Packet packet, int[] value, float unit, Samples samples) {
    int bits = packet.unsigned(1, "a block's bits");
    int count = packet.unsigned(1, "a block's length");
    if (bits > 32 || samples.frames + count > MAX_FRAMES) {
      throw packet.malformed("has a block of " + count + " differences of " + bits + " bits");
    }
    int length = (count * value.length * bits + 7) / 8;
    int bit = 8 * packet.skip(length, "a block of " + length + " bytes");
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < value.length; c++) {
        value[c] += difference(packet.bytes(), bit, bits);
        bit += bits;
      }
      samples.add(value, unit);
    }
  }

  private static int difference(byte[] bytes, int from, int bits) {
    long number = 0;
    for (int i = 0; i < bits; i++) {
      int at = from + i;
      number |= (long) (bytes[at >> 3] >> (at & 7) & 1) << i;
    }
    int unused = 64 - bits;
    return bits == 0 ? 0 : (int) (number << unused >> unused);
  }

  /** Samples whose number shows only at the end. */
  private static final class Samples {
    private final int channels;
    private float[] values = new float[96];
    private int frames;

    Samples(int channels) {
      this.channels = channels;
    }

    void add(int[] sample, float unit) {
      int at = frames++ * channels;
      if (at + channels > values.length) {
        values = Arrays.copyOf(values, 2 * values.length);
      }
      for (int c = 0; c < channels; c++) {
        values[at + c] = sample[c] * unit;
      }
    }

    float[] toArray() {
      return Arrays.copyOf(values, frames * channels);
    }
  }

  /** Says what kind of packet it is, without any value. */
  @Override
  public String toString() {
    return "PolarFrame[" + kind + ", " + frames + " frames]";
  }
}
