package io.echosdk.sync.playback;

import java.util.Arrays;

/**
 * Offset and skew of two clocks by the lines under the last 90 exchanges. Seen over time, the
 * delays of either way lie on or above a line: its slope is the skew (rising for one way, falling
 * for the other), its height is the way itself plus or minus the offset, and what lies above it had
 * to wait. The skew is the one under which the quarter of packets that waited least, of each way,
 * lies closest to its line: the greatest likelihood if waiting is exponential, with the other three
 * quarters left out, as those may have waited for anything (compare Moon, Skelly and Towsley,
 * INFOCOM 1999).
 *
 * <p>Where a queue outlasts the window there is no fast packet in it, and the line is as wrong as
 * half of that queue; {@link ClockFilter} is not.
 *
 * <p>The skew is searched on a grid, then between its neighbours: 20 to 50 sorts of twice 90
 * numbers.
 */
final class ClockLine {

  /** How many exchanges the lines are laid under. */
  static final int WINDOW = 90;

  private static final int LEAST = 3;
  private static final double GRID = 20e-6;
  private static final double FINEST = 0.02e-6;

  /** The filter is not believed more than this, because it has seen the same packets. */
  private static final double LEAST_SIGMA = 0.3e-6;

  /** How many exchanges pass between two searches of the whole grid, once the skew is known. */
  private static final int GRID_INTERVAL = 16;

  private static final int SKEW_KNOWN = 30;

  private final long[] localNanos = new long[WINDOW];
  private final long[] upNanos = new long[WINDOW];
  private final long[] downNanos = new long[WINDOW];
  private final double[] ages = new double[WINDOW]; // relative to the newest, 0 or less
  private final double[] up = new double[WINDOW];
  private final double[] down = new double[WINDOW];
  private final double[] sorted = new double[WINDOW];
  private long exchanges;
  private int count;
  private long baseLocalNanos;
  private long baseOffsetNanos;
  private double offset; // beyond baseOffsetNanos
  private double skew;
  private double spread;
  private double expectedSkew;
  private double skewSigma;

  /**
   * Takes an exchange, as {@link ClockFilter#add} does, and what the filter has learned of the skew
   * over a longer time: without it a change of the route would tilt the line of one way for as long
   * as packets of both routes are in the window.
   *
   * @param expected the skew, as the filter has it
   * @param sigma its standard error
   */
  void add(long middleNanos, long wayUpNanos, long wayDownNanos, double expected, double sigma) {
    expectedSkew = expected;
    skewSigma = sigma + LEAST_SIGMA;
    int slot = (int) (exchanges++ % WINDOW);
    localNanos[slot] = middleNanos;
    upNanos[slot] = wayUpNanos;
    downNanos[slot] = wayDownNanos;
    count = (int) Math.min(exchanges, WINDOW);
    baseLocalNanos = middleNanos;
    baseOffsetNanos = (wayUpNanos - wayDownNanos) / 2;
    for (int i = 0; i < count; i++) {
      ages[i] = localNanos[i] - baseLocalNanos;
      up[i] = upNanos[i] - baseOffsetNanos;
      down[i] = downNanos[i] + baseOffsetNanos;
    }
    skew = bestSkew();
    double lowUp = lay(up, -skew);
    double spreadUp = meanAbove();
    double lowDown = lay(down, skew);
    spread = Math.min(spreadUp, meanAbove());
    offset = (lowUp - lowDown) / 2;
  }

  private double bestSkew() {
    double best = skew;
    double least = cost(best);
    if (count < SKEW_KNOWN || exchanges % GRID_INTERVAL == 0) {
      for (double candidate = -Clocks.MAX_SKEW; candidate <= Clocks.MAX_SKEW; candidate += GRID) {
        double cost = cost(candidate);
        if (cost < least) {
          least = cost;
          best = candidate;
        }
      }
    }
    for (double step = GRID / 2; step > FINEST; step /= 2) {
      double below = cost(best - step);
      double above = cost(best + step);
      if (below < least && below <= above) {
        least = below;
        best -= step;
      } else if (above < least) {
        least = above;
        best += step;
      }
    }
    return Clocks.clampSkew(best);
  }

  /** The negative logarithm of the probability of a skew, but for a constant. */
  private double cost(double candidate) {
    lay(up, -candidate);
    double spreadUp = meanAbove();
    lay(down, candidate);
    double prior = (candidate - expectedSkew) / skewSigma;
    return quarter() * Math.log(spreadUp * meanAbove()) + prior * prior / 2;
  }

  /** Lays a line of this slope under the delays; returns its height at the newest exchange. */
  private double lay(double[] delays, double slope) {
    for (int i = 0; i < count; i++) {
      sorted[i] = delays[i] + slope * ages[i];
    }
    Arrays.sort(sorted, 0, count);
    return sorted[0];
  }

  /** How far the quarter that waited least lies above the line that was laid last, on average. */
  private double meanAbove() {
    int n = quarter();
    double sum = 0;
    for (int i = 1; i < n; i++) {
      sum += sorted[i] - sorted[0];
    }
    return Clocks.GRAIN_NANOS + sum / n;
  }

  private int quarter() {
    return Math.max(Math.min(count, LEAST), (count + 3) / 4);
  }

  long offsetAt(long atNanos) {
    return baseOffsetNanos + Math.round(offset + skew * (atNanos - baseLocalNanos));
  }

  double skew() {
    return skew;
  }

  /** Returns how far the fast packets of the steadier way lie above its line, on average. */
  double spreadNanos() {
    return spread;
  }

  void reset() {
    exchanges = 0;
    skew = 0;
  }
}
