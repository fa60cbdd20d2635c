package io.echosdk.biometric.heart;

import io.echosdk.api.HotPath;

/**
 * Where exactly a beat is: the extremum of the QRS complex, which is the place that is farthest
 * from the mean of the wave from 70 ms before the complex to the moment of deciding; between
 * samples by a parabola through the three highest. That is where people mark it: on R or on S,
 * whichever is the larger. Smoothed over 16 ms, symmetrically, so there is no delay to take off.
 */
public final class Fiducial {

  private static final double MEMORY_SECONDS = 4;
  private static final double SMOOTH_SECONDS = 0.016;
  private static final double BEFORE_SECONDS = 0.07;

  private final float[] ring;
  private final int mask;
  private final int smooth; // half width
  private final int before;
  private long heard;
  private double level;

  /** Makes a finder for a rate. */
  public Fiducial(double sampleRateHz) {
    int length = Integer.highestOneBit((int) (MEMORY_SECONDS * sampleRateHz)) * 2;
    ring = new float[length];
    mask = length - 1;
    smooth = (int) Math.round(SMOOTH_SECONDS / 2 * sampleRateHz);
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
   * Finds the extremum between two samples.
   *
   * @param from the first to look at
   * @param to the last to look at; limited to what was heard
   * @return its place, to 1/8 sample
   */
  public double find(long from, long to) {
    long first = Math.max(from, Math.max(heard - ring.length + before, before));
    long last = Math.min(to, heard - 1 - smooth);
    level = mean(first - before, Math.min(to + before, heard - 1));
    long best = first;
    double height = -1;
    for (long i = first; i <= last; i++) {
      double h = Math.abs(relief(i));
      if (h > height) {
        height = h;
        best = i;
      }
    }
    return best + Math.rint(8 * vertex(best)) / 8;
  }

  /** How far the wave is from its level. */
  private double relief(long at) {
    return mean(at - smooth, at + smooth) - level;
  }

  private double mean(long from, long to) {
    double sum = 0;
    for (long i = from; i <= to; i++) {
      sum += ring[(int) i & mask];
    }
    return sum / (to - from + 1);
  }

  /** Where the parabola through the relief at and beside a place has its top. */
  private double vertex(long at) {
    if (at < 1 + smooth || at + 1 + smooth >= heard) {
      return 0;
    }
    double left = relief(at - 1);
    double middle = relief(at);
    double right = relief(at + 1);
    double bend = left - 2 * middle + right;
    double shift = bend == 0 ? 0 : 0.5 * (left - right) / bend;
    return Math.abs(shift) <= 1 ? shift : 0;
  }
}
