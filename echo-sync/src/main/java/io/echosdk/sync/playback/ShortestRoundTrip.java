package io.echosdk.sync.playback;

import java.util.Arrays;

/**
 * The exchange of the shortest round trip of the last five to six minutes, and what it says of the
 * offset: that it is no further from half of the difference of its ways than half of the round
 * trip. Kept as one exchange for each of six spans of a minute.
 */
final class ShortestRoundTrip {

  private static final long SPAN_NANOS = 60_000_000_000L;

  private final long[] minima = new long[6];
  private final long[] at = new long[minima.length];
  private final long[] offsets = new long[minima.length];
  private long span = Long.MIN_VALUE;
  private int shortest;

  ShortestRoundTrip() {
    reset();
  }

  void add(long localNanos, long roundTripNanos, long offsetNanos) {
    long now = Math.floorDiv(localNanos, SPAN_NANOS);
    if (now != span) {
      forget(now);
    }
    int slot = (int) Math.floorMod(now, (long) minima.length);
    if (roundTripNanos < minima[slot]) {
      minima[slot] = roundTripNanos;
      at[slot] = localNanos;
      offsets[slot] = offsetNanos;
    }
    if (roundTripNanos < minima[shortest]) {
      shortest = slot;
    }
  }

  private void forget(long now) {
    long passed = span == Long.MIN_VALUE ? minima.length : Math.min(now - span, minima.length);
    for (long i = 0; i < passed; i++) {
      minima[(int) Math.floorMod(now - i, (long) minima.length)] = Long.MAX_VALUE;
    }
    span = now;
    for (int i = 0; i < minima.length; i++) {
      shortest = minima[i] < minima[shortest] ? i : shortest;
    }
  }

  long nanos() {
    return minima[shortest];
  }

  /** Returns its middle, on the client's clock. */
  long atNanos() {
    return at[shortest];
  }

  /** Returns half of the difference of its ways. */
  long offsetNanos() {
    return offsets[shortest];
  }

  void reset() {
    Arrays.fill(minima, Long.MAX_VALUE);
    span = Long.MIN_VALUE;
    shortest = 0;
  }
}
