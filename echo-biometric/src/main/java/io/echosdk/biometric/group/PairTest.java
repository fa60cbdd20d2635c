package io.echosdk.biometric.group;

import io.echosdk.biometric.arousal.StudentTail;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Whether two series belong together more than their own rhythms explain: a statistic of the two,
 * against the same statistic with one of them moved in time.
 *
 * <p>A moved ring has a seam, and a seam breaks the phase of two regular rhythms that have nothing
 * to do with each other. So the unmoved pair is cut as well, at a place drawn as the seams are, and
 * every statistic is the sum of two parts that are each as good as they can be alone. Without the
 * cut, independent hearts were found together in 32 % of cases at p below 0.05.
 *
 * <p>With periods, p = (1 + shifts that are at least as good) / (1 + shifts) (Davison and Hinkley,
 * Bootstrap Methods and their Application, 1997, section 4.2). Phase locking value: Lachaux et al.,
 * Human Brain Mapping 8(4), 1999.
 */
public final class PairTest {

  private static final int LAG_SECONDS = 5;
  private static final int COARSE = Timeline.RATE_HZ / 2; // grid points in half a second
  private static final int TREND_SECONDS = 30; // to either side
  private static final double LEAST_SHARE = 0.5; // of the window, that both must be known in

  private final Shifts shifts;
  private final double[] moved; // of the last series: the statistic of each shift
  private final double[] unmoved; // and what it is compared with
  private double value = Double.NaN;
  private double lagSeconds = Double.NaN;
  private double probability = Double.NaN;

  /** Makes a test with these shifts. */
  public PairTest(Shifts shifts) {
    this.shifts = shifts;
    moved = new double[shifts.count()];
    unmoved = new double[shifts.count()];
  }

  /** Returns the statistic of the pair as it is, 0 to 1; NaN if too little is known of it. */
  public double value() {
    return value;
  }

  /** Returns by how much the first leads where the correlation is best, s. */
  public double lagSeconds() {
    return lagSeconds;
  }

  /** Returns how likely chance alone makes it as good; NaN if it cannot be told. */
  public double probability() {
    return probability;
  }

  /**
   * Compares phases of beats, in turns: so many that their sum is a walk by chance. The cube root
   * of the square of its length is nearly normal (Wilson and Hilferty, PNAS 17, 1931).
   */
  public void beats(double[] a, double[] b) {
    phases(a, b, lock -> Math.cbrt(lock * lock));
  }

  /**
   * Compares phases of breaths, in turns: so few that chance alone comes near to 1, where there is
   * no room left. Fisher's transformation gives it back.
   */
  public void breaths(double[] a, double[] b) {
    phases(a, b, PairTest::fisher);
  }

  private void phases(double[] a, double[] b, DoubleUnaryOperator normal) {
    double[] aRe = new double[a.length];
    double[] aIm = new double[a.length];
    double[] bRe = new double[a.length];
    double[] bIm = new double[a.length];
    unit(a, aRe, aIm);
    unit(b, bRe, bIm);
    value = lock(aRe, aIm, bRe, bIm, 0, a.length, 0);
    for (int i = 0; i < moved.length; i++) {
      int by = shifts.point(i);
      double apart = lock(aRe, aIm, bRe, bIm, by, cut(by, a.length), by);
      double together = lock(aRe, aIm, bRe, bIm, 0, cut(unmovedBy(i), a.length), by);
      moved[i] = normal.applyAsDouble(apart);
      unmoved[i] = normal.applyAsDouble(together);
    }
    judge(share(aRe, aIm, bRe, bIm));
  }

  /** A ring is compared with one cut; a period's shift with what of the pair it overlaps. */
  private int unmovedBy(int i) {
    return shifts.ring() ? shifts.unmovedCut() : shifts.point(i);
  }

  private static int cut(int by, int length) {
    return by < 0 ? -by : length - by;
  }

