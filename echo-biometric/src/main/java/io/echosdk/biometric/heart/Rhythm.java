package io.echosdk.biometric.heart;

import java.util.Arrays;

/**
 * The last intervals between beats and the heart rate they make, known at once: what needs to hear
 * later beats first is in {@link io.echosdk.biometric.rhythm.IntervalCleaner}.
 *
 * <p>An interval is normal if it is 0.3 to 2 s long and within 20 % of the median of the last nine
 * possible ones. Constant work for each beat, constant memory.
 */
public final class Rhythm {

  private static final double MIN_INTERVAL_MS = 300;
  private static final double MAX_INTERVAL_MS = 2000;
  private static final double TOLERANCE = 0.2;
  private static final int MEDIAN_OF = 9;
  private static final int RATE_OF = 5;

  private final double[] possible = new double[MEDIAN_OF];
  private final double[] sorted = new double[MEDIAN_OF];
  private int possibleCount;

  private final double[] intervals = new double[RATE_OF]; // normal ones, ms
  private long normals;
  private long unbroken; // normal intervals in a row, up to the last beat

  private boolean anyBeat;
  private long lastBeatNanos;
  private double intervalMs = Double.NaN;

  /** Hears of a beat; beats come in the order of time. */
  public void beat(long timeNanos) {
    interval(timeNanos, anyBeat ? (timeNanos - lastBeatNanos) * 1e-6 : Double.NaN);
  }

  /** Hears of a beat and of the interval before it, as a device measured it; NaN if unknown. */
  public void interval(long timeNanos, double interval) {
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
    intervals[(int) (normals % RATE_OF)] = interval;
    normals++;
    unbroken++;
  }

  private double intervalBack(int steps) {
    return intervals[(int) ((normals - steps) % RATE_OF)];
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

  /** Forgets the last beat: the next one does not follow it. */
  public void gap() {
    anyBeat = false;
    unbroken = 0;
  }
}
