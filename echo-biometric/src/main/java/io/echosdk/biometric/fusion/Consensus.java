package io.echosdk.biometric.fusion;

import java.util.Arrays;

/**
 * One quantity of the body from several sources that measure it: heart rate, breath rate, cadence.
 *
 * <p><b>Gate.</b> Two sources agree if they differ by no more than a tolerance. The group that
 * agrees with one of its members and has the most votes is believed, much as NTP tells truechimers
 * from falsetickers (Marzullo 1984; RFC 5905, 11.2.1). A source votes with c f τ (below); what was
 * believed last votes too, for half a minute, with 0.2 up to 0.5 for what stood for ten seconds.
 * Who is left out by a majority, or against what stood for ten seconds without contradiction, loses
 * trust within three seconds and regains it in ten of agreement, with half the tolerance at first.
 * Of two that disagree from the beginning nobody can tell which is wrong: one is told, with little
 * confidence.
 *
 * <p><b>Mean.</b> Inverse variance: value = Σ w x / Σ w, w = (c f τ)² / (r² + s²), with the
 * source's confidence c, its freshness f ({@link Freshness}), its trust τ, the quantity's
 * resolution r, and the source's own scatter s² = mean (x[k] - x[k-1])² / 2, the mean square
 * successive difference, which slow change does not raise (von Neumann et al., Ann Math Stat 12(2),
 * 1941), over about ten readings, each difference at most the tolerance.
 *
 * <p><b>Confidence.</b> [1 - Π (1 - c f τ)] · W / (W + W') / S: that not all who are believed are
 * wrong, times their share of the weight of all, divided by the Birge ratio S = max(1, √(Σ (x -
 * value)² / (r² + s²) / (n - 1))), which says that they scatter by more than they should (Birge,
 * Phys Rev 40, 1932).
 *
 * <p>Constant memory, n² steps for n sources, nothing is allocated.
 */
public final class Consensus {

  private static final double SCATTER_RATE = 0.1;
  private static final double LOSE_SECONDS = 3;
  private static final double REGAIN_SECONDS = 10;
  private static final double LEAST_TRUST = 0.02;
  private static final double DOUBTED = 0.5;
  private static final double LONGEST_STEP_SECONDS = 1;
  private static final double PREDICTED_SECONDS = 30;
  private static final double STANDS_SECONDS = 10;
  private static final double NEW_PREDICTION = 0.2;
  private static final double OLD_PREDICTION = 0.5;

  private final double resolution;
  private final double tolerance;
  private final long lifetimeNanos;

  private final double[] values;
  private final double[] confidences;
  private final long[] times;
  private final double[] scatter; // variance
  private final double[] trust;
  private final double[] strength; // c f τ; 0 for who says nothing now
  private final boolean[] in;

  private boolean any; // something is believed
  private long settledNanos;
  private double stood; // seconds without contradiction
  private double value = Double.NaN;
  private double confidence;
  private long timeNanos;
  private int members;

  /**
   * Makes one that knows nothing.
   *
   * @param resolution how well the quantity can be known at best, as a standard deviation
   * @param tolerance by how much two honest sources may differ
   * @param lifetimeNanos after which a reading says nothing about the present
   */
  public Consensus(int sources, double resolution, double tolerance, long lifetimeNanos) {
    this.resolution = resolution;
    this.tolerance = tolerance;
    this.lifetimeNanos = lifetimeNanos;
    values = new double[sources];
    Arrays.fill(values, Double.NaN);
    confidences = new double[sources];
    times = new long[sources];
    scatter = new double[sources];
    trust = new double[sources];
    Arrays.fill(trust, 1);
    strength = new double[sources];
    in = new boolean[sources];
  }

  /** Takes a source's reading; NaN if it no longer knows, 0 to 1 the confidence. */
  public void tell(int source, double newValue, double newConfidence, long nanos) {
    double step = Math.min(tolerance, Math.abs(newValue - values[source]));
    if (Double.isFinite(step) && nanos - times[source] < lifetimeNanos) {
      scatter[source] += SCATTER_RATE * (step * step / 2 - scatter[source]);
    }
    values[source] = newValue;
    confidences[source] = newConfidence;
    times[source] = nanos;
  }

  /**
   * Makes one of what was told, at a time that never goes back.
   *
   * @return whether anything is believed; if not, nothing has changed
   */
  public boolean settle(long nowNanos) {
    double seconds = any ? (nowNanos - settledNanos) * 1e-9 : 0;
    int center = center(nowNanos);
    if (center < 0) {
      return false;
    }
    seconds = Math.min(LONGEST_STEP_SECONDS, seconds);
    boolean predicted = predicted(nowNanos) && stood >= STANDS_SECONDS;
    boolean judged = group(center) > 1 || predicted;
    double within = combine();
    double left = judge(judged, seconds);
    stood += left == 0 ? seconds : 0;
    confidence *= within / (within + left);
    any = true;
    settledNanos = nowNanos;
    return true;
  }

