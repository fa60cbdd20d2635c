package io.echosdk.sync.playback;

import java.util.Arrays;

/**
 * Offset and skew of two clocks by the lines under what {@link FastPackets} remembers. Seen over
 * time, the delays of either way lie on or above a line: its slope is the skew (rising for one way,
 * falling for the other), its height is the way itself plus or minus the offset, and what lies
 * above it had to wait. The skew is the one under which the quarter of packets that waited least,
 * of each way, lies closest to its line: the greatest likelihood if waiting is exponential, with
 * the other three quarters left out, as those may have waited for anything (compare Moon, Skelly
 * and Towsley, INFOCOM 1999).
 *
 * <p>A queue on one way lies above that way's line, which older packets hold in place for as long
 * as they are remembered, and leaves the other way's as it was. A change of the route would break
 * both; {@link RouteChange} takes it out.
 *
 * <p>The skew is searched on a grid, then between its neighbours: 20 to 50 sorts of twice a hundred
 * numbers.
 */
final class ClockLine {

  private static final int LEAST = 3;
  private static final double GRID = 20e-6;
  private static final double FINEST = 0.02e-6;

  /** How many exchanges pass between two searches of the whole grid, once the skew is known. */
  private static final int GRID_INTERVAL = 16;

  private static final int SKEW_KNOWN = 30;

  /**
   * No quarter is taken to lie closer to its line than this share of a usual wait. Otherwise a skew
   * that suits one way perfectly by chance would win over one that suits both.
   */
  private static final double LEAST_SPREAD = 0.3;

  private final FastPackets packets = new FastPackets();
  private final RouteChange route = new RouteChange();
  private final double[] up = new double[FastPackets.CAPACITY];
  private final double[] down = new double[FastPackets.CAPACITY];
  private final double[] agesUp = new double[FastPackets.CAPACITY]; // 0 or less
  private final double[] agesDown = new double[FastPackets.CAPACITY];
  private final double[] sorted = new double[FastPackets.CAPACITY];
  private long exchanges;
  private int count;
  private long baseLocalNanos;
  private long baseOffsetNanos;
  private double offset; // beyond baseOffsetNanos
  private double skew;

  /**
   * Takes an exchange.
   *
   * @param middleNanos its middle, on the client's clock
   * @param wayUpNanos what the way to the server seems to take: t1 - t0
   * @param wayDownNanos what the way back seems to take: t3 - t2
   */
  void add(long middleNanos, long wayUpNanos, long wayDownNanos) {
    exchanges++;
    packets.add(middleNanos, wayUpNanos, wayDownNanos, skew);
    count = packets.count();
    baseLocalNanos = middleNanos;
    baseOffsetNanos = (wayUpNanos - wayDownNanos) / 2;
    packets.up(baseOffsetNanos, up, agesUp);
    packets.down(-baseOffsetNanos, down, agesDown);
    tilt(skew);
    route.look(packets, up, down);
    tilt(-skew);
    skew = bestSkew();
    offset = (lay(up, agesUp, -skew) - lay(down, agesDown, skew)) / 2;
  }

  /** Takes a skew off both ways. */
  private void tilt(double by) {
    for (int i = 0; i < count; i++) {
      up[i] -= by * agesUp[i];
      down[i] += by * agesDown[i];
    }
  }

  private double bestSkew() {
    double best = skew;
    double least = cost(best);
    if (exchanges < SKEW_KNOWN || exchanges % GRID_INTERVAL == 0) {
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
    lay(up, agesUp, -candidate);
    double spreadUp = meanAbove() + LEAST_SPREAD * route.waitUp();
    lay(down, agesDown, candidate);
    double spreadDown = meanAbove() + LEAST_SPREAD * route.waitDown();
    double prior = candidate / Clocks.SKEW_SIGMA;
    return quarter() * Math.log(spreadUp * spreadDown) + prior * prior / 2;
  }

  /** Lays a line of this slope under the delays; returns its height at the newest exchange. */
  private double lay(double[] delays, double[] ages, double slope) {
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
    return sum / n;
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

  /** Returns by how much the offset may change once it is clear what a change was, ns. */
  double doubtNanos() {
    return route.doubtNanos() + Math.min(route.waitUp(), route.waitDown());
  }

  void reset() {
    exchanges = 0;
    skew = 0;
    packets.clear();
    route.reset();
  }
}
