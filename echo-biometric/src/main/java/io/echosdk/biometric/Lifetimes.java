package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.biometric.fusion.Freshness;

/** How old what is known may become before it says nothing about the present. */
final class Lifetimes {

  private static final long SECOND_NANOS = 1_000_000_000;
  private static final Metric[] METRICS = Metric.values();
  private static final long[] NANOS = new long[METRICS.length];

  static {
    for (Metric metric : METRICS) {
      NANOS[metric.ordinal()] = SECOND_NANOS * seconds(metric);
    }
  }

  private Lifetimes() {}

  private static int seconds(Metric metric) {
    return switch (metric) {
      case BREATH_PHASE, MOVEMENT, SKIN_RESPONSE, AROUSAL -> 3;
      case RR_INTERVAL, HEART_RATE, COHERENCE, MOVEMENT_DEVIATION, CADENCE, SKIN_LEVEL -> 10;
      case EEG_DELTA, EEG_THETA, EEG_ALPHA, EEG_BETA, EEG_GAMMA -> 10;
      case BREATH_RATE, ALPHA_FREQUENCY -> 30;
      case RMSSD, SDNN, PNN50, VLF_POWER, LF_POWER, HF_POWER, LF_HF_RATIO -> 60;
    };
  }

  static long nanos(Metric metric) {
    return NANOS[metric.ordinal()];
  }

  /** Forgets what is older than its lifetime. */
  static void forgetOld(BiometricState state, long nowNanos) {
    for (Metric metric : METRICS) {
      if (state.ageNanos(metric, nowNanos) > NANOS[metric.ordinal()]) {
        state.set(metric, Double.NaN, 0, nowNanos);
      }
    }
  }

  /** Copies a state with every confidence as low as the value's age at a time makes it. */
  static void age(BiometricState state, BiometricState into, long nowNanos) {
    System.arraycopy(state.words(), 0, into.words(), 0, BiometricState.WORDS);
    for (Metric metric : METRICS) {
      long age = state.ageNanos(metric, nowNanos);
      if (age != Long.MAX_VALUE) {
        into.scaleConfidence(metric, Freshness.of(age, NANOS[metric.ordinal()]));
      }
    }
  }
}