  /** The one with whom the most agree; -1 if nobody is to be believed. */
  private int center(long nowNanos) {
    boolean predicted = predicted(nowNanos);
    int speaking = 0;
    for (int i = 0; i < values.length; i++) {
      double fresh = Freshness.of(nowNanos - times[i], lifetimeNanos);
      strength[i] = Double.isFinite(values[i]) ? confidences[i] * fresh * trust[i] : 0;
      speaking += strength[i] > 0 ? 1 : 0;
    }
    int best = -1;
    double most = 0;
    for (int i = 0; i < values.length; i++) {
      double votes = strength[i] > 0 ? votes(i, predicted) : 0;
      boolean heavier = best >= 0 && votes == most && weight(i) > weight(best);
      if (votes > most || heavier) {
        best = i;
        most = votes;
      }
    }
    boolean doubtful = speaking == 1 && trust[best] < DOUBTED && predicted;
    return doubtful && Math.abs(values[best] - value) > tolerance ? -1 : best;
  }

  /** How much speaks for a reading: all who agree with it, and what was believed until now. */
  private double votes(int of, boolean predicted) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += strength[i] > 0 && agree(i, of) ? strength[i] : 0;
    }
    if (predicted && Math.abs(values[of] - value) <= tolerance) {
      sum +=
          NEW_PREDICTION + (OLD_PREDICTION - NEW_PREDICTION) * Math.min(1, stood / STANDS_SECONDS);
    }
    return sum;
  }

  private boolean predicted(long nowNanos) {
    return any && (nowNanos - settledNanos) * 1e-9 < PREDICTED_SECONDS;
  }

  private boolean agree(int one, int other) {
    double trusted = (1 + Math.min(trust[one], trust[other])) / 2;
    return one == other || Math.abs(values[one] - values[other]) <= tolerance * trusted;
  }

  private double weight(int i) {
    return strength[i] * strength[i] / variance(i);
  }

  private double variance(int i) {
    return resolution * resolution + scatter[i];
  }

  private int group(int center) {
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      in[i] = strength[i] > 0 && agree(i, center);
      count += in[i] ? 1 : 0;
    }
    return count;
  }

  /** Takes the mean of who is believed; returns their weight. */
  private double combine() {
    double weights = 0;
    double sum = 0;
    double wrong = 1;
    members = 0;
    timeNanos = Long.MIN_VALUE;
    for (int i = 0; i < values.length; i++) {
      if (in[i]) {
        weights += weight(i);
        sum += weight(i) * values[i];
        wrong *= 1 - strength[i];
        members |= 1 << i;
        timeNanos = Math.max(timeNanos, times[i]);
      }
    }
    value = sum / weights;
    confidence = (1 - wrong) / birgeRatio();
    return weights;
  }

  private double birgeRatio() {
    double chi = 0;
    for (int i = 0; i < values.length; i++) {
      chi += in[i] ? (values[i] - value) * (values[i] - value) / variance(i) : 0;
    }
    int freedom = Integer.bitCount(members) - 1;
    return freedom == 0 ? 1 : Math.sqrt(Math.max(1, chi / freedom));
  }

  /** Moves the trust of who speaks; returns the weight of who is left out. */
  private double judge(boolean judged, double seconds) {
    double left = 0;
    for (int i = 0; i < values.length; i++) {
      if (strength[i] > 0 && in[i]) {
        trust[i] = Math.min(1, trust[i] + seconds / REGAIN_SECONDS);
      } else if (strength[i] > 0) {
        left += weight(i);
        double loss = judged ? seconds / LOSE_SECONDS : 0;
        trust[i] = Math.max(LEAST_TRUST, trust[i] - loss);
      }
    }
    return left;
  }

  /** Forgets everything. */
  public void clear() {
    Arrays.fill(values, Double.NaN);
    Arrays.fill(trust, 1);
    Arrays.fill(scatter, 0);
    any = false;
    stood = 0;
  }

  /** Returns what is believed. */
  public double value() {
    return value;
  }

  /** Returns how far, 0 to 1. */
  public double confidence() {
    return confidence;
  }

  /** Returns the time of the newest reading in it. */
  public long timeNanos() {
    return timeNanos;
  }

  /** Returns whose readings are in it: bit n for source n. */
  public int members() {
    return members;
  }

  /** Returns how far a source is trusted, 0 to 1; 1 until the others contradict it. */
  public double trust(int source) {
    return trust[source];
  }
}
