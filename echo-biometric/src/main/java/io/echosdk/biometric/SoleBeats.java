package io.echosdk.biometric;

import io.echosdk.api.biometric.Beat;

/** Takes the beats of a session's only source for what they are. */
record SoleBeats(Estimates estimates, BeatRhythm rhythm, BeatMeaning meaning) implements BeatSink {

  @Override
  public void gap() {
    rhythm.gap();
    meaning.toldGap();
    meaning.knownGap();
  }

  @Override
  public void decided(long nanos) {
    estimates.at(nanos);
  }

  @Override
  public void provisional(
      double sample, long time, long origin, long delayNanos, double confidence, Beat.Kind kind) {
    meaning.told(sample, time, origin, delayNanos, confidence, kind, true);
  }

  @Override
  public void known(
      double sample, long time, long origin, long delayNanos, double confidence, Beat.Kind kind) {
    rhythm.beat(time, confidence);
    meaning.known(sample, time, origin, delayNanos, confidence, kind, Double.NaN);
  }

  @Override
  public void beat(
      double sample, long time, long origin, long delayNanos, double confidence, Beat.Kind kind) {
    meaning.told(sample, time, origin, delayNanos, confidence, kind, false);
    known(sample, time, origin, delayNanos, confidence, kind);
  }

  @Override
  public void interval(
      double number,
      long time,
      double intervalMs,
      long origin,
      long delayNanos,
      double confidence) {
    meaning.told(number, time, origin, delayNanos, confidence, Beat.Kind.NORMAL, false);
    rhythm.interval(time, intervalMs, confidence);
    meaning.known(number, time, origin, delayNanos, confidence, Beat.Kind.NORMAL, intervalMs);
    rhythm.tick(time);
  }
}
