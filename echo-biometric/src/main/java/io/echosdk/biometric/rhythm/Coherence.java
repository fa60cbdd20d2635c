package io.echosdk.biometric.rhythm;

import io.echosdk.internal.Fft;

/**
 * Echo coherence: how much of the heart's rhythm is one slow wave.
 *
 * <p>The last 64 s of intervals, as a cubic spline over time, are sampled at 4 Hz, freed of mean
 * and trend, weighted by a Hann window and transformed; bins are 1/64 Hz = 0.0156 Hz apart. P is
 * the power of the highest bin in 0.04-0.26 Hz and of its two neighbours: what lies within 0.015
 * Hz, rounded to whole bins, so that a pure sine of any frequency keeps at least 98 % of its power.
 * T is the power in 0.0033-0.4 Hz. C = P / (T - P), shown as C / (1 + C) = P / T, 0 to 1. NaN
 * before 64 s of intervals without a hole of 3 s, and where they vary so little (by less than 1 ms)
 * that there is no rhythm to speak of. The formula is Echo's own.
 *
 * <p>O(n log n) for each measurement; nothing is allocated.
 */
public final class Coherence {

  static final double WINDOW_SECONDS = 64;

  private static final double RATE_HZ = 4;
  private static final int POINTS = (int) (WINDOW_SECONDS * RATE_HZ);
  private static final double STEP_HZ = RATE_HZ / POINTS;
  private static final double PEAK_FROM_HZ = 0.04;
  private static final double PEAK_TO_HZ = 0.26;
  private static final double TOTAL_FROM_HZ = 0.0033;
  private static final double TOTAL_TO_HZ = 0.4;
  private static final double LONGEST_HOLE_SECONDS = 3;
  private static final double LONGEST_HOLE_INTERVALS = 2.5;
  private static final double LEAST_DEVIATION_MS = 1;

  private final Fft fft = new Fft(POINTS);
  private final double[] re = new double[POINTS];
  private final double[] im = new double[POINTS];
  private final double[] hann = new double[POINTS];
  private double value = Double.NaN;
  private double peakHz = Double.NaN;
  private double reliability;

  /** Makes a meter that knows nothing. */
  public Coherence() {
    for (int i = 0; i < POINTS; i++) {
      hann[i] = 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * i / POINTS);
    }
  }

  /** Measures the 64 s that end at a moment. */
  public void measure(Tachogram tachogram, long endNanos) {
    forget();
    if (tachogram.reachSeconds(endNanos) < WINDOW_SECONDS
        || !tachogram.choose(endNanos, WINDOW_SECONDS)
        || tachogram.longestStep() > longestHole(tachogram)) {
      return;
    }
    tachogram.draw(re, POINTS, RATE_HZ);
    if (takeTrendOff() < LEAST_DEVIATION_MS) {
      return;
    }
    for (int i = 0; i < POINTS; i++) {
      re[i] *= hann[i];
      im[i] = 0;
    }
    fft.transform(re, im);
    judgePeak();
  }

  /** Makes the value unknown. */
  public void forget() {
    value = Double.NaN;
    peakHz = Double.NaN;
    reliability = 0;
  }

  /** Returns the coherence, 0 to 1, or NaN. */
  public double value() {
    return value;
  }

  /** Returns where the wave is, Hz, or NaN. */
  public double peakHz() {
    return peakHz;
  }

  /** Returns how sure it is that the peak is none of noise, 0 to 1. */
  public double reliability() {
    return reliability;
  }

  /** Three seconds, or two and a half intervals of a very slow heart. */
  private static double longestHole(Tachogram tachogram) {
    return Math.max(LONGEST_HOLE_SECONDS, LONGEST_HOLE_INTERVALS * tachogram.meanMs() / 1000);
  }

  private void judgePeak() {
    int from = bin(PEAK_FROM_HZ);
    int to = bin(PEAK_TO_HZ);
    int peak = from;
    for (int k = from; k <= to; k++) {
      peak = power(k) > power(peak) ? k : peak;
    }
    int lowest = Math.max(1, bin(TOTAL_FROM_HZ));
    int highest = bin(TOTAL_TO_HZ);
    double total = power(lowest, highest);
    double ours = power(peak - 1, peak + 1);
    if (total > 0) {
      value = Math.min(1, ours / total);
      peakHz = (peak + parabola(power(peak - 1), power(peak), power(peak + 1))) * STEP_HZ;
      double others = (total - ours) / (highest - lowest - 2);
      reliability = Math.max(0, 1 - (to - from + 1) * Math.exp(-power(peak) / others));
    }
  }

  /** Where the top of the parabola through three neighbours' logarithms lies, -0.5 to 0.5. */
  private static double parabola(double left, double middle, double right) {
    double a = Math.log(left);
    double b = Math.log(middle);
    double c = Math.log(right);
    double shift = (a - c) / (2 * (a - 2 * b + c));
    return Math.abs(shift) <= 0.5 ? shift : 0;
  }

  /** Takes the straight line of least squares off; returns the standard deviation of the rest. */
  private double takeTrendOff() {
    double middle = (POINTS - 1) / 2.0;
    double mean = 0;
    double moment = 0;
    double spread = 0;
    for (int i = 0; i < POINTS; i++) {
      mean += re[i] / POINTS;
      moment += (i - middle) * re[i];
      spread += (i - middle) * (i - middle);
    }
    double squares = 0;
    for (int i = 0; i < POINTS; i++) {
      re[i] -= mean + moment / spread * (i - middle);
      squares += re[i] * re[i];
    }
    return Math.sqrt(squares / POINTS);
  }

  private static int bin(double hz) {
    return (int) Math.round(hz / STEP_HZ);
  }

  private double power(int k) {
    return re[k] * re[k] + im[k] * im[k];
  }

  private double power(int from, int to) {
    double sum = 0;
    for (int k = from; k <= to; k++) {
      sum += power(k);
    }
    return sum;
  }
}
