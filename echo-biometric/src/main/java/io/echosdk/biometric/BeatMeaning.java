package io.echosdk.biometric;

import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.biometric.heart.Rhythm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows from beats, whoever found them: rhythm, variability, coherence. The count of beats
 * and the pulse follow them as they are told first; intervals are measured once beats are final.
 */
final class BeatMeaning {

  private static final double CONFIDENCE_RATE = 0.2;
  private static final double RATE_BEATS = 5;

  private final BiometricState state;
  private final List<BiometricListener> listeners;
  private final @Nullable BreathMeaning breath;
  private final PulseForecast forecast;
  private final Rhythm rhythm = new Rhythm();
  private final HeartRateVariability variability = new HeartRateVariability();
  private long beats;
  private long finals;
  private long normalsInRow;
  private double trust; // running mean of the beats' confidence

  BeatMeaning(
      BiometricState state,
      List<BiometricListener> listeners,
      PulseForecast forecast,
      @Nullable BreathMeaning breath) {
    this.state = state;
    this.forecast = forecast;
    this.listeners = listeners;
    this.breath = breath;
  }

  /** The next beat does not follow the last. */
  void gap() {
    rhythm.gap();
    variability.gap();
    forecast.gap();
    if (breath != null) {
      breath.heartGap();
    }
  }

  /** Takes a beat that may be corrected; the arguments are those of {@link Beat}. */
  void provisional(
      double sample, long time, long origin, long delayNanos, double confidence, Beat.Kind kind) {
    long id = count(time, confidence, kind);
    tell(new Beat(id, sample, time, origin, delayNanos, confidence, kind, true));
  }

  /** Takes a beat that is final at once; the arguments are those of {@link Beat}. */
  void beat(
      double sample, long time, long origin, long delayNanos, double confidence, Beat.Kind kind) {
    long id = count(time, confidence, kind);
    tell(new Beat(id, sample, time, origin, delayNanos, confidence, kind, false));
    known(sample, time, origin, delayNanos, confidence, kind);
  }

  private long count(long time, double confidence, Beat.Kind kind) {
    beats++;
    trust += (beats == 1 ? 1 : CONFIDENCE_RATE) * (confidence - trust);
    state.beat(beats, time);
    forecast.beat(time, confidence, kind);
    return beats;
  }

  private void tell(Beat beat) {
    for (BiometricListener listener : listeners) {
      listener.onBeat(beat);
    }
  }

  /** Takes the oldest beat that is not final for good; the arguments are those of {@link Beat}. */
  void known(
      double sample, long time, long origin, long delayNanos, double confidence, Beat.Kind kind) {
    rhythm.beat(time);
    long before = variability.timeNanos();
    variability.beat(time, kind == Beat.Kind.ECTOPIC);
    if (variability.timeNanos() != before) {
      measureVariability(variability.timeNanos());
    }
    follow(sample, time, origin, delayNanos, confidence, kind);
  }

  /**
   * Takes an interval that a device has measured, and the beat that ended it; the other arguments
   * are those of {@link Beat}.
   */
  void interval(
      double number,
      long time,
      double intervalMs,
      long origin,
      long delayNanos,
      double confidence) {
    long id = count(time, confidence, Beat.Kind.NORMAL);
    tell(new Beat(id, number, time, origin, delayNanos, confidence, Beat.Kind.NORMAL, false));
    rhythm.interval(time, intervalMs);
    long before = variability.timeNanos();
    variability.interval(time, intervalMs, false);
    if (variability.timeNanos() != before) {
      measureVariability(variability.timeNanos());
    }
    follow(number, time, origin, delayNanos, confidence, Beat.Kind.NORMAL);
    if (breath != null) {
      breath.tick(time); // no wave does it
    }
  }

  private void follow(
      double sample, long time, long origin, long delayNanos, double confidence, Beat.Kind kind) {
    normalsInRow = rhythm.normal() ? normalsInRow + 1 : 0;
    if (rhythm.normal()) {
      measureRhythm(time);
    }
    finals++;
    Beat beat = new Beat(finals, sample, time, origin, delayNanos, confidence, kind, false);
    for (BiometricListener listener : listeners) {
      listener.onBeatFinal(beat);
    }
  }

  private void measureRhythm(long time) {
    state.set(Metric.RR_INTERVAL, rhythm.intervalMs(), trust, time);
    state.set(
        Metric.HEART_RATE, rhythm.rateBpm(), trust * Math.min(1, normalsInRow / RATE_BEATS), time);
    if (breath != null) {
      breath.interval(time, rhythm.intervalMs());
    }
  }

  /** Intervals are final, and go into variability, two beats after they ended. */
  private void measureVariability(long known) {
    double minute = trust * variability.coverage(60);
    double minutes = trust * variability.coverage(300);
    state.set(Metric.RMSSD, variability.rmssdMs(), minute, known);
    state.set(Metric.SDNN, variability.sdnnMs(), minutes, known);
    state.set(Metric.PNN50, variability.pnn50(), minutes, known);
    state.set(Metric.VLF_POWER, variability.vlfMs2(), minutes, known);
    state.set(Metric.LF_POWER, variability.lfMs2(), minutes, known);
    state.set(Metric.HF_POWER, variability.hfMs2(), minutes, known);
    state.set(Metric.LF_HF_RATIO, variability.lfHfRatio(), minutes, known);
    state.set(Metric.COHERENCE, variability.coherence(), minute, known);
  }
}
