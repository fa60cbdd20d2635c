package io.echosdk.sync.playback;

import java.util.Arrays;

/**
 * The shortest round trip of the last five to six minutes: longer than most queues last, shorter
 * than most routes do. Kept as one minimum for each of six spans of a minute.
 */
final class ShortestRoundTrip {

  private static final long SPAN_NANOS = 60_000_000_000L;

  private final long[] minima = new long[6];
  private long span = Long.MIN_VALUE;
  private long shortest;

  ShortestRoundTrip() {
    reset();
  }

  void add(long localNanos, long roundTripNanos) {
    long now = Math.floorDiv(localNanos, SPAN_NANOS);
    if (now != span) {
      forget(now);
    }
    int slot = (int) Math.floorMod(now, (long) minima.length);
    minima[slot] = Math.min(minima[slot], roundTripNanos);
    shortest = Math.min(shortest, roundTripNanos);
  }

  private void forget(long now) {
    long passed = span == Long.MIN_VALUE ? minima.length : Math.min(now - span, minima.length);
    for (long i = 0; i < passed; i++) {
      minima[(int) Math.floorMod(now - i, (long) minima.length)] = Long.MAX_VALUE;
    }
    span = now;
    shortest = Long.MAX_VALUE;
    for (long minimum : minima) {
      shortest = Math.min(shortest, minimum);
    }
  }

  long nanos() {
    return shortest;
  }

  void reset() {
    Arrays.fill(minima, Long.MAX_VALUE);
    span = Long.MIN_VALUE;
    shortest = Long.MAX_VALUE;
  }
}
