package io.echosdk.biometric.simulation;

/** Breathing: a phase that advances at a slowly wandering rate, and the belt that shows it. */
final class BreathModel {

  private static final double WANDER_SECONDS = 20;
  private static final double WANDER = 0.05; // standard deviation of the relative rate

  private final double rateHz;
  private final Noise noise;
  private double wander;
  private double phase;

  BreathModel(double breathsPerMinute, long seed) {
    rateHz = breathsPerMinute / 60;
    noise = new Noise(seed);
  }

  /** Moves on; {@code hurry} is how many times faster than at rest the person breathes. */
  void step(double stepSeconds, double hurry) {
    wander +=
        -wander * stepSeconds / WANDER_SECONDS
            + WANDER * StrictMath.sqrt(2 * stepSeconds / WANDER_SECONDS) * noise.normal();
    phase += rateHz * hurry * Math.max(0.5, 1 + wander) * stepSeconds;
    phase -= Math.floor(phase);
  }

  /** Returns 0 at the start of inhaling, 0.5 at the start of exhaling, below 1. */
  double phase() {
    return phase;
  }

  /** Returns how wide the chest is at a phase, -1 to 1. */
  static double belt(double phase) {
    return -StrictMath.cos(2 * Math.PI * phase);
  }
}
