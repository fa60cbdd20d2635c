package io.echosdk.gpu.light;

import io.echosdk.api.HotPath;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Turns light into a picture: colours, glow, a soft shoulder instead of clipping, dither, and the
 * bytes of NV12 (BT.709, limited range). In the same pass the light fades, which makes the trails,
 * and the next frame's glow is summed.
 *
 * <p>The shoulder is 1 - (1 - x/4)^4, which is close to 1 - exp(-x) and needs only products. All of
 * it is 32-bit integer arithmetic in short loops over whole arrays from index 0: only those does
 * the compiler turn into vector code (measured: 7.7 times faster than the same loop with an
 * offset).
 *
 * <p>Work is cut into slices of four rows; different slices may run on different threads.
 */
public final class Developer {

  private static final int ONE = 1 << 15;
  private static final int FADE_BITS = 9;
  private static final int NOISE = 4096;
  private static final int MOST_GLOW = 1 << 16; // of a quarter of a cell: its blur must fit in int

  private final LightPlane plane;
  private final Glow glow;
  private final int[] noise;

  /** Prepares for one plane. */
  public Developer(LightPlane plane) {
    this.plane = plane;
    glow = new Glow(plane);
    noise = layNoise(plane.stride + NOISE);
  }

  /** Triangular noise of one step of the output: banding becomes grain that stands still. */
  private static int[] layNoise(int length) {
    int[] values = new int[length];
    int h = 0x2545f491;
    for (int i = 0; i < length; i++) {
      h = h * 747796405 + 1; // only has to look irregular
      int mixed = (h >>> 16 ^ h) * 0x45d9f3b;
      int sum = (mixed >>> 8 & 0xff) + (mixed >>> 20 & 0xff);
      values[i] = (sum - 255) << 14; // 2^22 is half a step
    }
    return values;
  }

  /** Returns how many slices a picture has. */
  public int slices() {
    return (plane.height + 3) / 4;
  }

  /** Makes the glow of this frame; before the slices. */
  public void begin(Palette palette) {
    glow.spread(palette);
  }

  /**
   * Develops four rows.
   *
   * @param slice which
   * @param palette the frame's colours
   * @param fade how much of the light goes, in 512ths, 1 to 511
   * @param frame where the picture's bytes go, little endian, from index 0
   * @param bench the calling thread's own scratch
   */
  @HotPath
  public void develop(int slice, Palette palette, int fade, ByteBuffer frame, Bench bench) {
    Arrays.fill(bench.warmSums, 0);
    Arrays.fill(bench.coolSums, 0);
    int end = Math.min(4 * slice + 4, plane.height);
    for (int y = 4 * slice; y < end; y += 2) {
      developRow(y, palette, frame, bench, bench.upper);
      fadeRow(y, fade, bench);
      developRow(y + 1, palette, frame, bench, bench.lower);
      fadeRow(y + 1, fade, bench);
      writeChroma(y, frame, bench);
    }
    int cells = glow.columns();
    System.arraycopy(bench.warmSums, 0, glow.warm(), slice * cells, cells);
    System.arraycopy(bench.coolSums, 0, glow.cool(), slice * cells, cells);
  }

  private void developRow(int y, Palette palette, ByteBuffer frame, Bench bench, int[][] rgb) {
    int stride = plane.stride;
    System.arraycopy(plane.warm, y * stride, bench.warm, 0, stride);
    System.arraycopy(plane.cool, y * stride, bench.cool, 0, stride);
    int[][] glows = {glow.red, glow.green, glow.blue};
    for (int channel = 0; channel < 3; channel++) {
      blendGlow(glows[channel], y, bench);
      int warmPart = palette.warm[channel];
      int coolPart = palette.cool[channel];
      tone(rgb[channel], bench.warm, bench.cool, bench.glow, warmPart, coolPart);
    }
    int grain = (y * 0x9e3779b1) >>> 20;
    System.arraycopy(noise, grain, bench.grain, 0, stride);
    luma(bench.luma, rgb[0], rgb[1], rgb[2], bench.grain);
    pack(bench.packed, bench.luma, plane.run);
    write(bench.packed, frame, y * plane.width);
  }

  /** Blends one row of glow between the cells around it, in the plane's order of pixels. */
  private void blendGlow(int[] cells, int y, Bench bench) {
    int columns = glow.columns();
    int place = 2 * y + 5; // a cell's centre lies 1.5 rows below its first: in eighths of a cell
    int row = Math.max(0, (place >> 3) - 1);
    int part = place < 8 ? 0 : place & 7;
    int next = Math.min(row + 1, glow.rows() - 1);
    System.arraycopy(cells, row * columns, bench.left, 0, columns);
    System.arraycopy(cells, next * columns, bench.right, 0, columns);
    blend(bench.here, bench.left, bench.right, 8 - part);
    System.arraycopy(bench.here, 0, bench.left, 1, columns - 1);
    bench.left[0] = bench.here[0];
    System.arraycopy(bench.here, 1, bench.right, 0, columns - 1);
    bench.right[columns - 1] = bench.here[columns - 1];
    blendPart(0, bench.left, bench.here, 3, bench);
    blendPart(1, bench.left, bench.here, 1, bench);
    blendPart(2, bench.here, bench.right, 7, bench);
    blendPart(3, bench.here, bench.right, 5, bench);
  }

  private void blendPart(int part, int[] left, int[] right, int weight, Bench bench) {
    blend(bench.between, left, right, weight);
    System.arraycopy(bench.between, 0, bench.glow, part * plane.run, plane.run);
  }

