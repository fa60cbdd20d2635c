package io.echosdk.sync.playback;

/**
 * What time it is on the server, told from exchanges of four time stamps (RFC 5905, section 8): the
 * client's sending t0, the server's receiving t1 and sending t2, the client's receiving t3.
 *
 * <p>Two estimates are kept: a line under the quarter of the last 90 exchanges that waited least,
 * which learns fastest, and a Kalman filter with a longer memory, which knows which way a queue is
 * on, and tells the line what it knows of the skew. While the two agree as closely as the jitter
 * lets them, the line is told; when they part, because a queue outlasts the window or the route
 * changes, the filter is.
 *
 * <p>What no estimate can see is a constant difference between the two ways: half of it remains,
 * and {@link #errorBoundNanos} includes it.
 *
 * <p>Belongs to one thread. Times are nanoseconds of monotonic clocks with origins of their own;
 * never of a wall clock.
 */
public final class ClockEstimator {

  /** How many exchanges are made quickly, before the slow rhythm begins. */
  private static final int QUICK_EXCHANGES = 10;

  private static final long QUICK_INTERVAL_NANOS = 200_000_000L;
  private static final long SLOW_INTERVAL_NANOS = 2_000_000_000L;
  private static final long LONGEST_ROUND_TRIP_NANOS = 10_000_000_000L;
  private static final int LEAST_EXCHANGES = 3;

  /** How many times the fast packets' spread the two estimates may differ by. */
  private static final double AGREEMENT = 4;

  private final ClockLine line = new ClockLine();
  private final ClockFilter filter = new ClockFilter();
  private final ShortestRoundTrip shortest = new ShortestRoundTrip();
  private long exchanges;
  private long lastNanos;

  /**
   * Takes an exchange. One that no honest pair of clocks can give, or that took over ten seconds,
   * is refused.
   *
   * @param t0 when the client sent, on the client's clock
   * @param t1 when the server received, on the server's clock
   * @param t2 when the server answered, on the server's clock
   * @param t3 when the client received, on the client's clock
   * @return whether the exchange was taken
   */
  public boolean add(long t0, long t1, long t2, long t3) {
    long roundTrip = (t3 - t0) - (t2 - t1);
    if (t3 < t0 || t2 < t1 || roundTrip < 0 || roundTrip > LONGEST_ROUND_TRIP_NANOS) {
      return false;
    }
    long middle = t0 + (t3 - t0) / 2;
    filter.add(middle, t1 - t0, t3 - t2);
    line.add(middle, t1 - t0, t3 - t2, filter.skew(), filter.skewSigma());
    shortest.add(t3, roundTrip);
    lastNanos = middle;
    exchanges++;
    return true;
  }

  /** Returns whether enough was exchanged for an estimate. */
  public boolean ready() {
    return exchanges >= LEAST_EXCHANGES;
  }

  /** Returns how many exchanges were taken. */
  public long exchanges() {
    return exchanges;
  }

  /** Returns how long to wait after an exchange before the next: ten quick ones, then slow. */
  public long intervalNanos() {
    return exchanges < QUICK_EXCHANGES ? QUICK_INTERVAL_NANOS : SLOW_INTERVAL_NANOS;
  }

  /**
   * Returns the server's time at a moment of the client's clock.
   *
   * @throws IllegalStateException before {@link #ready}
   */
  public long serverNanos(long localNanos) {
    return localNanos + offsetAt(localNanos);
  }

  /**
   * Returns the moment of the client's clock at which the server has this time.
   *
   * @throws IllegalStateException before {@link #ready}
   */
  public long localNanos(long serverNanos) {
    long guess = serverNanos - offsetAt(lastNanos);
    return serverNanos - offsetAt(guess); // a skew of 300 ppm leaves 0.1 ppm of the distance
  }

  /**
   * Returns the server's time minus the client's at a moment of the client's clock.
   *
   * @throws IllegalStateException before {@link #ready}
   */
  public long offsetAt(long localNanos) {
    if (!ready()) {
      throw new IllegalStateException(
          "the offset is known after " + LEAST_EXCHANGES + " exchanges; there were " + exchanges);
    }
    return agreed() ? line.offsetAt(localNanos) : filter.offsetAt(localNanos);
  }

  private boolean agreed() {
    return disagreementNanos() < AGREEMENT * line.spreadNanos();
  }

  /** Returns how much faster the server's clock runs than the client's, parts per million. */
  public double skewPpm() {
    return 1e6 * (agreed() ? line.skew() : filter.skew());
  }

  /** Returns by how much the two estimates differ; large while a queue builds up. */
  public long disagreementNanos() {
    return Math.abs(line.offsetAt(lastNanos) - filter.offsetAt(lastNanos));
  }

  /**
   * Returns how far the estimate may be off, however unequal the two ways are: half of the shortest
   * round trip, the difference of the two estimates, and twice the filter's standard error. {@link
   * Long#MAX_VALUE} before there was an exchange.
   */
  public long errorBoundNanos() {
    return exchanges == 0
        ? Long.MAX_VALUE
        : shortest.nanos() / 2 + disagreementNanos() + Math.round(2 * Math.sqrt(filter.variance()));
  }

  /** Returns the shortest round trip of the last minutes; {@link Long#MAX_VALUE} if none. */
  public long shortestRoundTripNanos() {
    return shortest.nanos();
  }

  /** Forgets everything, because the server's clock began anew. */
  public void reset() {
    exchanges = 0;
    line.reset();
    filter.reset();
    shortest.reset();
  }
}
