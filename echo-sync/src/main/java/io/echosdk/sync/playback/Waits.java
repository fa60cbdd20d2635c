package io.echosdk.sync.playback;

/**
 * How long the packets of one way waited beyond the fastest of their stretch, in so far as it
 * matters: how unlikely it is that each of them waited longer still.
 *
 * <p>A wait is exponential up to {@link #MOST_SURPRISE} times the usual one and may have any reason
 * beyond it, so the negative logarithm of its probability rises along a straight line and then no
 * more. The sum over the packets rises ever more slowly, and is kept as a hyperbola of the same
 * beginning and the same end. Of a queue little is left: few of its packets are near the fastest.
 *
 * @param steepness at the beginning, per ns
 * @param most what the sum rises to, nats
 */
record Waits(double steepness, double most) {

  /** A wait of more than so many times the usual one may have any reason (1 of 12 packets). */
  private static final double MOST_SURPRISE = 2.5;

  /** If fewer than this share are near the fastest, that one was probably in a queue itself. */
  private static final double NEAR_SHARE = 1.0 / 3;

  /**
   * Summarises.
   *
   * @param sorted the waits, the first of them 0, ns
   * @param usual what packets of this way wait on average while there is no queue, ns
   */
  static Waits of(double[] sorted, double usual) {
    double most = 0;
    int near = 0;
    while (near < sorted.length && sorted[near] < MOST_SURPRISE * usual) {
      most += MOST_SURPRISE - sorted[near] / usual;
      near++;
    }
    return new Waits(near / usual, most * Math.min(1, near / (NEAR_SHARE * sorted.length)));
  }

  /** Returns how much less likely the waits are if each of them was longer by this, in nats. */
  double surprise(double longer) {
    double rise = steepness * longer;
    return rise * most / (rise + most);
  }

  /** Returns how fast {@link #surprise} rises there, per ns. */
  double slope(double longer) {
    double share = most / (steepness * longer + most);
    return steepness * share * share;
  }
}
