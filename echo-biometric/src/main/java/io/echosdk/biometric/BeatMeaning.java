package io.echosdk.biometric;

import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import java.util.List;

/** What follows from a body's beats, whoever found them: variability, coherence, the next beat. */
final class BeatMeaning {

  private static final Metric[] OF_VARIABILITY = {
    Metric.RMSSD,
    Metric.SDNN,
    Metric.PNN50,
    Metric.VLF_POWER,
    Metric.LF_POWER,
    Metric.HF_POWER,
    Metric.LF_HF_RATIO,
    Metric.COHERENCE
  };

  private final BiometricState state;
  private final List<BiometricListener> listeners;
  private final PulseForecast forecast;
  private final RunningTrust trust = new RunningTrust();
  private HeartRateVariability variability = new HeartRateVariability();
  private int sources = 1;
  private long beats;
  private long finals;
  private boolean strangeBefore; // the last beat

  BeatMeaning(BiometricState state, List<BiometricListener> listeners, PulseForecast forecast) {
    this.state = state;
    this.forecast = forecast;
    this.listeners = listeners;
  }

  /** The beats that are known next are from these sources, a bit each. */
  void from(int newSources) {
    sources = newSources;
  }

  /** The next beat that is told does not follow the last. */
  void toldGap() {
    forecast.gap();
  }

  /** The next beat that is known for good does not follow the last. */
  void knownGap() {
    variability.gap();
  }

  /** What was heard so far was wrong; only the count of the beats remains. */
  void forget() {
    variability = new HeartRateVariability();
    forecast.gap();
    for (Metric metric : OF_VARIABILITY) {
      state.set(metric, Double.NaN, 0, 0);
    }
  }

  /**
   * Takes a beat when it is told first; the arguments are those of {@link Beat}. The count of beats
   * and the pulse follow it.
   */
  void told(
      double sample,
      long time,
      long origin,
      long delayNanos,
      double confidence,
      Beat.Kind kind,
      boolean provisional) {
    beats++;
    trust.add(confidence);
    state.beat(beats, time);
    forecast.beat(time, confidence, kind);
    if (listeners.isEmpty()) {
      return;
    }
    Beat beat = new Beat(beats, sample, time, origin, delayNanos, confidence, kind, provisional);
    for (BiometricListener listener : listeners) {
      listener.onBeat(beat);
    }
  }

  /**
   * Takes the oldest beat that is not final for good; the arguments are those of {@link Beat}.
   *
   * @param intervalMs the interval before it where that is better known than by the beats' times;
   *     NaN where it is not, either always or for the first beat after a gap
   */
  void known(
      double sample,
      long time,
      long origin,
      long delayNanos,
      double confidence,
      Beat.Kind kind,
      double intervalMs) {
    boolean strange = kind == Beat.Kind.ECTOPIC;
    long before = variability.timeNanos();
    if (Double.isNaN(intervalMs)) {
      variability.beat(time, strange);
    } else {
      variability.interval(time, intervalMs, strange || strangeBefore);
    }
    strangeBefore = strange;
    if (variability.timeNanos() != before) {
      measureVariability(variability.timeNanos());
    }
    finals++;
    if (listeners.isEmpty()) {
      return;
    }
    Beat beat = new Beat(finals, sample, time, origin, delayNanos, confidence, kind, false);
    for (BiometricListener listener : listeners) {
      listener.onBeatFinal(beat);
    }
  }

  /** Intervals are final, and go into variability, two beats after they ended. */
  private void measureVariability(long known) {
    double minute = trust.value() * variability.coverage(60);
    double minutes = trust.value() * variability.coverage(300);
    set(Metric.RMSSD, variability.rmssdMs(), minute, known);
    set(Metric.SDNN, variability.sdnnMs(), minutes, known);
    set(Metric.PNN50, variability.pnn50(), minutes, known);
    set(Metric.VLF_POWER, variability.vlfMs2(), minutes, known);
    set(Metric.LF_POWER, variability.lfMs2(), minutes, known);
    set(Metric.HF_POWER, variability.hfMs2(), minutes, known);
    set(Metric.LF_HF_RATIO, variability.lfHfRatio(), minutes, known);
    set(Metric.COHERENCE, variability.coherence(), minute, known);
  }

  private void set(Metric metric, double value, double confidence, long time) {
    state.set(metric, value, confidence, time, sources);
  }
}
