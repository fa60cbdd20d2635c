package io.echosdk.biometric.pulse;

/**
 * The rhythm of the sinus node beneath the beats: what the intervals would be without beats that
 * come from elsewhere.
 *
 * <p>An interval that is an eighth or more off what the node was expected to do is early or late
 * and says nothing of the node; the expected one stands in its place. A late one after an early
 * one, both together two of the expected, is a compensatory pause: the node went on unheard, and
 * half of both stands in its place. After four such intervals in a row the node itself is taken to
 * have changed. The next one is predicted by the mean of three linear predictions, of orders and
 * memories short and long enough to follow breathing, learnt by {@link RecursiveFit} from usual
 * intervals.
 *
 * <p>O(order²) for each interval; nothing is allocated.
 */
final class SinusRhythm {

  static final int USUAL = 0;
  static final int EARLY = 1;
  static final int LATE = 2;

  private static final int ORDER = 12;
  private static final int LONGEST = 2; // of the fits
  private static final int LEVEL_OF = 31;
  private static final int MIDDLE_OF = 7;
  private static final double OFF = 0.125; // of the expected interval
  private static final double COMPENSATED = 0.12; // of twice the expected one
  private static final double CLIP = 0.15; // what a changed node is followed by at once
  private static final int MOST_OFF = 4;
  private static final double NEAR = 0.25; // of the median: no prediction leaves it further
  private static final double MEAN_RATE = 0.1;
  private static final double LEAST_OF_MEAN = 0.65; // ties what stands in to what came
  private static final double MOST_OF_MEAN = 1.5;

  private final RecursiveFit[] fits = {
    new RecursiveFit(4, 0.98), new RecursiveFit(8, 0.999), new RecursiveFit(ORDER, 0.995)
  };
  private final double[] inputs = new double[ORDER];
  private final double[] cleaned = new double[ORDER]; // the newest first
  private final Usual middle = new Usual(MIDDLE_OF);
  private final Usual level = new Usual(LEVEL_OF);
  private int count;
  private double mean; // of the last few, as they came
  private int off; // in a row
  private int before = USUAL; // what the last interval was
  private double last; // as it came
  private double centre;
  private double expected = Double.NaN;
  private double longest;
  private double usualError = 30;

  /** Hears of an interval, ms; returns whether it was usual, early or late. */
  int add(double interval, boolean ectopic) {
    int what = ectopic ? EARLY : kind(interval);
    if (what == USUAL && !Double.isNaN(expected)) {
      double error = Math.abs(interval - expected);
      usualError += 0.05 * (Math.min(error, 4 * usualError) - usualError);
      usualError = Math.max(3, usualError);
      if (count > ORDER) {
        for (RecursiveFit fit : fits) {
          fit.learn(inputs, interval - centre, usualError);
        }
      }
    }
    off = what == USUAL ? 0 : off + 1;
    double clean = clean(interval, what);
    System.arraycopy(cleaned, 0, cleaned, 1, ORDER - 1);
    cleaned[0] = clean;
    middle.add(clean);
    level.add(clean);
    mean += Math.max(MEAN_RATE, 1.0 / ++count) * (interval - mean);
    before = what;
    last = interval;
    predict();
    return what;
  }

  private int kind(double interval) {
    double change = Double.isNaN(expected) ? 0 : interval / expected - 1;
    return change < -OFF ? EARLY : change > OFF ? LATE : USUAL;
  }

  /** What the node is taken to have done in this interval. */
  private double clean(double interval, int what) {
    if (what == USUAL || Double.isNaN(expected)) {
      return interval;
    }
    if (off > MOST_OFF) {
      return Math.max((1 - CLIP) * expected, Math.min((1 + CLIP) * expected, interval));
    }
    double half = (last + interval) / 2;
    if (before == EARLY && Math.abs(half / expected - 1) < COMPENSATED) {
      cleaned[0] = half;
      return half;
    }
    return expected;
  }

  private void predict() {
    centre = level.median();
    for (int i = 0; i < ORDER; i++) {
      inputs[i] = count > i ? cleaned[i] - centre : 0;
    }
    boolean fitted = count > 2 * ORDER;
    double sum = 0;
    for (RecursiveFit fit : fits) {
      sum += fit.predict(inputs);
    }
    expected = near(fitted ? centre + sum / fits.length : middle.median());
    longest = near(fitted ? centre + fits[LONGEST].predict(inputs) : middle.median());
  }

  private double near(double predicted) {
    double median = middle.median();
    double near = Math.max((1 - NEAR) * median, Math.min((1 + NEAR) * median, predicted));
    return Math.max(LEAST_OF_MEAN * mean, Math.min(MOST_OF_MEAN * mean, near));
  }

  /** Returns what the node is expected to do next, ms; NaN before the first interval. */
  double expectedMs() {
    return expected;
  }

  /** Returns what the longest prediction alone expects, ms. */
  double longestMs() {
    return longest;
  }

  /** Returns the median of its last seven intervals, ms. */
  double medianMs() {
    return middle.median();
  }

  /** Returns the median of its last half minute or so, ms. */
  double levelMs() {
    return centre;
  }

  void reset() {
    count = 0;
    off = 0;
    before = USUAL;
    expected = Double.NaN;
    middle.clear();
    level.clear();
    for (RecursiveFit fit : fits) {
      fit.reset();
    }
  }
}
