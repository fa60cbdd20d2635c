package io.echosdk.biometric.strap;

import java.util.Arrays;

/**
 * One notification of the characteristic Heart Rate Measurement, 0x2A37. It carries no time.
 *
 * <p>Source: Bluetooth SIG, Heart Rate Service 1.0, 3.1; GATT Specification Supplement, 3.113.
 *
 * @param bpm heart rate, beats per minute
 * @param contact whether the sensor touches the skin
 * @param energyKilojoules energy expended since the last reset, or {@link #NO_ENERGY}
 * @param intervals between beats, in 1/1024 s, oldest first; owned by the caller
 */
public record HeartRateMeasurement(
    int bpm, Contact contact, int energyKilojoules, int[] intervals) {

  /** Stands where a packet has no energy. */
  public static final int NO_ENERGY = -1;

  private static final int WIDE_RATE = 1;
  private static final int CONTACT_SEEN = 2;
  private static final int CONTACT_KNOWN = 4;
  private static final int ENERGY = 8;
  private static final int INTERVALS = 16;
  private static final double TICKS_PER_SECOND = 1024;

  /** Whether the sensor touches the skin. */
  public enum Contact {
    /** The sensor cannot tell. */
    UNKNOWN,
    /** It does not. */
    ABSENT,
    /** It does. */
    PRESENT
  }

  /**
   * Reads a notification.
   *
   * @throws io.echosdk.api.biometric.BiometricException of kind MALFORMED if it lacks a field that
   *     its flags promise. Bytes after the last promised field are left alone: they are for later
   *     versions
   */
  public static HeartRateMeasurement parse(byte[] bytes) {
    Packet packet = new Packet("heart rate packet", bytes);
    int flags = packet.unsigned(1, "flags");
    int bpm = packet.unsigned((flags & WIDE_RATE) != 0 ? 2 : 1, "a heart rate");
    int energy = (flags & ENERGY) != 0 ? packet.unsigned(2, "an energy") : NO_ENERGY;
    int[] intervals = {};
    if ((flags & INTERVALS) != 0) {
      intervals = new int[Math.max(1, (packet.left() + 1) / 2)];
      for (int i = 0; i < intervals.length; i++) {
        intervals[i] = packet.unsigned(2, "an interval");
      }
    }
    return new HeartRateMeasurement(bpm, contact(flags), energy, intervals);
  }

  private static Contact contact(int flags) {
    if ((flags & CONTACT_KNOWN) == 0) {
      return Contact.UNKNOWN;
    }
    return (flags & CONTACT_SEEN) != 0 ? Contact.PRESENT : Contact.ABSENT;
  }

  /** Returns an interval in milliseconds: 1024 ticks are 1000 ms. */
  public float intervalMs(int index) {
    return (float) (intervals[index] * 1000 / TICKS_PER_SECOND);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HeartRateMeasurement that
        && bpm == that.bpm
        && contact == that.contact
        && energyKilojoules == that.energyKilojoules
        && Arrays.equals(intervals, that.intervals);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(intervals) * 31 + bpm;
  }

  /** Says what kind of packet it is, without any value. */
  @Override
  public String toString() {
    return "HeartRateMeasurement[" + contact + ", " + intervals.length + " intervals]";
  }
}
