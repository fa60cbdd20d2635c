package io.echosdk.biometric.fusion;

/**
 * How far a value still speaks for the present: fully for the first third of its lifetime, within
 * which it is usually renewed, then in proportion to what is left of it.
 */
public final class Freshness {

  private static final double FULL = 1.5; // 1 / (1 - 1/3)

  private Freshness() {}

  /** Returns 1 for what is new down to 0 for what is as old as its lifetime. */
  public static double of(long ageNanos, long lifetimeNanos) {
    double left = 1 - (double) Math.max(0, ageNanos) / lifetimeNanos;
    return Math.max(0, Math.min(1, FULL * left));
  }
}
