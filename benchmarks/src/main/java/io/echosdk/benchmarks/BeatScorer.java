package io.echosdk.benchmarks;

import java.util.Arrays;

/**
 * Compares the beats that a detector found with those that experts marked: one to one, within a
 * tolerance, as ANSI/AAMI EC57 asks.
 *
 * <p>Both lists are walked once in the order of time. A pair within the tolerance is matched,
 * unless the next candidate is nearer and nobody else could need it; this finds as many pairs as
 * any matching can. O(reference + found).
 */
public final class BeatScorer {

  private BeatScorer() {}

  /**
   * What a comparison counted.
   *
   * @param matched beats that were found
   * @param missed beats that were not
   * @param invented what was found and is no beat
   * @param errors found minus marked of every matched pair, in the unit of the input
   */
  public record Score(int matched, int missed, int invented, double[] errors) {

    /** Returns the share of the marked beats that was found, percent. */
    public double sensitivity() {
      return 100.0 * matched / (matched + missed);
    }

    /** Returns the share of what was found that is a beat, percent. */
    public double precision() {
      return 100.0 * matched / (matched + invented);
    }

    /** Returns missed and invented beats over marked ones, percent. */
    public double detectionErrorRate() {
      return 100.0 * (missed + invented) / (matched + missed);
    }

    /** Returns the harmonic mean of sensitivity and precision, 0 to 1. */
    public double f1() {
      return 2.0 * matched / (2 * matched + missed + invented);
    }

    /** Returns both counted together. */
    public Score plus(Score other) {
      double[] all = Arrays.copyOf(errors, errors.length + other.errors.length);
      System.arraycopy(other.errors, 0, all, errors.length, other.errors.length);
      return new Score(
          matched + other.matched, missed + other.missed, invented + other.invented, all);
    }

    /** Returns the score of nothing. */
    public static Score none() {
      return new Score(0, 0, 0, new double[0]);
    }
  }

  /**
   * Pairs marked and found beats.
   *
   * @param reference where the beats are, ascending
   * @param found where the detector says they are, ascending
   * @param tolerance how far apart a pair may be, in the same unit
   * @return for each found beat the index of its marked one, or -1
   */
  public static int[] match(double[] reference, double[] found, double tolerance) {
    int[] partner = new int[found.length];
    Arrays.fill(partner, -1);
    int r = 0;
    int f = 0;
    while (r < reference.length && f < found.length) {
      double distance = found[f] - reference[r];
      if (distance < -tolerance) {
        f++;
      } else if (distance > tolerance) {
        r++;
      } else if (nextIsBetter(reference, r, found, f, tolerance)) {
        f++;
      } else {
        partner[f++] = r++;
      }
    }
    return partner;
  }

  private static boolean nextIsBetter(
      double[] reference, int r, double[] found, int f, double tolerance) {
    if (f + 1 == found.length) {
      return false;
    }
    boolean nearer = Math.abs(found[f + 1] - reference[r]) < Math.abs(found[f] - reference[r]);
    boolean needed =
        r + 1 < reference.length && Math.abs(found[f + 1] - reference[r + 1]) <= tolerance;
    return nearer && !needed;
  }

  /**
   * Scores what lies outside the excluded spans; pairs are made over everything first, so that a
   * pair astride a border costs nothing.
   *
   * @param excluded spans [from, to) that do not count, each two numbers
   */
  public static Score score(
      double[] reference, double[] found, double tolerance, double[]... excluded) {
    int[] partner = match(reference, found, tolerance);
    boolean[] hit = new boolean[reference.length];
    double[] errors = new double[found.length];
    int matched = 0;
    int invented = 0;
    for (int f = 0; f < found.length; f++) {
      int r = partner[f];
      if (r >= 0) {
        hit[r] = true;
        if (counts(reference[r], excluded)) {
          errors[matched++] = found[f] - reference[r];
        }
      } else if (counts(found[f], excluded)) {
        invented++;
      }
    }
    int missed = 0;
    for (int r = 0; r < reference.length; r++) {
      missed += !hit[r] && counts(reference[r], excluded) ? 1 : 0;
    }
    return new Score(matched, missed, invented, Arrays.copyOf(errors, matched));
  }

  private static boolean counts(double at, double[][] excluded) {
    for (double[] span : excluded) {
      if (at >= span[0] && at < span[1]) {
        return false;
      }
    }
    return true;
  }
}
