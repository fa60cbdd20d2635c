package io.echosdk.audio;

import io.echosdk.api.HotPath;

/**
 * Keeps samples below a ceiling: identity up to the knee, then a hyperbola that leaves the knee
 * with slope 1 and never reaches the ceiling. Without memory, so it adds no delay and does not
 * depend on blocks; what stays below the knee passes to the bit.
 */
final class SoftLimiter {

  /** -1 dBFS. */
  static final double CEILING = 0.8912509381337456;

  /** -2 dBFS; below this nothing is changed. */
  static final double KNEE = 0.7943282347242815;

  private SoftLimiter() {}

  @HotPath
  static double limit(double sample) {
    double size = Math.abs(sample);
    if (size <= KNEE) {
      return sample;
    }
    double room = CEILING - KNEE;
    double over = size - KNEE;
    return Math.copySign(KNEE + room * over / (room + over), sample);
  }
}
