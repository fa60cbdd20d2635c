package io.echosdk.biometric;

import io.echosdk.api.biometric.Metric;
import java.util.List;
import java.util.Objects;

/**
 * Derived values of one body, for others.
 *
 * @param timeNanos when they were published, on the session's clock
 * @param values what is known, in the order of {@link Metric}; what is not known is not there
 */
public record SharedValues(long timeNanos, List<Value> values) {

  /**
   * One value.
   *
   * @param metric of what
   * @param value in the metric's unit
   * @param confidence 0 to 1
   */
  public record Value(Metric metric, double value, double confidence) {

    /** Checks that the metric is there. */
    public Value {
      Objects.requireNonNull(metric, "metric");
    }

    /** Hides the value, which belongs into no log. */
    @Override
    public String toString() {
      return metric + "[****]";
    }
  }

  /** Copies the list. */
  public SharedValues {
    values = List.copyOf(values);
  }
}
