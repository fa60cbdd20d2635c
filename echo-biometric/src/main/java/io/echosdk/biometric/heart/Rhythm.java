package io.echosdk.biometric.heart;

import java.util.Arrays;

/**
 * The intervals between beats, cleaned of those that are no heart rhythm, and the heart rate and
 * its variability made from them.
 *
 * <p>An interval is normal if it is 0.3 to 2 s long and within 20 % of the median of the last nine
 * possible ones. Successive differences join pairs of successive normal intervals only, so nothing
 * bridges a missed or an early beat.
 *
 * <p>RMSSD is over the differences of the last 60 s, SDNN over the normal intervals of the last
 * five minutes, with n - 1. Both are computed anew from the window at each beat, in two passes, so
 * nothing drifts. O(beats of the window) for each beat, constant memory.
 *
 * <p>Source: Task Force of the ESC and NASPE, "Heart rate variability", Circulation 93(5), 1996.
 */
public final class Rhythm {

  private static final double MIN_INTERVAL_MS = 300;
  private static final double MAX_INTERVAL_MS = 2000;
  private static final double TOLERANCE = 0.2;
  private static final int MEDIAN_OF = 9;
  private static final int RATE_OF = 5;
  private static final double RMSSD_SECONDS = 60;
  private static final double SDNN_SECONDS = 300;
  private static final int MIN_DIFFERENCES = 20;
  private static final int MIN_NORMAL = 60;
  private static final int REMEMBERED = 1024; // more than five minutes at 200 beats per minute

  private final double[] possible = new double[MEDIAN_OF];
  private final double[] sorted = new double[MEDIAN_OF];
  private int possibleCount;

  private final double[] intervals = new double[REMEMBERED]; // normal ones, ms
  private final double[] differences =
      new double[REMEMBERED]; // to the one before; NaN after a break
  private final long[] times = new long[REMEMBERED]; // of the beat that ended each
  private long normals;
  private long unbroken; // normal intervals in a row, up to the last beat

  private boolean anyBeat;
  private long lastBeatNanos;
  private double intervalMs = Double.NaN;

  /** Hears of a beat; beats come in the order of time. */
  public void beat(long timeNanos) {
    double interval = anyBeat ? (timeNanos - lastBeatNanos) * 1e-6 : Double.NaN;
    anyBeat = true;
    lastBeatNanos = timeNanos;
    intervalMs = interval;
    if (!(interval >= MIN_INTERVAL_MS && interval <= MAX_INTERVAL_MS)) {
      unbroken = 0;
      return;
    }
    possible[possibleCount++ % MEDIAN_OF] = interval;
    double median = median();
    if (Math.abs(interval - median) > TOLERANCE * median) {
      unbroken = 0;
      return;
    }
    int slot = (int) (normals % REMEMBERED);
    intervals[slot] = interval;
    differences[slot] = unbroken > 0 ? interval - intervalBack(1) : Double.NaN;
    times[slot] = timeNanos;
    normals++;
    unbroken++;
  }

  private double intervalBack(int steps) {
    return intervals[(int) ((normals - steps) % REMEMBERED)];
  }

  private double median() {
    int count = Math.min(possibleCount, MEDIAN_OF);
    System.arraycopy(possible, 0, sorted, 0, count);
    Arrays.sort(sorted, 0, count);
    return sorted[count / 2];
  }

  /** Returns whether the interval that ended with the last beat is a normal one. */
  public boolean normal() {
    return unbroken > 0;
  }

  /** Returns the interval that ended with the last beat, ms; NaN after the first beat. */
  public double intervalMs() {
    return intervalMs;
  }

  /** Returns the heart rate over the last five normal intervals in a row, 1/min; NaN before one. */
  public double rateBpm() {
    int count = (int) Math.min(unbroken, RATE_OF);
    double sum = 0;
    for (int i = 1; i <= count; i++) {
      sum += intervalBack(i);
    }
    return count == 0 ? Double.NaN : 60_000 * count / sum;
  }

  /**
   * Returns the root mean square of successive differences over 60 s, ms; NaN before there are 20.
   */
  public double rmssdMs() {
    double sum = 0;
    int count = 0;
    for (long i = first(RMSSD_SECONDS); i < normals; i++) {
      double difference = differences[(int) (i % REMEMBERED)];
      if (!Double.isNaN(difference)) {
        sum += difference * difference;
        count++;
      }
    }
    return count < MIN_DIFFERENCES ? Double.NaN : Math.sqrt(sum / count);
  }

  /** Returns the standard deviation of normal intervals over 300 s, ms; NaN before there are 60. */
  public double sdnnMs() {
    long from = first(SDNN_SECONDS);
    long count = normals - from;
    if (count < MIN_NORMAL) {
      return Double.NaN;
    }
    double mean = 0;
    for (long i = from; i < normals; i++) {
      mean += intervals[(int) (i % REMEMBERED)] / count;
    }
    double sum = 0;
    for (long i = from; i < normals; i++) {
      double off = intervals[(int) (i % REMEMBERED)] - mean;
      sum += off * off;
    }
    return Math.sqrt(sum / (count - 1));
  }

  /** Returns which share of the last so many seconds normal intervals cover, 0 to 1. */
  public double coverage(double seconds) {
    double sum = 0;
    for (long i = first(seconds); i < normals; i++) {
      sum += intervals[(int) (i % REMEMBERED)];
    }
    return Math.min(1, sum / (1000 * seconds));
  }

  /**
   * The oldest remembered normal interval that ended within so many seconds before the last beat.
   */
  private long first(double seconds) {
    long first = normals;
    long limit = Math.max(0, normals - REMEMBERED);
    while (first > limit
        && lastBeatNanos - times[(int) ((first - 1) % REMEMBERED)] <= seconds * 1e9) {
      first--;
    }
    return first;
  }

  /** Forgets the last beat: the next one does not follow it. */
  public void gap() {
    anyBeat = false;
    unbroken = 0;
  }
}
