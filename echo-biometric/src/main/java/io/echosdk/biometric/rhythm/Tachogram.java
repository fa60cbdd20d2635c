package io.echosdk.biometric.rhythm;

/**
 * The normal intervals of the last minutes as a curve over time, for those who look at its
 * spectrum.
 *
 * <p><b>The axis.</b> Two conventions meet in a spectrum of intervals: the body's rhythms are
 * functions of time, and the test patterns of ANSI/AAMI EC57 are sines of the beat number. An
 * oscillation of relative depth a, drawn over the wrong axis, grows a second harmonic of a²/4 of
 * its power. So each interval stands halfway: its time is moved by half of what it deviates from
 * the cubic curve that fits time over beat number best. Either kind then has a harmonic of a²/16,
 * which is below 0.1 % for any oscillation that hearts make, and a slow drift of the heart rate
 * remains where it was.
 *
 * <p>Constant memory; a window costs O(intervals in it); nothing is allocated.
 *
 * <p>Source of the two axes: DeBoer, Karemaker, Strackee, IEEE Trans Biomed Eng 31(4), 1984.
 */
public final class Tachogram {

  static final int REMEMBERED = 2048; // more than five minutes at 300 beats a minute
  private static final int DEGREE = 3;
  private static final double HALFWAY = 0.5;

  private final long[] ends = new long[REMEMBERED];
  private final double[] numbers = new double[REMEMBERED];
  private final double[] intervals = new double[REMEMBERED];
  private long count;
  private double number;
  private long lastNanos;

  // the window last chosen
  private final double[] time = new double[REMEMBERED]; // s, on the middle axis, from its start
  private final double[] value = new double[REMEMBERED]; // ms
  private final double[] curve = new double[REMEMBERED]; // scratch: second derivatives, fits
  private final double[] scratch = new double[REMEMBERED];
  private final double[] basis = new double[REMEMBERED];
  private final double[] basisBefore = new double[REMEMBERED];
  private int points;
  private double coverage;
  private double meanMs;

  /**
   * Hears of a normal interval.
   *
   * @param beats how many intervals lie since the last one heard of, this one included; 0 if that
   *     is not known
   */
  public void add(long endNanos, double intervalMs, double beats) {
    if (count > 0) {
      number += beats > 0 ? beats : (endNanos - lastNanos) * 1e-6 / intervalMs;
    }
    int slot = slot(count++);
    ends[slot] = endNanos;
    numbers[slot] = number;
    intervals[slot] = intervalMs;
    lastNanos = endNanos;
  }

  private static int slot(long index) {
    return (int) (index & (REMEMBERED - 1));
  }

  /** Forgets everything: what follows is another person or another time. */
  public void clear() {
    count = 0;
  }

  /** Returns how long the oldest remembered interval began before a moment, s. */
  public double reachSeconds(long nowNanos) {
    if (count == 0) {
      return 0;
    }
    int slot = slot(Math.max(0, count - REMEMBERED));
    return (nowNanos - ends[slot]) * 1e-9 + intervals[slot] * 1e-3;
  }

  /**
   * Chooses the intervals of a window, and one before and after it where there are such.
   *
   * @return whether there are enough of them for a curve
   */
  boolean choose(long endNanos, double seconds) {
    long startNanos = endNanos - Math.round(seconds * 1e9);
    long oldest = Math.max(0, count - REMEMBERED);
    long to = count;
    while (to > oldest && ends[slot(to - 1)] > endNanos) {
      to--;
    }
    long from = to;
    double covered = 0;
    double sum = 0;
    while (from > oldest && ends[slot(from - 1)] > startNanos) {
      from--;
      double interval = intervals[slot(from)];
      sum += interval;
      covered += Math.min(interval, (ends[slot(from)] - startNanos) * 1e-6);
    }
    int inside = (int) (to - from);
    coverage = Math.min(1, covered / (1000 * seconds));
    meanMs = sum / inside;
    from = Math.max(oldest, from - 1);
    to = Math.min(count, to + 1);
    points = (int) (to - from);
    for (int i = 0; i < points; i++) {
      int slot = slot(from + i);
      time[i] = (ends[slot] - startNanos) * 1e-9;
      value[i] = intervals[slot];
      scratch[i] = numbers[slot];
    }
    if (inside <= 2 * DEGREE) {
      return false;
    }
    straightenAxis();
    return true;
  }

