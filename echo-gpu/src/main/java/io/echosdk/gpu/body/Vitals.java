package io.echosdk.gpu.body;

import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import java.util.Arrays;

/**
 * The body's values as the picture may use them: within the metric's range, or unknown. What is not
 * a number, infinite or too old is unknown; what is out of range is brought to its edge.
 */
public final class Vitals {

  /** A value that was not renewed for so long is not shown any more. */
  private static final long TOO_OLD_NANOS = 15_000_000_000L;

  private static final Metric[] METRICS = Metric.values();

  private final double[] values = new double[METRICS.length];
  private final double[] confidences = new double[METRICS.length];
  private long originNanos;
  private long beatCount;
  private long beatNanos;
  private long beatProgrammeNanos;

  /** Creates values of which none is known. */
  public Vitals() {
    Arrays.fill(values, Double.NaN);
  }

  /**
   * Takes over a state.
   *
   * @param state what was submitted last
   * @param programmeNanos the moment of the programme that the state's time stands for
   * @param ptsNanos the moment of the picture
   */
  public void take(BiometricState state, long programmeNanos, long ptsNanos) {
    long nowNanos = state.timeNanos() + Math.max(0, ptsNanos - programmeNanos);
    for (Metric metric : METRICS) {
      double value = state.value(metric);
      boolean known = Double.isFinite(value) && state.ageNanos(metric, nowNanos) <= TOO_OLD_NANOS;
      values[metric.ordinal()] =
          known ? Math.min(metric.max(), Math.max(metric.min(), value)) : Double.NaN;
      double confidence = state.confidence(metric);
      confidences[metric.ordinal()] =
          known && confidence > 0 ? Math.min(1, confidence) : 0; // NaN is no confidence
    }
    originNanos = state.originNanos();
    beatCount = state.beatCount();
    beatNanos = state.beatNanos();
    beatProgrammeNanos = programmeNanos - (state.timeNanos() - state.beatNanos());
  }

  /** Returns a value, or {@code otherwise} if it is unknown. */
  public double or(Metric metric, double otherwise) {
    double value = values[metric.ordinal()];
    return Double.isNaN(value) ? otherwise : value;
  }

  /** Returns a value in the metric's unit and range, or NaN if it is unknown. */
  public double value(Metric metric) {
    return values[metric.ordinal()];
  }

  /** Returns how far a value can be trusted, 0 to 1. */
  public double confidence(Metric metric) {
    return confidences[metric.ordinal()];
  }

  /** Returns the stamp of the newest body signal, on the session's clock; 0 if none. */
  public long originNanos() {
    return originNanos;
  }

  /** Returns how many beats there were. */
  public long beatCount() {
    return beatCount;
  }

  /** Returns when the last beat was measured, on the session's clock. */
  public long beatNanos() {
    return beatNanos;
  }

  /** Returns the moment of the programme that the last beat stands for. */
  public long beatProgrammeNanos() {
    return beatProgrammeNanos;
  }
}
