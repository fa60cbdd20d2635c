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
 * it is 32-bit integer arithmetic in short loops, each of which the compiler vectorises; one big
 * loop would not be.
 *
 * <p>Work is cut into slices of four rows; different slices may run on different threads.
 */
public final class Developer {

  private static final int ONE = 1 << 15;
  private static final int FADE_BITS = 9;
  private static final int NOISE = 4096;

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
      developRow(y + 1, palette, frame, bench, bench.lower);
      writeChroma(y, frame, bench);
      for (int row = y; row < y + 2; row++) {
        fadeAndSum(plane.warm, row, fade, bench.warmSums);
        fadeAndSum(plane.cool, row, fade, bench.coolSums);
      }
    }
    int cells = glow.columns();
    System.arraycopy(bench.warmSums, 0, glow.warm(), slice * cells, cells);
    System.arraycopy(bench.coolSums, 0, glow.cool(), slice * cells, cells);
  }

  private void developRow(int y, Palette palette, ByteBuffer frame, Bench bench, int[][] rgb) {
    int from = y * plane.stride;
    int[][] glows = {glow.red, glow.green, glow.blue};
    for (int channel = 0; channel < 3; channel++) {
      blendGlow(glows[channel], y, bench);
      tone(rgb[channel], bench.glow, from, palette.warm[channel], palette.cool[channel]);
    }
    int grain = (y * 0x9e3779b1) >>> 20;
    for (int i = 0; i < plane.stride; i++) {
      bench.luma[i] =
          16
              + (11919 * rgb[0][i]
                      + 40097 * rgb[1][i]
                      + 4048 * rgb[2][i]
                      + noise[grain + i]
                      + (1 << 22)
                  >> 23);
    }
    int run = plane.run;
    for (int i = 0; i < run; i++) {
      bench.packed[i] =
          bench.luma[i]
              | bench.luma[run + i] << 8
              | bench.luma[2 * run + i] << 16
              | bench.luma[3 * run + i] << 24;
    }
    write(bench.packed, frame, y * plane.width);
  }

  /** Blends one row of glow between the cells around it, in the plane's order of pixels. */
  private void blendGlow(int[] cells, int y, Bench bench) {
    int columns = glow.columns();
    int place = 2 * y + 5; // a cell's centre lies 1.5 rows below its first: in eighths of a cell
    int row = Math.max(0, (place >> 3) - 1);
    int part = place & 7;
    if (place < 8) {
      part = 0;
    }
    int upper = row * columns;
    int lower = Math.min(row + 1, glow.rows() - 1) * columns;
    int[] line = bench.line;
    for (int i = 0; i < columns; i++) {
      line[i + 1] = cells[upper + i] * (8 - part) + cells[lower + i] * part;
    }
    line[0] = line[1];
    line[columns + 1] = line[columns];
    blendAcross(bench.glow, 0, line, 0, 3, columns);
    blendAcross(bench.glow, columns, line, 0, 1, columns);
    blendAcross(bench.glow, 2 * columns, line, 1, 7, columns);
    blendAcross(bench.glow, 3 * columns, line, 1, 5, columns);
  }

  private static void blendAcross(
      int[] out, int to, int[] line, int from, int weight, int columns) {
    int other = 8 - weight;
    for (int i = 0; i < columns; i++) {
      out[to + i] = line[from + i] * weight + line[from + i + 1] * other >> 6;
    }
  }

  private void tone(int[] out, int[] glowing, int from, int warmPart, int coolPart) {
    int[] warm = plane.warm;
    int[] cool = plane.cool;
    for (int i = 0; i < out.length; i++) {
      int w = least(warm[from + i], (1 << 18) - 1) >> 2;
      int c = least(cool[from + i], (1 << 18) - 1) >> 2;
      int x = (w * warmPart + c * coolPart >>> 13) + glowing[i];
      int rest = ONE - least(x, ONE);
      int square = rest * rest >> 15;
      out[i] = ONE - (square * square >> 15);
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
        average(bench.mean[channel], i * run, upper, lower, 2 * i * run, run);
      }
    }
    int[] r = bench.mean[0];
    int[] g = bench.mean[1];
    int[] b = bench.mean[2];
    for (int i = 0; i < 2 * run; i++) {
      bench.chroma[i] =
          128 + (-6424 * r[i] - 21610 * g[i] + 28034 * b[i] + (1 << 22) >> 23)
              | 128 + (28034 * r[i] - 25464 * g[i] - 2570 * b[i] + (1 << 22) >> 23) << 8;
    }
    for (int i = 0; i < run; i++) {
      bench.packed[i] = bench.chroma[i] | bench.chroma[run + i] << 16;
    }
    write(bench.packed, frame, plane.width * plane.height + y / 2 * plane.width);
  }

  private static void average(int[] out, int to, int[] upper, int[] lower, int from, int run) {
    for (int i = 0; i < run; i++) {
      out[to + i] =
          upper[from + i] + upper[from + run + i] + lower[from + i] + lower[from + run + i] >> 2;
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

  private void fadeAndSum(int[] light, int y, int fade, int[] sums) {
    int from = y * plane.stride;
    for (int i = 0; i < plane.stride; i++) {
      int a = least(light[from + i], LightPlane.CEILING);
      light[from + i] = a - (a * fade + (1 << FADE_BITS) - 1 >>> FADE_BITS);
    }
    for (int part = 0; part < 4; part++) {
      int at = from + part * plane.run;
      for (int i = 0; i < plane.run; i++) {
        sums[i] += least(light[at + i], (1 << 18) - 1) >> 4;
      }
    }
  }

  /** A thread's own scratch rows. */
  public final class Bench {

    private final int[][] upper = new int[3][plane.stride];
    private final int[][] lower = new int[3][plane.stride];
    private final int[][] mean = new int[3][2 * plane.run];
    private final int[] luma = new int[plane.stride];
    private final int[] chroma = new int[2 * plane.run];
    private final int[] packed = new int[plane.run];
    private final int[] glow = new int[plane.stride];
    private final int[] line = new int[plane.run + 2];
    private final int[] warmSums = new int[plane.run];
    private final int[] coolSums = new int[plane.run];
  }
}
