package io.echosdk.biometric.heart;

/**
 * Sums over stretches of a wave, each of four running at once: a single one waits for every
 * addition to end, and takes three to four times as long. Equal on every machine; the order differs
 * from that of a plain loop, and with it the last bits.
 */
final class Sums {

  private Sums() {}

  /** Returns the sum of the products of {@code count} values of each. */
  static double ofProducts(double[] a, double[] b, int fromB, int count) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < count; i += 4) {
      s0 += a[i] * b[fromB + i];
      s1 += a[i + 1] * b[fromB + i + 1];
      s2 += a[i + 2] * b[fromB + i + 2];
      s3 += a[i + 3] * b[fromB + i + 3];
    }
    for (; i < count; i++) {
      s0 += a[i] * b[fromB + i];
    }
    return s0 + s1 + (s2 + s3);
  }

  /** Returns the sum of the squares of how far {@code count} values are from a level. */
  static double ofSquares(double[] values, int from, int count, double level) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = from;
    int end = from + count;
    for (; i + 3 < end; i += 4) {
      s0 += (values[i] - level) * (values[i] - level);
      s1 += (values[i + 1] - level) * (values[i + 1] - level);
      s2 += (values[i + 2] - level) * (values[i + 2] - level);
      s3 += (values[i + 3] - level) * (values[i + 3] - level);
    }
    for (; i < end; i++) {
      s0 += (values[i] - level) * (values[i] - level);
    }
    return s0 + s1 + (s2 + s3);
  }

  /** Returns the mean of {@code count} values. */
  static double mean(double[] values, int from, int count) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = from;
    int end = from + count;
    for (; i + 3 < end; i += 4) {
      s0 += values[i];
      s1 += values[i + 1];
      s2 += values[i + 2];
      s3 += values[i + 3];
    }
    for (; i < end; i++) {
      s0 += values[i];
    }
    return (s0 + s1 + (s2 + s3)) / count;
  }
}
