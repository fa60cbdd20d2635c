package io.echosdk.biometric;

import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.Signal;
import io.echosdk.biometric.breath.BreathFusion;
import io.echosdk.biometric.breath.BreathTracker;

/** From the first channel of a belt to rate and phase of the breath. */
final class BreathChannel extends SignalChannel {

  private final Estimates estimates;
  private final BreathTracker tracker;
  private final int everySecond;
  private int untilRate;

  BreathChannel(Signal signal, Estimates estimates) {
    super(signal);
    this.estimates = estimates;
    tracker = new BreathTracker(signal.sampleRateHz());
    everySecond = (int) Math.ceil(signal.sampleRateHz());
    untilRate = everySecond;
  }

  @Override
  void push(long originNanos, float[] samples, int offset, int frames) {
    int width = signal.channels().size();
    for (int i = 0; i < frames; i++) {
      float sample = samples[offset + i * width];
      estimates.at(timeOf(i));
      tracker.add(sample);
      if (--untilRate == 0) {
        untilRate = everySecond;
        double confidence = tracker.confidence();
        boolean known = confidence >= BreathFusion.LEAST_CONFIDENCE;
        double rate = known ? tracker.ratePerMinute() : Double.NaN;
        estimates.set(Metric.BREATH_RATE, rate, confidence, timeOf(i));
      }
      if (Float.isFinite(sample)) {
        estimates.set(Metric.BREATH_PHASE, tracker.phase(), tracker.confidence(), timeOf(i));
      }
    }
  }

  @Override
  void gap() {
    tracker.gap();
  }
}
