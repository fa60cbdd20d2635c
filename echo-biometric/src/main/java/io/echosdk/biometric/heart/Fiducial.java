package io.echosdk.biometric.heart;

import io.echosdk.api.HotPath;

/**
 * Where exactly a beat is: the extremum of the QRS complex, on R or on S, whichever is the larger,
 * which is where people mark it; between samples by a parabola through the three highest. The wave
 * is smoothed over 16 ms, symmetrically, so there is no delay to take off.
 *
 * <p>What an extremum is, depends on the level that it is measured from. At the moment of deciding
 * the complex has not ended, and the level is the mean of the wave from 70 ms before it to that
 * moment. Later the level of each place is the mean of the 120 ms around it, the longest that a
 * normal complex lasts: a wandering baseline, an ST segment or a P wave on one side then speaks for
 * neither R nor S.
 */
public final class Fiducial {

  private static final double MEMORY_SECONDS = 4;
  private static final double SMOOTH_SECONDS = 0.016;
  private static final double BEFORE_SECONDS = 0.07;
  private static final double COMPLEX_SECONDS = 0.12;

  private final float[] ring;
  private final int mask;
  private final int smooth; // half width
  private final int complex; // half width
  private final int before;
  private long heard;
  private double height;

  /** Makes a finder for a rate. */
  public Fiducial(double sampleRateHz) {
    int length = Integer.highestOneBit((int) (MEMORY_SECONDS * sampleRateHz)) * 2;
    ring = new float[length];
    mask = length - 1;
    smooth = (int) Math.round(SMOOTH_SECONDS / 2 * sampleRateHz);
    complex = (int) Math.round(COMPLEX_SECONDS / 2 * sampleRateHz);
    before = (int) Math.round(BEFORE_SECONDS * sampleRateHz);
  }

  /** Hears one more sample. */
  @HotPath
  public void add(float sample) {
    ring[(int) heard++ & mask] = sample;
  }

  /** Returns how many samples were heard. */
  long heard() {
    return heard;
  }

  /** Returns a remembered sample of the wave. */
  float at(long sample) {
    return ring[(int) sample & mask];
  }

  /**
   * Finds the extremum between two samples, at the moment of deciding.
   *
   * @param from the first to look at
   * @param to the last to look at; limited to what was heard
   * @return its place, to 1/8 sample
   */
  public double find(long from, long to) {
    long first = Math.max(from, Math.max(heard - ring.length + before, before));
    long last = Math.min(to, heard - 1 - smooth);
    double level = mean(first - before, Math.min(to + before, heard - 1));
    long best = first;
    double highest = -1;
    for (long i = first; i <= last; i++) {
      double h = Math.abs(mean(i - smooth, i + smooth) - level);
      if (h > highest) {
        highest = h;
        best = i;
      }
    }
    if (best < 1 + smooth || best + 1 + smooth >= heard) {
      return best;
    }
    double shift =
        vertex(
            mean(best - 1 - smooth, best - 1 + smooth) - level,
            mean(best - smooth, best + smooth) - level,
            mean(best + 1 - smooth, best + 1 + smooth) - level);
    return best + Math.rint(8 * shift) / 8;
  }

  /**
   * Finds the extremum between two samples once what surrounds them was heard.
   *
   * @param from the first to look at
   * @param to the last to look at, 60 ms before the newest sample
   * @return its place, to 1/8 sample; NaN if too little is remembered
   */
  public double findAgain(long from, long to) {
    long oldest = Math.max(0, heard - ring.length);
    long first = Math.max(from, oldest + complex + 1);
    long last = Math.min(to, heard - 2 - complex);
    if (first > last) {
      return Double.NaN;
    }
    double near = sum(first - 1 - smooth, first - 1 + smooth);
    double wide = sum(first - 1 - complex, first - 1 + complex);
    double left;
    double middle = relief(near, wide);
    double right = relief(near, wide);
    double place = first;
    height = -1;
    for (long i = first - 1; i <= last; i++) { // right is the relief of i + 1
      near += at(i + 1 + smooth) - at(i - smooth);
      wide += at(i + 1 + complex) - at(i - complex);
      left = middle;
      middle = right;
      right = relief(near, wide);
      if (i >= first && Math.abs(middle) > height) {
        height = Math.abs(middle);
        place = i + Math.rint(8 * vertex(left, middle, right)) / 8;
      }
    }
    return place;
  }

  /** Returns how far the wave at the last place found again is from its surroundings. */
  public double height() {
    return height;
  }

  private double relief(double near, double wide) {
    return near / (2 * smooth + 1) - wide / (2 * complex + 1);
  }

  private double mean(long from, long to) {
    return sum(from, to) / (to - from + 1);
  }

  private double sum(long from, long to) {
    double sum = 0;
    for (long i = from; i <= to; i++) {
      sum += at(i);
    }
    return sum;
  }

  /** Where the parabola through three neighbours has its top. */
  private static double vertex(double left, double middle, double right) {
    double bend = left - 2 * middle + right;
    double shift = bend == 0 ? 0 : 0.5 * (left - right) / bend;
    return Math.abs(shift) <= 1 ? shift : 0;
  }
}
