package io.echosdk.api.biometric;

import java.util.Objects;

/**
 * One heart beat, as it was decided.
 *
 * @param id counts up from 1 within a session; a later event with the same id corrects this one
 * @param sample where the fiducial lies in the signal's own samples, to a fraction
 * @param timeNanos when the fiducial was measured, on the session's clock
 * @param originNanos when the sample that decided it arrived, on the same clock
 * @param decisionDelayNanos how much later than the fiducial the deciding sample was measured
 * @param confidence how sure the detector is, 0 to 1
 * @param kind what kind of beat it is taken for
 */
public record Beat(
    long id,
    double sample,
    long timeNanos,
    long originNanos,
    long decisionDelayNanos,
    double confidence,
    Kind kind) {

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