  /** Moves each time halfway to the smooth curve over beat numbers (fit as Forsythe 1957). */
  private void straightenAxis() {
    double first = scratch[0];
    double half = (scratch[points - 1] - first) / 2;
    for (int i = 0; i < points; i++) {
      scratch[i] = (scratch[i] - first) / half - 1;
      basis[i] = 1;
      basisBefore[i] = 0;
      curve[i] = time[i];
    }
    double normBefore = 1;
    for (int degree = 0; degree <= DEGREE; degree++) {
      double norm = 0;
      double moment = 0;
      double share = 0;
      for (int i = 0; i < points; i++) {
        double square = basis[i] * basis[i];
        norm += square;
        moment += scratch[i] * square;
        share += basis[i] * curve[i];
      }
      double alpha = moment / norm;
      double beta = degree == 0 ? 0 : norm / normBefore;
      for (int i = 0; i < points; i++) {
        curve[i] -= share / norm * basis[i];
        double next = (scratch[i] - alpha) * basis[i] - beta * basisBefore[i];
        basisBefore[i] = basis[i];
        basis[i] = next;
      }
      normBefore = norm;
    }
    for (int i = 0; i < points; i++) {
      time[i] -= HALFWAY * curve[i];
    }
  }

  /** Returns how many intervals the chosen window has, with its neighbours. */
  int points() {
    return points;
  }

  /** Returns when an interval of the window ended, s from its start, on the middle axis. */
  double time(int point) {
    return time[point];
  }

  /** Returns an interval of the window, ms. */
  public double value(int point) {
    return value[point];
  }

  /** Returns the longest time between two neighbours of the chosen window, s. */
  double longestStep() {
    double longest = 0;
    for (int i = 1; i < points; i++) {
      longest = Math.max(longest, time[i] - time[i - 1]);
    }
    return longest;
  }

  /** Returns which share of the chosen window normal intervals fill, 0 to 1. */
  public double coverage() {
    return coverage;
  }

  /** Returns the mean interval of the chosen window, ms. */
  public double meanMs() {
    return meanMs;
  }

  /**
   * Draws the natural cubic spline through the chosen window's intervals.
   *
   * @param into gets the intervals in ms, sample i at i / rateHz s from the window's start
   */
  void draw(double[] into, int samples, double rateHz) {
    bend();
    int right = 1;
    for (int i = 0; i < samples; i++) {
      double at = Math.max(time[0], Math.min(time[points - 1], i / rateHz));
      while (right < points - 1 && time[right] < at) {
        right++;
      }
      int left = right - 1;
      double span = time[right] - time[left];
      double b = (at - time[left]) / span;
      double a = 1 - b;
      into[i] =
          a * value[left]
              + b * value[right]
              + ((a * a * a - a) * curve[left] + (b * b * b - b) * curve[right]) * span * span / 6;
    }
  }

  /** Solves for the spline's second derivatives (a tridiagonal system, by elimination). */
  private void bend() {
    curve[0] = 0;
    scratch[0] = 0;
    for (int i = 1; i < points - 1; i++) {
      double before = time[i] - time[i - 1];
      double after = time[i + 1] - time[i];
      double share = before / (before + after);
      double pivot = share * curve[i - 1] + 2;
      double bent = (value[i + 1] - value[i]) / after - (value[i] - value[i - 1]) / before;
      curve[i] = (share - 1) / pivot;
      scratch[i] = (6 * bent / (before + after) - share * scratch[i - 1]) / pivot;
    }
    curve[points - 1] = 0;
    for (int i = points - 2; i >= 0; i--) {
      curve[i] = curve[i] * curve[i + 1] + scratch[i];
    }
  }
}
