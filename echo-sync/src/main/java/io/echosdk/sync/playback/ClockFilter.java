package io.echosdk.sync.playback;

import java.util.Arrays;

/**
 * A Kalman filter over the offset of two clocks, their skew, and how long either way takes when no
 * queue is in the way.
 *
 * <p>Each way is a measurement of its own: {@code t1 - t0} is offset plus way, {@code t3 - t2} is
 * way minus offset, each plus whatever the packet had to wait. Waiting only ever adds. So a packet
 * that took longer than expected counts the less the longer it waited, while one that was faster
 * than expected shows that what was expected was too much. A queue on one way therefore leaves the
 * other way's evidence as good as it was, and offset and skew stay known through it.
 *
 * <p>When both ways take longer for a minute, the route has changed, by as much as they have in
 * common.
 */
final class ClockFilter {

  /**
   * A packet that waited no longer than expected may still have waited for what a quarter of
   * packets do: the share of that variance which every packet is given.
   */
  private static final double JITTER_SHARE = 0.3;

  private static final int JITTER_KNOWN = 4;

  /** How many exchanges show that a route has changed: a minute of the slow rhythm. */
  private static final int ROUTE_EXCHANGES = 30;

  private static final int OFFSET = 0;
  private static final int SKEW = 1;
  private static final int WAY = 2;
  private static final double[] UP = {1, 0, 1};
  private static final double[] DOWN = {-1, 0, 1};
  private static final double GRAIN_VARIANCE = Clocks.GRAIN_NANOS * Clocks.GRAIN_NANOS;

  private final double[] state = new double[3];
  private final double[][] covariance = new double[3][3];
  private final double[] waitedUp = new double[ROUTE_EXCHANGES];
  private final double[] waitedDown = new double[ROUTE_EXCHANGES];
  private long exchanges;
  private long atNanos;
  private long originNanos; // offsets are kept relative to the first, for precision

  /**
   * Takes an exchange.
   *
   * @param localNanos its middle, on the client's clock
   * @param upNanos what the way to the server seems to take: t1 - t0
   * @param downNanos what the way back seems to take: t3 - t2
   */
  void add(long localNanos, long upNanos, long downNanos) {
    if (exchanges == 0) {
      begin(localNanos, upNanos, downNanos);
    }
    predict(localNanos);
    int slot = (int) (exchanges++ % ROUTE_EXCHANGES);
    waitedUp[slot] = correct(UP, upNanos - originNanos, waitedUp);
    waitedDown[slot] = correct(DOWN, downNanos + originNanos, waitedDown);
    followRoute();
    state[SKEW] = Clocks.clampSkew(state[SKEW]);
  }

  private void begin(long localNanos, long upNanos, long downNanos) {
    atNanos = localNanos;
    originNanos = (upNanos - downNanos) / 2;
    double way = (upNanos + downNanos) / 2.0;
    Arrays.fill(state, 0);
    state[WAY] = way;
    for (double[] row : covariance) {
      Arrays.fill(row, 0);
    }
    covariance[OFFSET][OFFSET] = way * way / 12 + GRAIN_VARIANCE;
    covariance[SKEW][SKEW] = Clocks.SKEW_SIGMA * Clocks.SKEW_SIGMA;
    covariance[WAY][WAY] = covariance[OFFSET][OFFSET];
  }

  private void predict(long localNanos) {
    double dt = Math.max(0, localNanos - atNanos);
    atNanos = Math.max(atNanos, localNanos);
    state[OFFSET] += state[SKEW] * dt;
    for (int i = 0; i < 3; i++) {
      covariance[OFFSET][i] += dt * covariance[SKEW][i];
    }
    for (int i = 0; i < 3; i++) {
      covariance[i][OFFSET] += dt * covariance[i][SKEW];
    }
    covariance[SKEW][SKEW] += Clocks.SKEW_WANDER * Clocks.SKEW_WANDER * dt / 1e9;
  }

  /** Takes one way's delay; returns how much longer than expected it was. */
  private double correct(double[] way, double delay, double[] recent) {
    double waited = delay - way[OFFSET] * state[OFFSET] - state[WAY];
    if (waited < 0) {
      admit(way, waited);
    }
    double jitter = jitter(recent);
    double excess = Math.max(0, waited);
    double variance = GRAIN_VARIANCE + excess * excess + JITTER_SHARE * jitter * jitter;
    double[] gain = new double[3];
    for (int i = 0; i < 3; i++) {
      gain[i] = covariance[i][OFFSET] * way[OFFSET] + covariance[i][WAY];
    }
    double total = gain[OFFSET] * way[OFFSET] + gain[WAY] + variance;
    for (int i = 0; i < 3; i++) {
      state[i] += gain[i] / total * waited;
      for (int j = 0; j < 3; j++) {
        covariance[i][j] -= gain[i] * gain[j] / total;
      }
    }
    return waited;
  }

  /** How much longer than the fastest a quarter of the recent packets took. */
  private double jitter(double[] recent) {
    int n = (int) Math.min(exchanges - 1, ROUTE_EXCHANGES);
    if (n < JITTER_KNOWN) {
      return state[WAY] / 4;
    }
    double[] sorted = Arrays.copyOf(recent, n);
    Arrays.sort(sorted);
    return sorted[n / 4] - sorted[0];
  }

  /** What was believed of this way was too much by this: believe it that much less. */
  private void admit(double[] way, double surprise) {
    double quarter = surprise * surprise / 4; // each of the two in a way's sum gets half
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        covariance[i][j] += quarter * way[i] * way[j];
      }
    }
  }

  private void followRoute() {
    if (exchanges < ROUTE_EXCHANGES) {
      return;
    }
    double longer = Math.min(least(waitedUp), least(waitedDown));
    if (longer > 4 * Clocks.GRAIN_NANOS) {
      state[WAY] += longer;
      for (int i = 0; i < ROUTE_EXCHANGES; i++) {
        waitedUp[i] -= longer;
        waitedDown[i] -= longer;
      }
    }
  }

  private static double least(double[] values) {
    double least = values[0];
    for (double value : values) {
      least = Math.min(least, value);
    }
    return least;
  }

  long offsetAt(long localNanos) {
    return originNanos + Math.round(state[OFFSET] + state[SKEW] * (localNanos - atNanos));
  }

  double skew() {
    return state[SKEW];
  }

  /** Returns the standard error of the skew. */
  double skewSigma() {
    return Math.sqrt(covariance[SKEW][SKEW]);
  }

  /** Returns the variance of the offset at the last exchange, ns². */
  double variance() {
    return exchanges == 0 ? Double.POSITIVE_INFINITY : covariance[OFFSET][OFFSET];
  }

  void reset() {
    exchanges = 0;
  }
}
