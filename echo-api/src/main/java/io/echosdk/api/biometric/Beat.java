package io.echosdk.api.biometric;

import java.util.Objects;

/**
 * One heart beat, as it was decided or as it is known for good.
 *
 * <p>A beat of an ECG is first told provisionally, some 60 ms after it happened, and a quarter of a
 * second later for good, with the same id: then its place is exact. What moves with the heart uses
 * the first, what measures intervals the second. Beats of a pulse wave and intervals that a device
 * measured are final at once.
 *
 * @param id counts up from 1 within a session; the final event has the id of the provisional one
 * @param sample where the fiducial lies in the signal's own samples, to a fraction
 * @param timeNanos when the fiducial was measured, on the session's clock
 * @param originNanos when the sample that decided it arrived, on the same clock
 * @param decisionDelayNanos how much later than the fiducial the deciding sample was measured
 * @param confidence how sure the detector is, 0 to 1
 * @param kind what kind of beat it is taken for
 * @param provisional whether a later event with the same id may correct this one
 */
public record Beat(
    long id,
    double sample,
    long timeNanos,
    long originNanos,
    long decisionDelayNanos,
    double confidence,
    Kind kind,
    boolean provisional) {

  /** What a beat is taken for. */
  public enum Kind {
    /** In rhythm. */
    NORMAL,
    /** Clearly too early, or of a different shape. */
    ECTOPIC,
    /** Found by looking back after a gap that was too long. */
    RECOVERED
  }

  /** Checks every part. */
  public Beat {
    Objects.requireNonNull(kind, "kind");
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("confidence must be 0 to 1 but is " + confidence);
    }
  }
}
