package io.echosdk.gpu;

import io.echosdk.api.audio.Spectrum;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;

/** Bodies and sounds for tests, as functions of time. */
final class States {

  private States() {}

  /** A calm person whose heart beats exactly at a rate; session time is programme time. */
  static BiometricState body(long nanos, double beatsPerMinute) {
    BiometricState state = new BiometricState();
    state.stamp(nanos, nanos);
    double interval = 60e9 / beatsPerMinute;
    long beats = (long) (nanos / interval);
    state.beat(beats + 1, (long) (beats * interval));
    state.set(Metric.HEART_RATE, beatsPerMinute, 0.9, nanos);
    state.set(Metric.RMSSD, 42, 0.9, nanos);
    state.set(Metric.COHERENCE, 0.6, 0.8, nanos);
    state.set(Metric.BREATH_RATE, 12, 0.9, nanos);
    state.set(Metric.BREATH_PHASE, nanos / 5e9 % 1, 0.9, nanos);
    state.set(Metric.MOVEMENT, 30, 1, nanos);
    state.set(Metric.EEG_ALPHA, 0.3, 0.7, nanos);
    return state;
  }

  /** A sound whose bands swell and fall. */
  static Spectrum sound(long nanos) {
    float[] bands = new float[32];
    for (int i = 0; i < bands.length; i++) {
      bands[i] = (float) (-40 + 12 * StrictMath.sin(nanos / 4e8 + i));
    }
    return new Spectrum(nanos, nanos, bands, 0.5f, 0.2f);
  }
}
