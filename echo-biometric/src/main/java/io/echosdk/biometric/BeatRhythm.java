package io.echosdk.biometric;

import io.echosdk.api.biometric.Metric;
import io.echosdk.biometric.heart.Rhythm;
import org.jspecify.annotations.Nullable;

/**
 * What one source's beats say at once: the last interval, the rate, and the breath's part in it.
 */
final class BeatRhythm {

  private static final double RATE_BEATS = 5;

  private final Estimates estimates;
  private final @Nullable BreathMeaning breath;
  private final Rhythm rhythm = new Rhythm();
  private final RunningTrust trust = new RunningTrust();
  private long normalsInRow;

  BeatRhythm(Estimates estimates, @Nullable BreathMeaning breath) {
    this.estimates = estimates;
    this.breath = breath;
  }

  /** The next beat does not follow the last. */
  void gap() {
    rhythm.gap();
    if (breath != null) {
      breath.heartGap();
    }
  }

  /** Takes a beat. */
  void beat(long time, double confidence) {
    trust.add(confidence);
    rhythm.beat(time);
    measure(time);
  }

  /** Takes an interval as a device measured it, and the beat that ended it. */
  void interval(long time, double intervalMs, double confidence) {
    trust.add(confidence);
    rhythm.interval(time, intervalMs);
    measure(time);
  }

  /** Lets the breath go on where no wave does it. */
  void tick(long time) {
    if (breath != null) {
      breath.tick(time);
    }
  }

  private void measure(long time) {
    normalsInRow = rhythm.normal() ? normalsInRow + 1 : 0;
    if (!rhythm.normal()) {
      return;
    }
    double sure = trust.value() * Math.min(1, normalsInRow / RATE_BEATS);
    estimates.set(Metric.RR_INTERVAL, rhythm.intervalMs(), trust.value(), time);
    estimates.set(Metric.HEART_RATE, rhythm.rateBpm(), sure, time);
    if (breath != null) {
      breath.interval(time, rhythm.intervalMs());
    }
  }

  /** Returns the interval that ended with the last beat, ms; NaN if it has none. */
  double intervalMs() {
    return rhythm.intervalMs();
  }

  /** Returns whether that interval is a normal one. */
  boolean normal() {
    return rhythm.normal();
  }
}
