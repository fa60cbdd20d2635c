package io.echosdk.sync.playback;

/** What is known of quartz clocks before any of them was read. */
final class Clocks {

  /** A quartz is within 100 ppm, so two of them seldom differ by more (1 sigma). */
  static final double SKEW_SIGMA = 100e-6;

  /** More than any two clocks that are not broken differ by. */
  static final double MAX_SKEW = 300e-6;

  /** Random walk of the skew: 0.03 ppm after a second, 0.2 ppm after a minute. */
  static final double SKEW_WANDER = 0.03e-6;

  /** How finely a program can tell when a packet came or went. */
  static final double GRAIN_NANOS = 20_000;

  private Clocks() {}

  static double clampSkew(double skew) {
    return Math.max(-MAX_SKEW, Math.min(MAX_SKEW, skew));
  }
}
