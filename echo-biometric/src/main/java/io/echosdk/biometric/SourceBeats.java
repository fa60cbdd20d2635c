package io.echosdk.biometric;

import io.echosdk.api.biometric.Beat;
import io.echosdk.biometric.fusion.HeardBeat;

/** Writes the beats of one of several sources down, for {@link BodyFusion} to choose from. */
record SourceBeats(Estimates estimates, BeatRhythm rhythm) implements BeatSink {

  @Override
  public void gap() {
    rhythm.gap();
    estimates.testify(Testimony.Kind.BREAK);
  }

  @Override
  public void decided(long nanos) {
    estimates.at(nanos);
  }

  @Override
  public void provisional(
      double sample, long time, long origin, long delayNanos, double confidence, Beat.Kind kind) {
    beat(sample, time, origin, delayNanos, confidence, kind);
  }

  /** Changes nothing: with several sources a beat is final as it is told first. */
  @Override
  public void known(
      double sample, long time, long origin, long delayNanos, double confidence, Beat.Kind kind) {}

  @Override
  public void beat(
      double sample, long time, long origin, long delayNanos, double confidence, Beat.Kind kind) {
    rhythm.beat(time, confidence);
    testify(sample, time, origin, delayNanos, confidence, kind);
  }

  @Override
  public void interval(
      double number,
      long time,
      double intervalMs,
      long origin,
      long delayNanos,
      double confidence) {
    rhythm.interval(time, intervalMs, confidence);
    testify(number, time, origin, delayNanos, confidence, Beat.Kind.NORMAL);
    rhythm.tick(time);
  }

  private void testify(
      double sample, long time, long origin, long delayNanos, double confidence, Beat.Kind kind) {
    HeardBeat beat = estimates.testify(Testimony.Kind.BEAT).beat;
    beat.sample = sample;
    beat.timeNanos = time;
    beat.originNanos = origin;
    beat.delayNanos = delayNanos;
    beat.confidence = confidence;
    beat.kind = kind;
    beat.intervalMs = rhythm.intervalMs();
    beat.normal = rhythm.normal();
  }
}
