package io.echosdk.biometric;

import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.Signal;
import io.echosdk.biometric.movement.MovementMeter;
import org.jspecify.annotations.Nullable;

/**
 * From three axes of acceleration to movement, to a pulse wave that it shakes, and to the breath if
 * the sensor lies on the chest of somebody still.
 */
final class MovementChannel extends SignalChannel {

  /** How many axes it needs. */
  static final int AXES = 3;

  private static final double BEFORE_CALIBRATION = 0.5; // confidence while gravity is not known
  private static final double STILL_MG = 25; // a breathing chest tilts by less
  private static final double TILTS_PER_SECOND = 8;

  private final Estimates estimates;
  private final @Nullable BreathMeaning breath;
  private final @Nullable PulseChannel shaken;
  private final MovementMeter meter;
  private final int every;
  private final double[] tilt = new double[AXES];
  private int tilted;

  MovementChannel(
      Signal signal,
      Estimates estimates,
      @Nullable BreathMeaning breath,
      @Nullable PulseChannel shaken) {
    super(signal);
    this.shaken = shaken;
    this.estimates = estimates;
    this.breath = breath;
    meter = new MovementMeter(signal.sampleRateHz());
    every = (int) Math.max(1, Math.round(signal.sampleRateHz() / TILTS_PER_SECOND));
  }

  @Override
  void push(long originNanos, float[] samples, int offset, int frames) {
    int width = signal.channels().size();
    for (int i = 0; i < frames; i++) {
      int at = offset + i * width;
      if (meter.add(samples[at], samples[at + 1], samples[at + 2])) {
        tell(timeOf(i));
      }
      if (breath != null) {
        watchChest(breath, samples, at, i);
      }
      if (shaken != null) {
        shaken.acceleration(timeOf(i), originNanos, samples, at);
      }
    }
  }

  private void tell(long time) {
    estimates.at(time);
    double trust = meter.calibrated() ? 1 : BEFORE_CALIBRATION;
    double most = Metric.MOVEMENT.max();
    double cadence = meter.cadencePerMinute();
    estimates.set(Metric.MOVEMENT, Math.min(most, meter.enmoMg()), trust, time);
    estimates.set(Metric.MOVEMENT_DEVIATION, Math.min(most, meter.madMg()), trust, time);
    estimates.set(Metric.CADENCE, cadence, meter.cadenceConfidence(), time);
  }

  private void watchChest(BreathMeaning into, float[] samples, int at, int place) {
    for (int axis = 0; axis < AXES; axis++) {
      tilt[axis] += samples[at + axis];
    }
    if (++tilted == every) {
      if (meter.madMg() < STILL_MG) {
        into.chest(timeOf(place), tilt[0] / every, tilt[1] / every, tilt[2] / every);
      }
      into.tick(timeOf(place));
      beginTilt();
    }
  }

  private void beginTilt() {
    tilt[0] = 0;
    tilt[1] = 0;
    tilt[2] = 0;
    tilted = 0;
  }

  @Override
  void gap() {
    meter.gap();
    beginTilt();
    if (breath != null) {
      breath.chestGap();
    }
    if (shaken != null) {
      shaken.accelerationGap();
    }
  }
}
