package io.echosdk.sync.playback;

/**
 * What time it is on the server, told from exchanges of four time stamps (RFC 5905, section 8): the
 * client's sending t0, the server's receiving t1 and sending t2, the client's receiving t3.
 *
 * <p>Each minute's fastest packets of both ways tell the offset, whatever the route; forty minutes
 * of them tell the skew, and which of them had to queue. So neither an upload that fills a router's
 * buffer does harm nor a new route, which makes both ways longer, or both shorter, by the same.
 *
 * <p>No packet arrives before it was sent. Three exchanges in a row of which one would have, by
 * more than the estimate may be off, show that a clock was set or stood still, as a machine's does
 * that slept: then everything is forgotten and told anew.
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
  private static final int STEPPED = 3; // impossible exchanges in a row

  private final ClockLine line = new ClockLine();
  private final ShortestRoundTrip shortest = new ShortestRoundTrip();
  private long exchanges;
  private long lastNanos;
  private int impossible; // exchanges in a row

  /**
   * Takes an exchange. One that no honest pair of clocks can give, or that took over ten seconds,
   * is refused; so are the first two after a clock was set.
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
    if (arrivedBeforeSent(middle, t1 - t0, t3 - t2)) {
      if (++impossible < STEPPED) {
        return false;
      }
      reset();
    }
    impossible = 0;
    line.add(middle, t1 - t0, t3 - t2);
    shortest.add(middle, roundTrip, ((t1 - t0) - (t3 - t2)) / 2);
    lastNanos = middle;
    exchanges++;
    return true;
  }

  /** Whether the offset is outside of what this exchange allows, by more than it may be wrong. */
  private boolean arrivedBeforeSent(long middle, long up, long down) {
    if (exchanges < QUICK_EXCHANGES) {
      return false;
    }
    long offset = line.offsetAt(middle);
    return Math.max(offset - up, -down - offset) > errorBoundNanos();
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
    return line.offsetAt(localNanos);
  }

  /** Returns how much faster the server's clock runs than the client's, parts per million. */
  public double skewPpm() {
    return 1e6 * line.skew();
  }

  /**
   * Returns how far the estimate may be off, however unequal the two ways are: half of the shortest
   * round trip of the last minutes, how far that exchange is from the estimate, what a packet of
   * the steadier way waits as a rule, and thrice the standard deviation. {@link Long#MAX_VALUE}
   * before there was an exchange.
   */
  public long errorBoundNanos() {
    if (exchanges == 0) {
      return Long.MAX_VALUE;
    }
    long beside = Math.abs(line.offsetAt(shortest.atNanos()) - shortest.offsetNanos());
    return shortest.nanos() / 2 + beside + Math.round(line.doubtNanos());
  }

  /** Returns the shortest round trip of the last minutes; {@link Long#MAX_VALUE} if none. */
  public long shortestRoundTripNanos() {
    return shortest.nanos();
  }

  /** Forgets everything, because the server's clock began anew. */
  public void reset() {
    exchanges = 0;
    impossible = 0;
    line.reset();
    shortest.reset();
  }
}
