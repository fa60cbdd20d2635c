package io.echosdk.biometric;

import io.echosdk.biometric.breath.WaveShape;
import org.jspecify.annotations.Nullable;

/** Watches the waves of one channel for what the breath does to them. */
final class WaveWatch {

  private static final double LEVELS_PER_SECOND = 8;

  private final @Nullable BreathMeaning breath;
  private final boolean pulse;
  private final WaveShape shape;
  private final int every;
  private int untilLevel;
  private long beatTimeNanos;

  /** Makes one; without a meaning for the breath it watches nothing. */
  WaveWatch(@Nullable BreathMeaning breath, boolean pulse, double sampleRateHz) {
    this.breath = breath;
    this.pulse = pulse;
    shape = new WaveShape(pulse, sampleRateHz);
    every = (int) Math.max(1, Math.round(sampleRateHz / LEVELS_PER_SECOND));
    untilLevel = every;
  }

  /** Sees one more sample. */
  void add(float sample, long timeNanos) {
    if (breath == null) {
      return;
    }
    if (shape.add(sample)) {
      breath.wave(beatTimeNanos, shape);
    }
    if (--untilLevel == 0) {
      untilLevel = every;
      if (pulse) { // an ECG's level is mostly its electrodes' and its high-pass filter's
        breath.level(timeNanos, shape.level());
      }
      breath.tick(timeNanos);
    }
  }

  /** Sees that a beat's fiducial lies at a sample, counted from the first that was added. */
  void beat(double sample, long timeNanos) {
    if (breath != null) {
      shape.beat(sample);
      beatTimeNanos = timeNanos;
    }
  }

  /** What follows does not continue what came before. */
  void gap() {
    shape.gap();
    untilLevel = every;
  }
}
