package io.echosdk.biometric.heart;

/**
 * The intervals between beats, cleaned of those that are no heart rhythm, and the heart rate and
 * its variability made from them.
 *
 * <p>An interval is normal if it is 0.3 to 2 s and within 20 % of the median of the last nine
 * plausible ones. Successive differences join pairs of successive normal intervals only, so nothing
 * bridges a missed or an early beat. Source: Task Force of the ESC and NASPE, Circulation 93(5),
 * 1996.
 */
public final class Rhythm {

  private static final double MIN_INTERVAL_MS = 300;
  private static final double MAX_INTERVAL_MS = 2000;
  private static final double TOLERANCE = 0.2;
  private static final int MEDIAN_OF = 9;
  private static final int RATE_OF = 5;

  private final double[] plausible = new double[MEDIAN_OF];
  private final double[] sorted = new double[MEDIAN_OF];
  private int plausibleCount;
  private final double[] recent = new double[RATE_OF];
  private int recentCount;
  private long lastBeatNanos;
  private boolean anyBeat;
  private double intervalMs = Double.NaN;
  private boolean normal;

  /** Hears of a beat. */
  public void beat(long timeNanos) {
    double interval = anyBeat ? (timeNanos - lastBeatNanos) * 1e-6 : Double.NaN;
    anyBeat = true;
    lastBeatNanos = timeNanos;
    intervalMs = interval;
    boolean possible = interval >= MIN_INTERVAL_MS && interval <= MAX_INTERVAL_MS;
    if (!possible) {
      normal = false;
      return;
    }
    plausible[plausibleCount++ % MEDIAN_OF] = interval;
    normal = Math.abs(interval - median()) <= TOLERANCE * median();
    if (normal) {
      recent[recentCount++ % RATE_OF] = interval;
    }
  }

  private double median() {
    int count = Math.min(plausibleCount, MEDIAN_OF);
    System.arraycopy(plausible, 0, sorted, 0, count);
    java.util.Arrays.sort(sorted, 0, count);
    return sorted[count / 2];
  }

  /** Returns whether the interval that ended with the last beat is a normal one. */
  public boolean normal() {
    return normal;
  }

  /** Returns the interval that ended with the last beat, ms; NaN after the first beat. */
  public double intervalMs() {
    return intervalMs;
  }

  /** Returns the heart rate over the last five normal intervals, 1/min; NaN before the first. */
  public double rateBpm() {
    int count = Math.min(recentCount, RATE_OF);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += recent[i];
    }
    return count == 0 ? Double.NaN : 60_000 * count / sum;
  }

  /** Forgets the last beat: the next one does not follow it. */
  public void gap() {
    anyBeat = false;
    recentCount = 0;
  }
}