  private static void blend(int[] out, int[] a, int[] b, int weight) {
    int other = 8 - weight;
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] * weight + b[i] * other >> 3;
    }
  }

  private static void tone(
      int[] out, int[] warm, int[] cool, int[] glowing, int warmPart, int coolPart) {
    for (int i = 0; i < out.length; i++) {
      int w = least(warm[i], (1 << 18) - 1) >> 2;
      int c = least(cool[i], (1 << 18) - 1) >> 2;
      int x = (w * warmPart + c * coolPart >>> 13) + glowing[i];
      int rest = ONE - least(x, ONE);
      int square = rest * rest >> 15;
      out[i] = ONE - (square * square >> 15);
    }
  }

  private static void luma(int[] out, int[] r, int[] g, int[] b, int[] grain) {
    for (int i = 0; i < out.length; i++) {
      out[i] = 16 + (11919 * r[i] + 40097 * g[i] + 4048 * b[i] + grain[i] + (1 << 22) >> 23);
    }
  }

  private static void pack(int[] out, int[] luma, int run) {
    for (int i = 0; i < run; i++) {
      out[i] = luma[i] | luma[run + i] << 8 | luma[2 * run + i] << 16 | luma[3 * run + i] << 24;
    }
  }

  /** The smaller of two numbers that are not far apart, without a branch. */
  private static int least(int a, int b) {
    int difference = a - b;
    return b + (difference & difference >> 31);
  }

  private void writeChroma(int y, ByteBuffer frame, Bench bench) {
    int run = plane.run;
    for (int channel = 0; channel < 3; channel++) {
      int[] upper = bench.upper[channel];
      int[] lower = bench.lower[channel];
      for (int i = 0; i < 2; i++) {
        System.arraycopy(upper, 2 * i * run, bench.pair, 0, 2 * run);
        addPairs(bench.between, bench.pair, run);
        System.arraycopy(lower, 2 * i * run, bench.pair, 0, 2 * run);
        average(bench.between, bench.pair, run);
        System.arraycopy(bench.between, 0, bench.mean[channel], i * run, run);
      }
    }
    chroma(bench.chroma, bench.mean[0], bench.mean[1], bench.mean[2]);
    for (int i = 0; i < run; i++) {
      bench.packed[i] = bench.chroma[i] | bench.chroma[run + i] << 16;
    }
    write(bench.packed, frame, plane.width * plane.height + y / 2 * plane.width);
  }

  /** U in the lower byte, V in the upper. */
  private static void chroma(int[] out, int[] r, int[] g, int[] b) {
    for (int i = 0; i < out.length; i++) {
      int u = 128 + (-6424 * r[i] - 21610 * g[i] + 28034 * b[i] + (1 << 22) >> 23);
      int v = 128 + (28034 * r[i] - 25464 * g[i] - 2570 * b[i] + (1 << 22) >> 23);
      out[i] = u | v << 8;
    }
  }

  private static void addPairs(int[] out, int[] pair, int run) {
    for (int i = 0; i < run; i++) {
      out[i] = pair[i] + pair[run + i];
    }
  }

  private static void average(int[] out, int[] pair, int run) {
    for (int i = 0; i < run; i++) {
      out[i] = out[i] + pair[i] + pair[run + i] >> 2;
    }
  }

  private void write(int[] packed, ByteBuffer frame, int to) {
    int words = plane.width / 4;
    for (int i = 0; i < words; i++) {
      frame.putInt(to + 4 * i, packed[i]);
    }
    if (words < plane.run) {
      frame.putShort(to + 4 * words, (short) packed[words]);
    }
  }

  /** Lets the row that was just developed fade, and sums it for the next frame's glow. */
  private void fadeRow(int y, int fade, Bench bench) {
    fade(bench.warm, fade);
    fade(bench.cool, fade);
    sum(bench.warmSums, bench.warm, plane.run);
    sum(bench.coolSums, bench.cool, plane.run);
    System.arraycopy(bench.warm, 0, plane.warm, y * plane.stride, plane.stride);
    System.arraycopy(bench.cool, 0, plane.cool, y * plane.stride, plane.stride);
  }

  private static void fade(int[] row, int fade) {
    for (int i = 0; i < row.length; i++) {
      int a = least(row[i], LightPlane.CEILING);
      row[i] = a - (a * fade + (1 << FADE_BITS) - 1 >>> FADE_BITS);
    }
  }

  private static void sum(int[] sums, int[] row, int run) {
    for (int i = 0; i < run; i++) {
      int sum = (row[i] >> 4) + (row[run + i] >> 4) + (row[2 * run + i] >> 4);
      sums[i] += least(sum + (row[3 * run + i] >> 4), MOST_GLOW);
    }
  }

  /** A thread's own scratch rows. */
  public final class Bench {

    private final int[][] upper = new int[3][plane.stride];
    private final int[][] lower = new int[3][plane.stride];
    private final int[][] mean = new int[3][2 * plane.run];
    private final int[] warm = new int[plane.stride];
    private final int[] cool = new int[plane.stride];
    private final int[] glow = new int[plane.stride];
    private final int[] grain = new int[plane.stride];
    private final int[] luma = new int[plane.stride];
    private final int[] chroma = new int[2 * plane.run];
    private final int[] packed = new int[plane.run];
    private final int[] left = new int[plane.run]; // a row of glow cells, and its neighbours
    private final int[] here = new int[plane.run];
    private final int[] right = new int[plane.run];
    private final int[] between = new int[plane.run];
    private final int[] pair = new int[2 * plane.run];
    private final int[] warmSums = new int[plane.run];
    private final int[] coolSums = new int[plane.run];
  }
}
