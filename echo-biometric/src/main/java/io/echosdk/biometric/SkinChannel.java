package io.echosdk.biometric;

import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.Signal;
import io.echosdk.biometric.skin.SkinMeter;

/** From the first channel of skin conductance to its level and its responses. */
final class SkinChannel extends SignalChannel {

  private final Estimates estimates;
  private final SkinMeter meter;

  SkinChannel(Signal signal, Estimates estimates) {
    super(signal);
    this.estimates = estimates;
    meter = new SkinMeter(signal.sampleRateHz());
  }

  @Override
  void push(long originNanos, float[] samples, int offset, int frames) {
    int width = signal.channels().size();
    for (int i = 0; i < frames; i++) {
      if (meter.add(samples[offset + i * width])) {
        long time = timeOf(i);
        estimates.at(time);
        double confidence = meter.confidence();
        double response = Math.min(Metric.SKIN_RESPONSE.max(), meter.responseMicrosiemens());
        estimates.set(Metric.SKIN_LEVEL, meter.levelMicrosiemens(), confidence, time);
        estimates.set(Metric.SKIN_RESPONSE, response, confidence, time);
      }
    }
  }

  @Override
  void gap() {
    meter.gap();
  }
}
