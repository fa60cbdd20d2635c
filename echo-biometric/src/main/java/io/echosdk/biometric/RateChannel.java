package io.echosdk.biometric;

import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.Signal;

/** The heart rate that a device says, where it says nothing more: no beats follow from it. */
final class RateChannel extends SignalChannel {

  private static final double CONFIDENCE = 0.5; // averaged and late, by how much is not said

  private final Estimates estimates;

  RateChannel(Signal signal, Estimates estimates) {
    super(signal);
    this.estimates = estimates;
  }

  @Override
  void push(long originNanos, float[] samples, int offset, int frames) {
    int stride = signal.channels().size();
    for (int i = 0; i < frames; i++) {
      double rate = samples[offset + i * stride];
      if (rate >= Metric.HEART_RATE.min() && rate <= Metric.HEART_RATE.max()) {
        estimates.at(timeOf(i));
        estimates.set(Metric.HEART_RATE, rate, CONFIDENCE, timeOf(i));
      }
    }
  }

  @Override
  void gap() {}
}
