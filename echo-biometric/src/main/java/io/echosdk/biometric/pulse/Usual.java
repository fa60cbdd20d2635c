package io.echosdk.biometric.pulse;

import java.util.Arrays;

/** The median of the last few numbers. */
final class Usual {

  private final double[] values;
  private final double[] sorted;
  private int count;

  Usual(int of) {
    values = new double[of];
    sorted = new double[of];
  }

  void add(double value) {
    values[count++ % values.length] = value;
    if (count == 2 * values.length) { // keep the slots, keep the number small
      count = values.length;
    }
  }

  /** Returns the median, 0 of nothing. */
  double median() {
    int known = count();
    System.arraycopy(values, 0, sorted, 0, known);
    Arrays.sort(sorted, 0, known);
    return known == 0 ? 0 : sorted[known / 2];
  }

  int count() {
    return Math.min(count, values.length);
  }

  boolean full() {
    return count >= values.length;
  }

  /** Halves what is usual. */
  void fade() {
    for (int i = 0; i < values.length; i++) {
      values[i] /= 2;
    }
  }

  void clear() {
    count = 0;
  }
}
