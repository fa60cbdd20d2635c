package io.echosdk.biometric;

import io.echosdk.api.biometric.Metric;
import io.echosdk.biometric.breath.BreathFusion;
import io.echosdk.biometric.breath.BreathFusion.Trace;
import io.echosdk.biometric.breath.SinusArrhythmia;
import io.echosdk.biometric.breath.WaveShape;

/**
 * The breath of a body without a belt, from what its other signals show of it. The channels write
 * what they see; the one whose time runs evenly calls {@link #tick}.
 */
final class BreathMeaning {

  private static final double SAME_RATE = 0.25; // by how much phase and rate may disagree

  private final Estimates estimates;
  private final BreathFusion fusion = new BreathFusion();
  private final SinusArrhythmia arrhythmia = new SinusArrhythmia();

  BreathMeaning(Estimates estimates) {
    this.estimates = estimates;
  }

  /** Takes a normal interval between beats. */
  void interval(long timeNanos, double intervalMs) {
    fusion.interval(timeNanos, intervalMs);
    arrhythmia.add(timeNanos, intervalMs);
    double rate = fusion.ratePerMinute();
    boolean same = Math.abs(arrhythmia.ratePerMinute() - rate) < SAME_RATE * rate;
    estimates.set(
        Metric.BREATH_PHASE,
        same ? arrhythmia.phase() : Double.NaN,
        fusion.confidence() * arrhythmia.confidence(),
        timeNanos);
  }

  /** Takes the wave of a beat. */
  void wave(long timeNanos, WaveShape wave) {
    fusion.hear(Trace.HEIGHT, timeNanos, wave.height());
    fusion.hear(Trace.SHAPE, timeNanos, wave.rise());
    fusion.hear(Trace.FALL, timeNanos, wave.fall());
  }

  /** Takes the level on which the waves stand. */
  void level(long timeNanos, double level) {
    fusion.hear(Trace.LEVEL, timeNanos, level);
  }

  /** Takes how the chest tilts, g along each axis. */
  void chest(long timeNanos, double x, double y, double z) {
    fusion.hear(Trace.CHEST_X, timeNanos, x);
    fusion.hear(Trace.CHEST_Y, timeNanos, y);
    fusion.hear(Trace.CHEST_Z, timeNanos, z);
  }

  /** Says what is known, once a second. */
  void tick(long timeNanos) {
    if (fusion.measure(timeNanos)) {
      estimates.at(timeNanos);
      estimates.set(Metric.BREATH_RATE, fusion.ratePerMinute(), fusion.confidence(), timeNanos);
    }
  }

  /** The next beat does not follow the last. */
  void heartGap() {
    fusion.heartGap();
    arrhythmia.gap();
  }

  /** The next movement does not follow the last. */
  void chestGap() {
    fusion.chestGap();
  }
}
