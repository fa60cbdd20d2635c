package io.echosdk.biometric.rhythm;

import io.echosdk.api.HotPath;
import io.echosdk.api.biometric.IntervalKind;
import java.util.Objects;

/**
 * Tells normal intervals between beats from those that a misplaced, missed, invented or ectopic
 * beat has made, and says what each would have been.
 *
 * <p>Two series are judged, each against 5.2 times its own quartile deviation over the last 91
 * beats (which for Gaussian intervals holds 99.95 % of them): d, the difference from one interval
 * to the next, and m, the interval's distance from the median of eleven, doubled where it is
 * negative. What is normal sits within both. Otherwise the shape of d says what happened:
 *
 * <ul>
 *   <li>up, and down on both sides (or the reverse): a beat stands in the wrong place, ECTOPIC;
 *   <li>up and then down: a whole fraction of it is about the median, then MISSED, else LONG;
 *   <li>down and then up: together with its neighbour it is about the median, then EXTRA, else
 *       SHORT;
 *   <li>m beyond three times its limit: the same questions, without the shape.
 * </ul>
 *
 * <p>An interval is told once the next two are known, finally. The published method looks at 45
 * beats to either side; here the window ends with those two, so nothing told ever changes. The
 * limits never fall below a fifth of the median interval, the change that sinus rhythm commonly
 * makes from one beat to the next: a steady heart would otherwise be told to be ill by a few
 * milliseconds, and a window that ends with the present has known too few of its sighs.
 *
 * <p>O(91) moves of a number for each interval; nothing is allocated.
 *
 * <p>Source: Lipponen and Tarvainen, "A robust algorithm for heart rate variability time series
 * artefact correction using novel beat classification", J Med Eng Technol 43(3), 2019.
 */
public final class IntervalCleaner {

  /** Hears of intervals, in their order, each once. */
  @FunctionalInterface
  public interface Listener {

    /**
     * An interval is known for good.
     *
     * @param endNanos when the beat was that ended it
     * @param intervalMs how long it was; both together if it was {@link IntervalKind#EXTRA}
     * @param kind what it is taken for
     * @param beats how many intervals it should have been: more than 1 if beats were missed
     * @param follows whether the interval before it was told of and ended where this one began
     */
    void onInterval(
        long endNanos, double intervalMs, IntervalKind kind, int beats, boolean follows);
  }

  private static final double ALPHA = 5.2;
  private static final double C1 = 0.13;
  private static final double C2 = 0.17;
  private static final int LIMITS_OF = 91;
  private static final int MEDIAN_OF = 11;
  private static final double FAR_FROM_MEDIAN = 3;
  private static final double LEAST_LIMIT = 0.2; // of the median interval
  private static final double MULTIPLE_WITHIN = 0.2; // of the median interval
  private static final double PART_OF_MEDIAN = 0.95; // a part of one interval is shorter
  private static final int KNOWN_AFTER = 20;
  private static final int AHEAD = 2;
  private static final int SLOTS = 8; // a power of two, more than are looked at

  private final Listener listener;
  private final SortedRing differences = new SortedRing(LIMITS_OF);
  private final SortedRing distances = new SortedRing(LIMITS_OF);
  private final SortedRing recent = new SortedRing(MEDIAN_OF);
  private final long[] ends = new long[SLOTS];
  private final double[] intervals = new double[SLOTS];
  private final boolean[] suspect = new boolean[SLOTS];
  private long heard; // intervals since the last gap
  private long told;
  private boolean secondOfPair; // the next to be told stands behind an ectopic beat
  private boolean partOfExtra; // the next to be told was told with the one before
  private double extraMs;
  private double difference; // one limit of d, ms
  private double distance; // one limit of m, ms
  private double median;

