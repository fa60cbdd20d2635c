package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.Signal;
import io.echosdk.biometric.breath.BreathTracker;

/** From the first channel of a belt to rate and phase of the breath. */
final class BreathChannel extends SignalChannel {

  private final BiometricState state;
  private final BreathTracker tracker;
  private final int everySecond;
  private int untilRate;

  BreathChannel(Signal signal, BiometricState state) {
    super(signal);
    this.state = state;
    tracker = new BreathTracker(signal.sampleRateHz());
    everySecond = (int) Math.ceil(signal.sampleRateHz());
    untilRate = everySecond;
  }

  @Override
  void push(long originNanos, float[] samples, int offset, int frames) {
    int width = signal.channels().size();
    for (int i = 0; i < frames; i++) {
      tracker.add(samples[offset + i * width]);
      if (--untilRate == 0) {
        untilRate = everySecond;
        state.set(Metric.BREATH_RATE, tracker.ratePerMinute(), tracker.confidence(), timeOf(i));
      }
    }
    if (frames > 0 && Float.isFinite(samples[offset + (frames - 1) * width])) {
      state.set(Metric.BREATH_PHASE, tracker.phase(), tracker.confidence(), timeOf(frames - 1));
    }
  }

  @Override
  void gap() {
    tracker.gap();
  }
}
