package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.Signal;
import io.echosdk.biometric.brain.BandPowers;

/** From the first channel of an EEG to the shares of its bands. */
final class BrainChannel extends SignalChannel {

  private static final Metric[] BANDS = {
    Metric.EEG_DELTA, Metric.EEG_THETA, Metric.EEG_ALPHA, Metric.EEG_BETA, Metric.EEG_GAMMA
  };

  private final BiometricState state;
  private final BandPowers powers;

  BrainChannel(Signal signal, BiometricState state) {
    super(signal);
    this.state = state;
    powers = new BandPowers(signal.sampleRateHz());
  }

  @Override
  void push(long originNanos, float[] samples, int offset, int frames) {
    int width = signal.channels().size();
    double halfSpan = BandPowers.SPAN_SECONDS / 2 * signal.sampleRateHz();
    for (int i = 0; i < frames; i++) {
      if (powers.add(samples[offset + i * width])) {
        long middle = timeOf(i - halfSpan);
        for (int band = 0; band < BANDS.length; band++) {
          state.set(BANDS[band], powers.relative(band), 1, middle);
        }
      }
    }
  }

  @Override
  void gap() {
    powers.gap();
  }
}
