package io.echosdk.biometric.brain;

/** What can be wrong with a window of an EEG, as bits. */
public final class EegFlags {

  /** A blink, or another slow wave that no brain makes. */
  public static final int BLINK = 1;

  /** Muscles of the jaw, the brow or the neck. */
  public static final int MUSCLE = 2;

  /** Little but mains hum. */
  public static final int LINE = 4;

  /** No signal. */
  public static final int FLAT = 8;

  /** An amplifier at its limit, or more than 150 µV. */
  public static final int CLIPPED = 16;

  /** Samples that are missing or not finite. */
  public static final int INVALID = 32;

  private EegFlags() {}
}
