package io.echosdk.biometric.rhythm;

/**
 * Heart rate variability in the time domain over the last minutes: RMSSD over 60 s, SDNN (n - 1)
 * and pNN50 over five minutes.
 *
 * <p>Each is computed anew from its window, in two passes, so nothing drifts. O(beats of the
 * window), constant memory, nothing is allocated.
 */
public final class RecentVariability {

  private static final int REMEMBERED = 2048; // more than five minutes at 300 beats a minute
  private static final double NN50_MS = 50;
  private static final double RMSSD_SECONDS = 60;
  private static final double WINDOW_SECONDS = 300;
  private static final int MIN_DIFFERENCES = 20;
  private static final int MIN_INTERVALS = 60;

  private final double[] intervals = new double[REMEMBERED];
  private final double[] differences = new double[REMEMBERED]; // NaN after a break
  private final long[] ends = new long[REMEMBERED];
  private long count;

  /** Adds a normal interval; follows says whether the one before it was normal too. */
  public void add(long endNanos, double intervalMs, boolean follows) {
    int slot = slot(count);
    differences[slot] = follows && count > 0 ? intervalMs - intervals[slot(count - 1)] : Double.NaN;
    intervals[slot] = intervalMs;
    ends[slot] = endNanos;
    count++;
  }

  private static int slot(long index) {
    return (int) (index & (REMEMBERED - 1));
  }

  /** The oldest interval that ended within so many seconds before the newest. */
  private long from(double seconds) {
    long from = count;
    long oldest = Math.max(0, count - REMEMBERED);
    while (from > oldest && (ends[slot(count - 1)] - ends[slot(from - 1)]) * 1e-9 <= seconds) {
      from--;
    }
    return from;
  }

  /** Returns RMSSD over 60 s, ms; NaN before there are 20 differences. */
  public double rmssdMs() {
    double sum = 0;
    int pairs = 0;
    for (long i = from(RMSSD_SECONDS); i < count; i++) {
      double difference = differences[slot(i)];
      if (!Double.isNaN(difference)) {
        sum += difference * difference;
        pairs++;
      }
    }
    return pairs < MIN_DIFFERENCES ? Double.NaN : Math.sqrt(sum / pairs);
  }

  /** Returns SDNN over 300 s, ms; NaN before there are 60 intervals. */
  public double sdnnMs() {
    long from = from(WINDOW_SECONDS);
    long inside = count - from;
    if (inside < MIN_INTERVALS) {
      return Double.NaN;
    }
    double mean = 0;
    for (long i = from; i < count; i++) {
      mean += intervals[slot(i)] / inside;
    }
    double sum = 0;
    for (long i = from; i < count; i++) {
      double off = intervals[slot(i)] - mean;
      sum += off * off;
    }
    return Math.sqrt(sum / (inside - 1));
  }

  /** Returns NN50 in percent of the intervals of 300 s; NaN before there are 60 intervals. */
  public double pnn50() {
    long from = from(WINDOW_SECONDS);
    int over = 0;
    for (long i = from; i < count; i++) {
      over += Math.abs(differences[slot(i)]) > NN50_MS ? 1 : 0;
    }
    long inside = count - from;
    return inside < MIN_INTERVALS ? Double.NaN : 100.0 * over / inside;
  }

  /** Returns which share of the last so many seconds normal intervals cover, 0 to 1. */
  public double coverage(double seconds) {
    double sum = 0;
    for (long i = from(seconds); i < count; i++) {
      sum += intervals[slot(i)];
    }
    return Math.min(1, sum / (1000 * seconds));
  }
}
