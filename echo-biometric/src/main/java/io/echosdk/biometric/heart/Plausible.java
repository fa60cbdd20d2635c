package io.echosdk.biometric.heart;

/** Which numbers can be samples at all, of any sensor in any unit. */
public final class Plausible {

  private static final double MOST = 4294967296.0; // 2^32: no converter has more codes

  private Plausible() {}

  /** Returns whether a number can be a sample: finite, and of a size that a converter gives. */
  public static boolean sample(double value) {
    return Math.abs(value) <= MOST; // false for NaN
  }
}
