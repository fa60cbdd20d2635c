package io.echosdk.gpu.light;

/**
 * The light that has fallen on each pixel, in two colours, as integers: sums commute, so neither
 * the order of particles nor the number of threads changes them.
 *
 * <p>A row's pixels are not stored side by side but in four runs: first those with x mod 4 = 0,
 * then 1, 2 and 3. Position {@code i} of the four runs then holds four neighbours, so that packing
 * four bytes into a word, averaging 2x2 pixels for chroma and blending a coarse glow in between are
 * all plain loops over {@code i}, which the compiler turns into vector code.
 */
public final class LightPlane {

  /** Sums stop here. Stopping sums of positive numbers commute as plain sums do. */
  static final int FULL = 1 << 30;

  /** No pixel holds more than this after a frame. */
  static final int CEILING = 1 << 22;

  final int width;
  final int height;
  final int run; // pixels of a row that share x mod 4
  final int stride;
  final int[] warm;
  final int[] cool;

  /**
   * Creates a dark plane.
   *
   * @param width pixels
   * @param height pixels
   */
  public LightPlane(int width, int height) {
    this.width = width;
    this.height = height;
    run = (width + 3) / 4;
    stride = 4 * run;
    warm = new int[stride * height];
    cool = new int[stride * height];
  }

  /** Returns where a pixel is stored. */
  int place(int x, int y) {
    return y * stride + (x & 3) * run + (x >> 2);
  }
}
