package io.echosdk.biometric.pulse;

/**
 * The mean of the last so many numbers. The running sum is made anew each time the window has been
 * gone through, so it does not drift.
 */
final class MovingMean {

  private final double[] values;
  private int next;
  private double sum;
  private double fresh; // the sum since the window began anew

  MovingMean(int length) {
    values = new double[Math.max(1, length)];
  }

  double next(double value) {
    sum += value - values[next];
    fresh += value;
    values[next++] = value;
    if (next == values.length) {
      next = 0;
      sum = fresh;
      fresh = 0;
    }
    return sum / values.length;
  }

  void reset(double value) {
    java.util.Arrays.fill(values, value);
    next = 0;
    sum = value * values.length;
    fresh = 0;
  }
}
