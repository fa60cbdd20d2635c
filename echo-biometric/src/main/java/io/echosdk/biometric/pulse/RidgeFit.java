package io.echosdk.biometric.pulse;

import java.util.Arrays;

/**
 * The linear combination of a few inputs that came nearest to what was seen, what lies long ago
 * counting less, and large weights only where they explain much: exponentially weighted ridge
 * regression by its normal equations, solved by Cholesky. O(size²) to add, O(size³) to solve;
 * nothing is allocated.
 *
 * <p>Source: Hoerl and Kennard, Technometrics 12(1), 1970; Golub and Van Loan, Matrix Computations,
 * ch. 4.2.
 */
final class RidgeFit {

  private final int size;
  private final double keep;
  private final double[][] products; // lower triangle
  private final double[][] root;
  private final double[] seenProducts;
  private final double[] weights;
  private double seenPower;
  private double count; // of what still counts

  RidgeFit(int size, double rememberedSteps) {
    this.size = size;
    keep = 1 - 1 / rememberedSteps;
    products = new double[size][size];
    root = new double[size][size];
    seenProducts = new double[size];
    weights = new double[size];
  }

  void add(double[] inputs, double seen) {
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        products[i][j] = keep * products[i][j] + inputs[i] * inputs[j];
      }
      seenProducts[i] = keep * seenProducts[i] + inputs[i] * seen;
    }
    seenPower = keep * seenPower + seen * seen;
    count = keep * count + 1;
  }

  /** Returns the mean square of what was seen. */
  double seenPower() {
    return count == 0 ? 0 : seenPower / count;
  }

  /** Returns the mean square of all inputs together. */
  double inputPower() {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += products[i][i];
    }
    return count == 0 ? 0 : sum / count;
  }

  double count() {
    return count;
  }

  /** Finds the weights; the ridge, above 0, is a power of inputs summed over steps. */
  void solve(double ridge) {
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = products[i][j] + (i == j ? ridge : 0);
        for (int k = 0; k < j; k++) {
          sum -= root[i][k] * root[j][k];
        }
        root[i][j] = i == j ? Math.sqrt(Math.max(sum, ridge)) : sum / root[j][j];
      }
    }
    for (int i = 0; i < size; i++) {
      double sum = seenProducts[i];
      for (int k = 0; k < i; k++) {
        sum -= root[i][k] * weights[k];
      }
      weights[i] = sum / root[i][i];
    }
    for (int i = size - 1; i >= 0; i--) {
      double sum = weights[i];
      for (int k = i + 1; k < size; k++) {
        sum -= root[k][i] * weights[k];
      }
      weights[i] = sum / root[i][i];
    }
  }

  double predict(double[] inputs) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += weights[i] * inputs[i];
    }
    return sum;
  }

  void reset() {
    for (double[] row : products) {
      Arrays.fill(row, 0);
    }
    Arrays.fill(seenProducts, 0);
    Arrays.fill(weights, 0);
    seenPower = 0;
    count = 0;
  }
}
