package io.echosdk.biometric;

import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.Signal;

/** From the channels of an EEG to the shares of its bands and the person's alpha frequency. */
final class BrainChannel extends SignalChannel {

  private static final Metric[] BANDS = {
    Metric.EEG_DELTA, Metric.EEG_THETA, Metric.EEG_ALPHA, Metric.EEG_BETA, Metric.EEG_GAMMA
  };

  private final Estimates estimates;
  private final BrainMeter meter;

  BrainChannel(Signal signal, Estimates estimates) {
    super(signal);
    this.estimates = estimates;
    meter = new BrainMeter(signal.sampleRateHz(), signal.channels().size());
  }

  @Override
  void push(long originNanos, float[] samples, int offset, int frames) {
    int width = signal.channels().size();
    for (int i = 0; i < frames; i++) {
      if (meter.add(samples, offset + i * width)) {
        estimates.at(timeOf(i));
        tell(timeOf(i - BrainMeter.SPAN_SECONDS / 2 * signal.sampleRateHz()));
      }
    }
  }

  private void tell(long middle) {
    double still = estimates.stillness(middle);
    for (int band = 0; band < BANDS.length; band++) {
      estimates.set(BANDS[band], meter.relative(band), still * meter.confidence(), middle);
    }
    double alpha = meter.alphaFrequencyHz();
    estimates.set(Metric.ALPHA_FREQUENCY, alpha, still * meter.alphaConfidence(), middle);
  }

  @Override
  void gap() {
    meter.gap();
  }
}