  private static void unit(double[] phase, double[] re, double[] im) {
    for (int i = 0; i < phase.length; i++) {
      boolean known = !Double.isNaN(phase[i]);
      re[i] = known ? Math.cos(2 * Math.PI * phase[i]) : 0;
      im[i] = known ? Math.sin(2 * Math.PI * phase[i]) : 0;
    }
  }

  /** The lengths of the two parts' sums, over the number of points in which both are known. */
  private double lock(
      double[] aRe, double[] aIm, double[] bRe, double[] bIm, int by, int cut, int wanted) {
    int length = aRe.length;
    int from = shifts.ring() || wanted >= 0 ? 0 : cut;
    int to = shifts.ring() || wanted < 0 ? length : cut;
    double sum = 0;
    double re = 0;
    double im = 0;
    int known = 0;
    for (int t = from; t < to; t++) {
      if (t == cut && t > from) {
        sum += Math.sqrt(re * re + im * im);
        re = 0;
        im = 0;
      }
      int u = t + by;
      u = u >= length ? u - length : u;
      double r = aRe[t] * bRe[u] + aIm[t] * bIm[u];
      double i = aIm[t] * bRe[u] - aRe[t] * bIm[u];
      re += r;
      im += i;
      known += r != 0 || i != 0 ? 1 : 0;
    }
    sum += Math.sqrt(re * re + im * im);
    return known == 0 ? 0 : sum / known;
  }

  private static double share(double[] aRe, double[] aIm, double[] bRe, double[] bIm) {
    int known = 0;
    for (int t = 0; t < aRe.length; t++) {
      known += (aRe[t] != 0 || aIm[t] != 0) && (bRe[t] != 0 || bIm[t] != 0) ? 1 : 0;
    }
    return (double) known / aRe.length;
  }

  /** Compares slow quantities: the best correlation within five seconds to either side. */
  public void quantities(double[] a, double[] b) {
    double[] x = coarse(a);
    double[] y = coarse(b);
    int reach = LAG_SECONDS * Timeline.RATE_HZ / COARSE;
    Best whole = best(x, y, 0, 0, x.length, reach);
    value = Math.max(0, whole.correlation);
    lagSeconds = whole.lag * COARSE / (double) Timeline.RATE_HZ;
    for (int i = 0; i < moved.length; i++) {
      int by = halfSeconds(shifts.point(i));
      moved[i] = fisher(inParts(x, y, by, by, reach));
      unmoved[i] = fisher(inParts(x, y, 0, halfSeconds(unmovedBy(i)), reach));
    }
    int known = 0;
    for (int t = 0; t < x.length; t++) {
      known += x[t] != 0 && y[t] != 0 ? 1 : 0;
    }
    judge((double) known / x.length);
  }

  /** Means of half seconds, less the mean of the minute around; 0 where nothing is known. */
  private static double[] coarse(double[] fine) {
    double[] means = new double[fine.length / COARSE];
    for (int i = 0; i < means.length; i++) {
      means[i] = mean(fine, i * COARSE, (i + 1) * COARSE);
    }
    int reach = TREND_SECONDS * Timeline.RATE_HZ / COARSE;
    double[] left = new double[means.length];
    for (int i = 0; i < left.length; i++) {
      double trend = mean(means, Math.max(0, i - reach), Math.min(means.length, i + reach + 1));
      left[i] = Double.isNaN(means[i]) ? 0 : means[i] - trend;
    }
    return left;
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    int known = 0;
    for (int i = from; i < to; i++) {
      if (!Double.isNaN(values[i])) {
        sum += values[i];
        known++;
      }
    }
    return sum / known; // NaN if there is none
  }

  /** Fisher's transformation: what makes a correlation, or a locking value, nearly normal. */
  private static double fisher(double correlation) {
    double r = Math.min(correlation, 0.999);
    return Math.log((1 + r) / (1 - r)) / 2;
  }