  /** Makes a cleaner that has heard nothing. */
  public IntervalCleaner(Listener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  /**
   * Hears of an interval that began where the last one ended.
   *
   * @param endNanos when the beat was that ended it
   * @param intervalMs how long it was, positive
   * @param strange whether one of its beats looked like no normal one
   */
  @HotPath
  public void interval(long endNanos, double intervalMs, boolean strange) {
    if (!(intervalMs > 0 && intervalMs < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("intervalMs must be positive but is " + intervalMs);
    }
    int slot = slot(heard);
    ends[slot] = endNanos;
    intervals[slot] = intervalMs;
    suspect[slot] = strange;
    recent.add(intervalMs);
    if (heard > 0) {
      differences.add(intervalMs - intervals[slot(heard - 1)]);
    }
    heard++;
    if (heard > AHEAD) {
      tellNext();
    }
  }

  /** Tells what is left, as if nothing more came; the next interval follows none. */
  public void gap() {
    while (told < heard) {
      tellNext();
    }
    heard = 0;
    told = 0;
    secondOfPair = false;
    partOfExtra = false;
  }

  private static int slot(long index) {
    return (int) (index & (SLOTS - 1));
  }

  private void tellNext() {
    long k = told;
    double interval = intervals[slot(k)];
    setLimits(interval);
    if (partOfExtra) {
      partOfExtra = false;
      told++;
      listener.onInterval(ends[slot(k)], extraMs, IntervalKind.EXTRA, 1, k > 1);
      return;
    }
    int beats = 1;
    IntervalKind kind = kind(k);
    if (kind == IntervalKind.MISSED) {
      beats = (int) Math.round(interval / median);
    }
    told++;
    if (kind == IntervalKind.EXTRA && told < heard) {
      partOfExtra = true;
      extraMs = interval + intervals[slot(told)];
      return;
    }
    listener.onInterval(ends[slot(k)], interval, kind, beats, k > 0);
  }

  private void setLimits(double interval) {
    median = recent.median();
    double away = interval - median;
    distances.add(away < 0 ? 2 * away : away);
    difference = limit(differences);
    distance = limit(distances);
  }

  private double limit(SortedRing series) {
    double least = LEAST_LIMIT * median;
    return series.count() < KNOWN_AFTER
        ? least
        : Math.max(least, ALPHA * series.quartileDeviation());
  }

  private IntervalKind kind(long k) {
    if (suspect[slot(k)]) {
      return IntervalKind.ECTOPIC;
    }
    if (secondOfPair) {
      secondOfPair = false;
      return IntervalKind.ECTOPIC;
    }
    if (misplacedBefore(k + 1)) {
      secondOfPair = true;
      return IntervalKind.ECTOPIC;
    }
    double away = awayFromMedian(k);
    boolean upThenDown = d(k) > 1 && Math.min(d(k + 1), d(k + 2)) < -1;
    if (upThenDown || away > FAR_FROM_MEDIAN) {
      return isMultiple(intervals[slot(k)]) ? IntervalKind.MISSED : IntervalKind.LONG;
    }
    boolean downThenUp = d(k) < -1 && Math.max(d(k + 1), d(k + 2)) > 1;
    if ((downThenUp || d(k + 2) > 1) && isOneWithNext(k)) {
      return IntervalKind.EXTRA;
    }
    return downThenUp || away < -FAR_FROM_MEDIAN ? IntervalKind.SHORT : IntervalKind.NORMAL;
  }

  /** The difference to the interval before, in limits; 0 where one of the two is unknown. */
  private double d(long k) {
    return k < 1 || k >= heard ? 0 : (intervals[slot(k)] - intervals[slot(k - 1)]) / difference;
  }

  private double awayFromMedian(long k) {
    double away = intervals[slot(k)] - median;
    return (away < 0 ? 2 * away : away) / distance;
  }

  /** Whether the beat between an interval and the one before it stands in the wrong place. */
  private boolean misplacedBefore(long k) {
    double here = d(k);
    double before = d(k - 1);
    double after = d(k + 1);
    return here > 1 && Math.max(before, after) < -C1 * here - C2
        || here < -1 && Math.min(before, after) > -C1 * here + C2;
  }

  private boolean isMultiple(double interval) {
    long times = Math.round(interval / median);
    return times > 1
        && Math.abs(interval / times - median) < Math.max(distance, MULTIPLE_WITHIN * median);
  }

  private boolean isOneWithNext(long k) {
    if (k + 1 >= heard) {
      return false;
    }
    double here = intervals[slot(k)];
    double next = intervals[slot(k + 1)];
    if (Math.max(here, next) > PART_OF_MEDIAN * median) {
      return false;
    }
    boolean nearerThanNextPair =
        k + 2 >= heard
            || Math.abs(here + next - median) < Math.abs(next + intervals[slot(k + 2)] - median);
    return Math.abs(here + next - median) < distance && nearerThanNextPair;
  }
}
