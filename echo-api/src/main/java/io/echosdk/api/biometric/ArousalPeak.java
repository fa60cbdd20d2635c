package io.echosdk.api.biometric;

import java.util.Objects;

/**
 * A moment in which a body that did not move departed from its own baseline more than chance
 * explains. It says that something happened in the body, not what the person felt.
 *
 * @param timeNanos when it was decided, on the session's clock
 * @param score how far the body departs, as a quantile of the baseline, 0.95 to 1
 * @param confidence how sure the decision is, 0.7 to 1
 * @param expectedFalsePerHour how often a resting body of the same baseline would by chance stay
 *     where this one stayed, per hour
 * @param baselineSeconds how many seconds of this person the baseline is made of, at least 120
 * @param valence whether it was pleasant; cannot be known from these signals
 */
public record ArousalPeak(
    long timeNanos,
    double score,
    double confidence,
    double expectedFalsePerHour,
    int baselineSeconds,
    Valence valence) {

  /** Whether what moved somebody was pleasant. */
  public enum Valence {
    /** Nothing measured here tells it. */
    UNKNOWN
  }

  /** Checks that the parts are there. */
  public ArousalPeak {
    Objects.requireNonNull(valence, "valence");
    if (!(score >= 0 && score <= 1 && confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("score and confidence must be 0 to 1");
    }
  }
}
