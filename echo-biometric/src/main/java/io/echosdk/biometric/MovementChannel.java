package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.Signal;
import io.echosdk.biometric.movement.MovementMeter;

/** From three axes of acceleration to movement. */
final class MovementChannel extends SignalChannel {

  /** How many axes it needs. */
  static final int AXES = 3;

  private final BiometricState state;
  private final MovementMeter meter;

  MovementChannel(Signal signal, BiometricState state) {
    super(signal);
    this.state = state;
    meter = new MovementMeter(signal.sampleRateHz());
  }

  @Override
  void push(long originNanos, float[] samples, int offset, int frames) {
    int width = signal.channels().size();
    for (int i = 0; i < frames; i++) {
      int at = offset + i * width;
      if (meter.add(samples[at], samples[at + 1], samples[at + 2])) {
        state.set(Metric.MOVEMENT, meter.enmoMg(), 1, timeOf(i));
      }
    }
  }

  @Override
  void gap() {
    meter.gap();
  }
}
