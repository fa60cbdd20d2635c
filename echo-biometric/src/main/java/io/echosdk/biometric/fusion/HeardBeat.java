package io.echosdk.biometric.fusion;

import io.echosdk.api.biometric.Beat;

/** One beat as one source told it; filled in again and again, so that beats cost no allocation. */
public final class HeardBeat {

  /** Which of the source's beats it is; its two tellings have the same number. */
  public long number;

  /** Whether the source tells of it again, for good. */
  public boolean provisional;

  /** Where its fiducial lies in the source's own samples. */
  public double sample;

  /** When the source measured the fiducial. */
  public long timeNanos;

  /** When the sample that decided it arrived. */
  public long originNanos;

  /** How much later than the fiducial that sample was measured. */
  public long delayNanos;

  /** How sure the source is, 0 to 1. */
  public double confidence;

  /** What the source takes it for. */
  public Beat.Kind kind = Beat.Kind.NORMAL;

  /** The interval before it, ms; NaN if the source does not know the beat before. */
  public double intervalMs;

  /** Whether that interval is a normal one among the source's own. */
  public boolean normal;

  /** Becomes equal to another. */
  public void set(HeardBeat other) {
    number = other.number;
    provisional = other.provisional;
    sample = other.sample;
    timeNanos = other.timeNanos;
    originNanos = other.originNanos;
    delayNanos = other.delayNanos;
    confidence = other.confidence;
    kind = other.kind;
    intervalMs = other.intervalMs;
    normal = other.normal;
  }
}
