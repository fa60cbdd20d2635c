package io.echosdk.biometric.phone;

import io.echosdk.api.biometric.BiometricException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One frame of samples as a phone or a web page sends it, least significant byte first:
 *
 * <pre>
 *  0  u8   0xEB
 *  1  u8   version, 1
 *  2  u8   which signal, counted from 0
 *  3  u8   flags: 1 samples before these are missing, 2 the sensor is not on the body
 *  4  u32  number of this frame within its signal; 0 begins anew
 *  8  i64  the sender's time of the last sample, microseconds since any moment, never backwards
 * 16  u16  how many samples a channel
 * 18  u8   how many channels
 * 19  u8   0
 * 20  f32  the samples, [sample][channel], in the signal's unit; NaN where one is invalid
 * </pre>
 *
 * <p>Refilled by each {@link #read}; not safe for use by several threads.
 */
public final class BodyFrame {

  /** How many bytes stand before the samples. */
  public static final int HEADER_BYTES = 20;

  /** Stands for the number where the sender does not count. */
  static final long UNNUMBERED = -1;

  private static final int MARK = 0xeb;
  private static final int VERSION = 1;
  private static final int KNOWN_FLAGS = 3;
  private static final int MAX_VALUES = 16_384;

  private int signal;
  private int flags;
  private long number;
  private long deviceMicros;
  private int frames;
  private int channels;
  private float[] samples = new float[256];

  /**
   * Reads the next frame and moves the buffer's position behind it.
   *
   * @param buffer of any byte order
   * @throws BiometricException of kind MALFORMED if there is no whole frame; the position is
   *     undefined then
   */
  public void read(ByteBuffer buffer) {
    ByteBuffer bytes = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() < HEADER_BYTES) {
      throw malformed(bytes, "has fewer than " + HEADER_BYTES + " bytes");
    }
    int mark = bytes.get() & 0xff;
    int version = bytes.get() & 0xff;
    if (mark != MARK || version != VERSION) {
      throw malformed(bytes, "does not begin with eb 01");
    }
    signal = bytes.get() & 0xff;
    flags = bytes.get() & KNOWN_FLAGS;
    number = bytes.getInt() & 0xffff_ffffL;
    deviceMicros = bytes.getLong();
    frames = bytes.getShort() & 0xffff;
    channels = bytes.get() & 0xff;
    bytes.get();
    int values = frames * channels;
    if (channels == 0 || values > MAX_VALUES || bytes.remaining() < 4 * values) {
      throw malformed(
          bytes, "promises " + frames + " samples of " + channels + " channels at byte 20");
    }
    if (samples.length < values) {
      samples = new float[values];
    }
    bytes.asFloatBuffer().get(samples, 0, values);
    buffer.position(bytes.position() + 4 * values);
  }

  /** Becomes what a line says; the values are copied. */
  void set(
      int signal, int flags, long number, long micros, int frames, int channels, float[] values) {
    this.signal = signal;
    this.flags = flags;
    this.number = number;
    deviceMicros = micros;
    this.frames = frames;
    this.channels = channels;
    int count = frames * channels;
    if (samples.length < count) {
      samples = new float[count];
    }
    System.arraycopy(values, 0, samples, 0, count);
  }

  private static BiometricException malformed(ByteBuffer bytes, String problem) {
    return new BiometricException(
        BiometricException.Kind.MALFORMED,
        "frame of " + bytes.limit() + " bytes " + problem,
        "send frames as the reference of the phone's frame shows; this one was left out");
  }

  /** Returns which signal. */
  public int signal() {
    return signal;
  }

  /** Returns the flags of {@link io.echosdk.api.biometric.SampleSink}. */
  public int flags() {
    return flags;
  }

  /** Returns whether the sender counts its frames. */
  public boolean numbered() {
    return number != UNNUMBERED;
  }

  /** Returns the frame's number within its signal; -1 if the sender does not count. */
  public long number() {
    return number;
  }

  /** Returns the sender's time of the last sample. */
  public long deviceMicros() {
    return deviceMicros;
  }

  /** Returns how many samples a channel. */
  public int frames() {
    return frames;
  }

  /** Returns how many channels. */
  public int channels() {
    return channels;
  }

  /** Returns the samples themselves, not a copy; valid until the next read. */
  public float[] samples() {
    return samples;
  }
}
