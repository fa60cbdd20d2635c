package io.echosdk.biometric.arousal;

import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.biometric.rhythm.SortedRing;

/**
 * One quantity that rises with arousal, as it departs from the person's own: less what movement has
 * {@link Explained}, in standard deviations of the normal distribution that reaches as far up as
 * the baseline: skin responds in bursts, whose quartiles alone would make each of them extreme.
 */
final class Evidence {

  /** Which part of the body speaks; two of one part are no independent witnesses. */
  enum Organ {
    HEART,
    BREATH,
    SKIN
  }

  private static final double RECOVERY_SECONDS = 60; // the heart's, after moderate effort: 30 to 60
  private static final double SKIN_SECONDS = 14; // halves within 10 s at most (Boucsein 2012)
  private static final int SETTLED = 30; // values from which on a median means something
  private static final double MOST = 10; // deviations: nothing alone outweighs everything else

  final Organ organ;
  final double weight;
  private final Metric metric;
  private final boolean inverseLogarithm;
  private final double leastDeviation;
  private final long oldestNanos;
  private final SortedRing baseline = new SortedRing(ArousalMeter.BASELINE_MOST_SECONDS);
  private final Explained byMovement;
  private double value = Double.NaN; // less what movement explains, in the metric's own unit
  private double deviations = Double.NaN;
  private double confidence;

  private Evidence(
      Organ organ,
      Metric metric,
      boolean inverseLogarithm,
      double weight,
      double leastDeviation,
      double oldestSeconds) {
    this.organ = organ;
    this.metric = metric;
    this.inverseLogarithm = inverseLogarithm;
    this.weight = weight;
    this.leastDeviation = leastDeviation;
    oldestNanos = Math.round(oldestSeconds * 1e9);
    byMovement = new Explained(organ == Organ.SKIN ? SKIN_SECONDS : RECOVERY_SECONDS);
  }

  /**
   * Returns what there is to hear. The least deviations are what each quantity's own measurement
   * leaves uncertain, so that a body like a clock is not startled by itself. RMSSD looks back over
   * a minute, so it counts half.
   */
  static Evidence[] all() {
    return new Evidence[] {
      new Evidence(Organ.HEART, Metric.HEART_RATE, false, 1, 1, 5),
      new Evidence(Organ.HEART, Metric.RMSSD, true, 0.5, 0.1, 10),
      new Evidence(Organ.BREATH, Metric.BREATH_RATE, false, 1, 0.5, 15),
      new Evidence(Organ.SKIN, Metric.SKIN_RESPONSE, false, 1, 0.03, 3),
    };
  }

  /**
   * Looks at the state.
   *
   * @param moving whether the person moves, or has just done
   * @param exertion size of the movement so far, mg s
   */
  void observe(BiometricState state, long nowNanos, boolean moving, double exertion) {
    double raw = state.value(metric);
    boolean fresh = state.ageNanos(metric, nowNanos) <= oldestNanos;
    if (inverseLogarithm) {
      raw = raw > 0 ? -StrictMath.log(raw) : Double.NaN;
    }
    confidence = state.confidence(metric);
    value = fresh ? raw : Double.NaN;
    deviations = Double.NaN;
    byMovement.decay();
    if (Double.isNaN(value) || baseline.count() < SETTLED) {
      return;
    }
    value -= byMovement.of(value - baseline.median(), moving, exertion);
    double deviation = Math.max(leastDeviation, baseline.upperDeviation());
    double z = (value - baseline.median()) / deviation;
    deviations = Math.max(-MOST, Math.min(MOST, z));
  }

  /** Returns whether it says anything. */
  boolean known() {
    return !Double.isNaN(deviations);
  }

  /** Returns how far it departs upwards, in deviations; NaN if not known. */
  double deviations() {
    return deviations;
  }

  /** Returns how far the quantity can be trusted, 0 to 1. */
  double confidence() {
    return confidence;
  }

  /** Returns the quantity less what movement explains; NaN if it is not known. */
  double value() {
    return value;
  }

  /** Takes an earlier {@link #value()} into the baseline; NaN is left out. */
  void learn(double earlier) {
    if (!Double.isNaN(earlier)) {
      baseline.add(earlier);
    }
  }

  /** Something has excited the person: the last movement does not show what movement does. */
  void doubtMovement() {
    byMovement.doubt();
  }
}
