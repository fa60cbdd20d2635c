package io.echosdk.biometric.pulse;

import java.util.Arrays;

/** The last samples of a wave, by their number. */
final class Ring {

  private final double[] values;
  private final int mask;
  private long count;

  Ring(int atLeast) {
    int size = Integer.highestOneBit(Math.max(2, atLeast) - 1) * 2;
    values = new double[size];
    mask = size - 1;
  }

  void add(double value) {
    values[(int) (count++ & mask)] = value;
  }

  /** Returns a sample by its number, one of the last; the first if it came before that. */
  double at(long number) {
    return values[(int) (Math.max(0, number) & mask)];
  }

  long count() {
    return count;
  }

  void fill(double value) {
    Arrays.fill(values, value);
  }
}