  private static int halfSeconds(int points) {
    return Math.round((float) points / COARSE);
  }

  /** Each part with its own best lag, weighted by its length; without a ring the overlap alone. */
  private double inParts(double[] x, double[] y, int by, int wanted, int reach) {
    int cut = cut(wanted, x.length);
    if (!shifts.ring()) {
      int from = wanted >= 0 ? 0 : cut;
      int to = wanted >= 0 ? cut : x.length;
      return best(x, y, by, from, to, reach).correlation;
    }
    int seam = by == 0 ? 0 : x.length;
    double first = best(x, y, by, 0, cut, reach).correlation;
    double second = best(x, y, by - seam, cut, x.length, reach).correlation;
    return (cut * first + (x.length - cut) * second) / x.length;
  }

  /** The lag at which a stretch of x correlates best with y. */
  private record Best(double correlation, int lag) {}

  private static Best best(double[] x, double[] y, int by, int from, int to, int reach) {
    double best = Double.NEGATIVE_INFINITY;
    int at = 0;
    for (int lag = -reach; lag <= reach; lag++) {
      double each = correlation(x, y, by + lag, from, to, by);
      if (each > best) {
        best = each;
        at = lag;
      }
    }
    return new Best(best, at);
  }

  /** Of x from one place to another with y so much later; y is seen as far as the part goes. */
  private static double correlation(double[] x, double[] y, int by, int from, int to, int part) {
    int first = Math.max(from, from + part - by);
    int end = Math.min(to, to + part - by);
    double product = 0;
    double xx = 0;
    double yy = 0;
    for (int t = first; t < end; t++) {
      double b = y[t + by];
      product += x[t] * b;
      xx += x[t] * x[t];
      yy += b * b;
    }
    return product == 0 ? 0 : product / Math.sqrt(xx * yy);
  }

  private void judge(double share) {
    if (share < LEAST_SHARE) {
      value = Double.NaN;
    }
    if (share < LEAST_SHARE || moved.length < Shifts.LEAST) {
      probability = Double.NaN;
      return;
    }
    if (shifts.ring()) {
      probability = beyond(unmoved[0]);
      return;
    }
    int asGood = 0;
    for (int i = 0; i < moved.length; i++) {
      asGood += moved[i] >= unmoved[i] ? 1 : 0;
    }
    probability = (1.0 + asGood) / (1.0 + moved.length);
  }

  /**
   * Shifts a few seconds apart say nearly the same, so the rank among them would promise more than
   * they know. Their statistic is nearly normal; its own correlation from shift to shift says how
   * many independent ones there are, and Student's t says how likely one more is as good.
   */
  private double beyond(double observed) {
    int n = moved.length;
    double mean = 0;
    for (double each : moved) {
      mean += each / n;
    }
    double variance = 0;
    for (double each : moved) {
      variance += (each - mean) * (each - mean) / n;
    }
    double row = 1; // how many shifts say the same, for their mean
    double squares = 1; // and for their variance (Bartlett 1946)
    for (int lag = 1; lag < n / 2; lag++) {
      double product = 0;
      for (int i = 0; i + lag < n; i++) {
        product += (moved[i] - mean) * (moved[i + lag] - mean);
      }
      double correlation = product / (n - lag) / variance;
      if (correlation <= 0.05) {
        break;
      }
      row += 2 * correlation;
      squares += 2 * correlation * correlation;
    }
    double independent = Math.max(3, n / row);
    double deviation =
        Math.sqrt(variance * independent / (independent - 1) * (1 + 1 / independent));
    int freedom = Math.max(2, (int) Math.round((n / squares - 1) / 2) * 2);
    return StudentTail.above((observed - mean) / deviation, Math.min(200, freedom));
  }

  @Override
  public String toString() {
    return "PairTest[" + shifts.count() + " shifts, " + Arrays.hashCode(moved) + "]";
  }
}
