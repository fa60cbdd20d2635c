package io.echosdk.biometric.pulse;

import java.util.Arrays;

/**
 * Recursive least squares: the linear prediction that fitted best so far, what lies long ago
 * counting less. An error far beyond the usual one is counted as if it were not (Huber), so that
 * one early beat unlearns nothing. O(order²) for each step; nothing is allocated.
 *
 * <p>Source: Haykin, Adaptive Filter Theory, ch. 10; Huber, Ann Math Stat 35(1), 1964.
 */
final class RecursiveFit {

  private static final double FIRST_VARIANCE = 10;
  private static final double MOST_VARIANCE = 1e4;
  private static final double HUBER = 2; // usual errors

  private final int order;
  private final double forget;
  private final double first;
  private final double[] weights;
  private final double[][] inverse;
  private final double[] gain;

  RecursiveFit(int order, double forget) {
    this(order, forget, 0.5);
  }

  /** Makes one that begins with this weight of the first input and none of the others. */
  RecursiveFit(int order, double forget, double first) {
    this.order = order;
    this.forget = forget;
    this.first = first;
    weights = new double[order];
    inverse = new double[order][order];
    gain = new double[order];
    reset();
  }

  void reset() {
    Arrays.fill(weights, 0);
    weights[0] = first;
    for (int i = 0; i < order; i++) {
      Arrays.fill(inverse[i], 0);
      inverse[i][i] = FIRST_VARIANCE;
    }
  }

  double predict(double[] inputs) {
    double sum = 0;
    for (int i = 0; i < order; i++) {
      sum += weights[i] * inputs[i];
    }
    return sum;
  }

  /** Learns what came after the inputs; usual is how large an error usually is. */
  void learn(double[] inputs, double came, double usual) {
    double error = came - predict(inputs);
    double limit = HUBER * usual;
    double trust = Math.abs(error) > limit ? limit / Math.abs(error) : 1;
    double spread = forget / trust;
    for (int i = 0; i < order; i++) {
      gain[i] = 0;
      for (int j = 0; j < order; j++) {
        gain[i] += inverse[i][j] * inputs[j];
      }
    }
    for (int i = 0; i < order; i++) {
      spread += gain[i] * inputs[i];
    }
    for (int i = 0; i < order; i++) {
      weights[i] += gain[i] / spread * error;
      for (int j = 0; j < order; j++) {
        inverse[i][j] -= gain[i] * gain[j] / spread;
      }
    }
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < order; j++) {
        inverse[i][j] = Math.max(-MOST_VARIANCE, Math.min(MOST_VARIANCE, inverse[i][j] / forget));
      }
    }
  }
}
