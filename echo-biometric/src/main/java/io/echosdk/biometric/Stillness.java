package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;

/** How far movement spoils what other sensors of the body say. */
final class Stillness {

  private static final double HALF_MG = 100; // a slow walk; sitting people stay below ten
  private static final double FREE_MG = 20;
  private static final long FRESH_NANOS = 5_000_000_000L;

  private Stillness() {}

  /**
   * Returns by what a confidence is to be multiplied: 1 for who is still, or of whom nobody knows,
   * a half for who walks slowly, less for more.
   */
  static double of(BiometricState state, long timeNanos) {
    double moved = state.value(Metric.MOVEMENT_DEVIATION);
    if (!(moved > FREE_MG) || state.ageNanos(Metric.MOVEMENT_DEVIATION, timeNanos) > FRESH_NANOS) {
      return 1;
    }
    return 1 / (1 + (moved - FREE_MG) / (HALF_MG - FREE_MG));
  }
}
