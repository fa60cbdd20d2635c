package io.echosdk.biometric.fusion;

import java.util.Arrays;

/**
 * Which of several sources is listened to where a mean of them would mean nothing: beats, phases,
 * and what one place of the body shows.
 *
 * <p>The winner stays until it falls silent, until another is more than twice as good, or until
 * another has been better by a margin for some seconds on end: a Schmitt trigger with a hold time,
 * so that noise around equality does not let the value flip. Of equal ones the first stays.
 *
 * <p>Constant work for each source, nothing is allocated.
 */
public final class StickyWinner {

  /** No winner. */
  public static final int NOBODY = -1;

  private static final double FAR_BETTER = 2;
  private static final long NEVER = Long.MAX_VALUE;

  private final double margin;
  private final long holdNanos;
  private final double[] quality;
  private final long[] betterSince;
  private int winner = NOBODY;

  /**
   * Makes one without a winner.
   *
   * @param margin by how much another must be better, in the unit of quality
   * @param holdNanos for how long
   */
  public StickyWinner(int sources, double margin, long holdNanos) {
    this.margin = margin;
    this.holdNanos = holdNanos;
    quality = new double[sources];
    betterSince = new long[sources];
    Arrays.fill(betterSince, NEVER);
  }

  /** Says how good a source is at present, 0 to 1; 0 if it is silent. */
  public void quality(int source, double value) {
    quality[source] = value;
  }

  /** Decides, at a time that never goes back, and returns the winner or {@link #NOBODY}. */
  public int settle(long nowNanos) {
    int best = best();
    double held = winner == NOBODY ? 0 : quality[winner];
    if (quality[best] > FAR_BETTER * held || held == 0 && quality[best] > 0) {
      return choose(best);
    }
    for (int i = 0; i < quality.length; i++) {
      if (quality[i] <= held + margin) {
        betterSince[i] = NEVER;
      } else if (betterSince[i] == NEVER) {
        betterSince[i] = nowNanos;
      }
    }
    if (betterSince[best] != NEVER && nowNanos - betterSince[best] >= holdNanos) {
      return choose(best);
    }
    return winner;
  }

  private int best() {
    int best = winner == NOBODY ? 0 : winner;
    for (int i = 0; i < quality.length; i++) {
      best = quality[i] > quality[best] ? i : best;
    }
    return best;
  }

  private int choose(int source) {
    winner = source;
    Arrays.fill(betterSince, NEVER);
    return winner;
  }

  /** Returns the winner, or {@link #NOBODY}. */
  public int winner() {
    return winner;
  }
}
