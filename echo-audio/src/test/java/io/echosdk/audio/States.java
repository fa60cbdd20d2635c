package io.echosdk.audio;

import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;

/** A scripted body: a steady heart and breath whose state is known for any moment. */
final class States {

  private static final double BEATS_PER_SECOND = 1.1;

  private States() {}

  /** Returns what is known after so many seconds. */
  static BiometricState at(double seconds) {
    long nanos = (long) (seconds * 1e9);
    long beats = (long) (seconds * BEATS_PER_SECOND);
    BiometricState state = new BiometricState();
    state.stamp(nanos, nanos + 7);
    state.beat(beats, (long) (beats / BEATS_PER_SECOND * 1e9));
    state.set(Metric.HEART_RATE, 60 * BEATS_PER_SECOND, 0.9, nanos);
    state.set(Metric.COHERENCE, 0.5 + 0.4 * StrictMath.sin(seconds / 11), 0.8, nanos);
    state.set(Metric.BREATH_PHASE, seconds / 9 % 1, 0.8, nanos);
    state.set(Metric.EEG_ALPHA, 0.3 + 0.2 * StrictMath.sin(seconds / 7), 0.8, nanos);
    state.set(Metric.MOVEMENT, 100 + 100 * StrictMath.sin(seconds / 3), 0.8, nanos);
    return state;
  }
}
