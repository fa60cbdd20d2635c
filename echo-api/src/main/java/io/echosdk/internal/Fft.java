package io.echosdk.internal;

import io.echosdk.api.HotPath;

/**
 * Discrete Fourier transform of complex double sequences whose length is a power of two.
 *
 * <p>Iterative radix-2 Cooley-Tukey with a bit-reversal permutation; twiddle factors are computed
 * directly, each with full precision, so the relative error grows with log n only. O(n log n), in
 * place, no allocation after construction. The tables are immutable, so one instance serves any
 * number of threads.
 */
public final class Fft {

  private final int length;
  private final double[] cos;
  private final double[] sin;

  /**
   * Prepares transforms of one length.
   *
   * @param length a power of two, 2 to 2^24
   */
  public Fft(int length) {
    if (length < 2 || length > 1 << 24 || Integer.bitCount(length) != 1) {
      throw new IllegalArgumentException(
          "length must be a power of two from 2 to 2^24 but is " + length);
    }
    this.length = length;
    cos = new double[length / 2];
    sin = new double[length / 2];
    for (int i = 0; i < length / 2; i++) {
      cos[i] = StrictMath.cos(-2 * Math.PI * i / length);
      sin[i] = StrictMath.sin(-2 * Math.PI * i / length);
    }
  }

  /** Returns the length of the sequences. */
  public int length() {
    return length;
  }

  /**
   * Transforms in place: X[k] = sum over n of x[n] exp(-2 pi i k n / N), not scaled.
   *
   * @param re real parts, {@link #length()} of them
   * @param im imaginary parts, as many
   */
  @HotPath
  public void transform(double[] re, double[] im) {
    reorder(re, im);
    for (int half = 1; half < length; half *= 2) {
      butterflies(re, im, half);
    }
  }

  private void reorder(double[] re, double[] im) {
    int shift = Integer.numberOfLeadingZeros(length) + 1;
    for (int i = 0; i < length; i++) {
      int j = Integer.reverse(i) >>> shift;
      if (i < j) {
        double keptRe = re[i];
        double keptIm = im[i];
        re[i] = re[j];
        im[i] = im[j];
        re[j] = keptRe;
        im[j] = keptIm;
      }
    }
  }

  private void butterflies(double[] re, double[] im, int half) {
    int stride = length / (2 * half);
    for (int start = 0; start < length; start += 2 * half) {
      for (int k = 0; k < half; k++) {
        int a = start + k;
        int b = a + half;
        double wRe = cos[k * stride];
        double wIm = sin[k * stride];
        double tRe = re[b] * wRe - im[b] * wIm;
        double tIm = re[b] * wIm + im[b] * wRe;
        re[b] = re[a] - tRe;
        im[b] = im[a] - tIm;
        re[a] += tRe;
        im[a] += tIm;
      }
    }
  }
}
