package io.echosdk.sync.playback;

import java.util.Arrays;

/** The exchanges of the {@link Stretch} that is not over yet. */
final class OpenStretch {

  /**
   * A minute of the slow rhythm. Shorter ones tell less of steady networks, longer ones of others.
   */
  private static final int CAPACITY = 30;

  /** In the beginning stretches are shorter, since the skew within them is not known yet. */
  private static final int SHORTEST = 5;

  private static final int SHARE_OF_ALL = 4;
  private static final long LONGEST_NANOS = 120_000_000_000L;

  private final long[] at = new long[CAPACITY];
  private final double[] up = new double[CAPACITY];
  private final double[] down = new double[CAPACITY];
  private int count;

  /**
   * Returns whether the next exchange begins a new stretch.
   *
   * @param middleNanos the middle of the next exchange
   * @param exchanges how many there were altogether
   */
  boolean over(long middleNanos, long exchanges) {
    long most = Math.min(CAPACITY, Math.max(SHORTEST, exchanges / SHARE_OF_ALL));
    return count > 0 && (count >= most || middleNanos - at[0] > LONGEST_NANOS);
  }

  void add(long middleNanos, double upNanos, double downNanos) {
    at[count] = middleNanos;
    up[count] = upNanos;
    down[count] = downNanos;
    count++;
  }

  /** Begins the next. */
  void clear() {
    count = 0;
  }

  /**
   * Summarises.
   *
   * @param skew how much faster the server's clock runs: what is fastest depends on it
   */
  Stretch summary(double skew) {
    int fastestUp = fastest(up, -skew);
    int fastestDown = fastest(down, skew);
    double apart = at[fastestDown] - at[fastestUp];
    return new Stretch(
        at[fastestUp] + Math.round(apart / 2),
        (up[fastestUp] - down[fastestDown]) / 2,
        (up[fastestUp] + down[fastestDown] + skew * apart) / 2,
        waits(up, -skew, fastestUp),
        waits(down, skew, fastestDown));
  }

  private int fastest(double[] delays, double slope) {
    int fastest = 0;
    for (int i = 1; i < count; i++) {
      if (delays[i] - delays[fastest] + slope * (at[i] - at[fastest]) < 0) {
        fastest = i;
      }
    }
    return fastest;
  }

  private double[] waits(double[] delays, double slope, int fastest) {
    double[] waits = new double[count];
    for (int i = 0; i < count; i++) {
      waits[i] = delays[i] - delays[fastest] + slope * (at[i] - at[fastest]);
    }
    Arrays.sort(waits);
    return waits;
  }
}
