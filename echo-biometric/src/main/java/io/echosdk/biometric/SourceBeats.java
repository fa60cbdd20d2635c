package io.echosdk.biometric;

import io.echosdk.api.biometric.Beat;
import io.echosdk.biometric.fusion.HeardBeat;
import io.echosdk.biometric.heart.Rhythm;

/** Writes the beats of one of several sources down, for {@link BodyFusion} to choose from. */
final class SourceBeats implements BeatSink {

  private final Estimates estimates;
  private final BeatRhythm known;
  private final Rhythm told = new Rhythm();
  private long beats;
  private long finals;

  /** Makes one; the rhythm is that of the beats that are known for good. */
  SourceBeats(Estimates estimates, BeatRhythm rhythm) {
    this.estimates = estimates;
    known = rhythm;
  }

  @Override
  public void gap() {
    known.gap();
    told.gap();
    estimates.testify(Testimony.Kind.BREAK);
  }

  @Override
  public void decided(long nanos) {
    estimates.at(nanos);
  }

  @Override
  public void provisional(
      double sample, long time, long origin, long delayNanos, double confidence, Beat.Kind kind) {
    told.beat(time);
    tell(sample, time, origin, delayNanos, confidence, kind).provisional = true;
  }

  @Override
  public void known(
      double sample, long time, long origin, long delayNanos, double confidence, Beat.Kind kind) {
    known.beat(time, confidence);
    HeardBeat beat = estimates.testify(Testimony.Kind.KNOWN).beat;
    fill(beat, sample, time, origin, delayNanos, confidence, kind);
    beat.number = finals++;
    beat.intervalMs = known.intervalMs();
    beat.normal = known.normal();
  }

  @Override
  public void beat(
      double sample, long time, long origin, long delayNanos, double confidence, Beat.Kind kind) {
    told.beat(time);
    known.beat(time, confidence);
    tell(sample, time, origin, delayNanos, confidence, kind);
    finals++;
  }

  @Override
  public void interval(
      double number,
      long time,
      double intervalMs,
      long origin,
      long delayNanos,
      double confidence) {
    told.interval(time, intervalMs);
    known.interval(time, intervalMs, confidence);
    tell(number, time, origin, delayNanos, confidence, Beat.Kind.NORMAL);
    finals++;
    known.tick(time);
  }

  private HeardBeat tell(
      double sample, long time, long origin, long delayNanos, double confidence, Beat.Kind kind) {
    HeardBeat beat = estimates.testify(Testimony.Kind.BEAT).beat;
    fill(beat, sample, time, origin, delayNanos, confidence, kind);
    beat.number = beats++;
    beat.intervalMs = told.intervalMs();
    beat.normal = told.normal();
    return beat;
  }

  private static void fill(
      HeardBeat beat,
      double sample,
      long time,
      long origin,
      long delayNanos,
      double confidence,
      Beat.Kind kind) {
    beat.provisional = false;
    beat.sample = sample;
    beat.timeNanos = time;
    beat.originNanos = origin;
    beat.delayNanos = delayNanos;
    beat.confidence = confidence;
    beat.kind = kind;
  }
}
