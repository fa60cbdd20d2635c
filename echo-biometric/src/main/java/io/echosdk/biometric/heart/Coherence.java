package io.echosdk.biometric.heart;

import io.echosdk.internal.Fft;

/**
 * Echo coherence: how much of the heart's rhythm is one slow wave.
 *
 * <p>The last 64 s of intervals, as a function of time, are sampled at 4 Hz (straight lines between
 * beats), freed of mean and trend, weighted by a Hann window and transformed; bins are 1/64 =
 * 0.0156 Hz apart. P is the power of the highest bin in 0.04-0.26 Hz and of its two neighbours
 * (within 0.015 Hz), T the power in 0.0033-0.4 Hz; C = P / (T - P), shown as C / (1 + C) = P / T, 0
 * to 1. NaN before 64 s of intervals without a break. The formula is Echo's own.
 *
 * <p>O(n log n) for each beat; nothing is allocated.
 */
public final class Coherence {

  private static final double WINDOW_SECONDS = 64;
  private static final double RATE_HZ = 4;
  private static final int POINTS = (int) (WINDOW_SECONDS * RATE_HZ);
  private static final double STEP_HZ = RATE_HZ / POINTS;
  private static final double PEAK_FROM_HZ = 0.04;
  private static final double PEAK_TO_HZ = 0.26;
  private static final int HALF_PEAK = 1; // bins, 0.0156 Hz
  private static final double TOTAL_FROM_HZ = 0.0033;
  private static final double TOTAL_TO_HZ = 0.4;
  private static final double LONGEST_HOLE_SECONDS = 3;
  private static final double LEAST_DEVIATION_MS = 1; // below it there is no rhythm to speak of
  private static final int REMEMBERED = 512;

  private final Fft fft = new Fft(POINTS);
  private final double[] re = new double[POINTS];
  private final double[] im = new double[POINTS];
  private final double[] hann = new double[POINTS];
  private final double[] times = new double[REMEMBERED]; // s
  private final double[] intervals = new double[REMEMBERED]; // ms
  private int count; // since the last hole

  /** Makes a meter that has heard nothing. */
  public Coherence() {
    for (int i = 0; i < POINTS; i++) {
      hann[i] = 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * i / POINTS);
    }
  }

  /**
   * Hears of a normal interval.
   *
   * @param timeNanos when the beat was that ended it
   * @param intervalMs how long it was
   * @return the coherence of the last 64 s, NaN if they are not all known
   */
  public double add(long timeNanos, double intervalMs) {
    double time = timeNanos * 1e-9;
    if (count > 0 && time - times[slot(count - 1)] > LONGEST_HOLE_SECONDS) {
      count = 0;
    }
    times[slot(count)] = time;
    intervals[slot(count)] = intervalMs;
    count++;
    if (count == 2 * REMEMBERED) { // keep the slots, keep the number small
      count = REMEMBERED;
    }
    return measure(time);
  }

  /** Forgets all intervals. */
  public void gap() {
    count = 0;
  }

  private static int slot(int index) {
    return index % REMEMBERED;
  }

  private double measure(double now) {
    double start = now - (POINTS - 1) / RATE_HZ;
    int oldest = Math.max(0, count - REMEMBERED);
    if (times[slot(oldest)] > start || !sample(start, oldest)) {
      return Double.NaN;
    }
    fft.transform(re, im);
    int peak = bin(PEAK_FROM_HZ);
    for (int k = peak; k <= bin(PEAK_TO_HZ); k++) {
      peak = power(k) > power(peak) ? k : peak;
    }
    double total = power(Math.max(1, bin(TOTAL_FROM_HZ)), bin(TOTAL_TO_HZ));
    double ours = power(peak - HALF_PEAK, peak + HALF_PEAK);
    return total > 0 ? Math.min(1, ours / total) : Double.NaN;
  }

  /** Fills the transform's input; false if the rhythm does not vary enough to have a shape. */
  private boolean sample(double start, int oldest) {
    int next = oldest;
    for (int i = 0; i < POINTS; i++) {
      double at = start + i / RATE_HZ;
      while (next < count - 1 && times[slot(next)] < at) {
        next++;
      }
      int before = Math.max(oldest, next - 1);
      double span = times[slot(next)] - times[slot(before)];
      double share = span > 0 ? (at - times[slot(before)]) / span : 0;
      re[i] =
          intervals[slot(before)]
              + Math.min(1, share) * (intervals[slot(next)] - intervals[slot(before)]);
    }
    double deviation = takeTrendOff();
    for (int i = 0; i < POINTS; i++) {
      re[i] *= hann[i];
      im[i] = 0;
    }
    return deviation >= LEAST_DEVIATION_MS;
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
