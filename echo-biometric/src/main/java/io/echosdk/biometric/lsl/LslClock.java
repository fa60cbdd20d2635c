package io.echosdk.biometric.lsl;

import io.echosdk.api.MediaClock;

/** How liblsl's clock of this machine and Echo's belong together. */
final class LslClock {

  private static final int TRIES = 5;
  private static final double NANOS = 1e9;

  private LslClock() {}

  /** Returns Echo's nanoseconds less liblsl's, from the quickest of several readings. */
  static long offsetNanos(MediaClock clock) {
    long best = Long.MAX_VALUE;
    long offset = 0;
    for (int i = 0; i < TRIES; i++) {
      long before = clock.nanos();
      double theirs = LslLibrary.lsl_local_clock();
      long after = clock.nanos();
      if (after - before < best) {
        best = after - before;
        offset = before + (after - before) / 2 - nanos(theirs);
      }
    }
    return offset;
  }

  static long nanos(double seconds) {
    return Math.round(seconds * NANOS);
  }

  static double seconds(long nanos) {
    return nanos / NANOS;
  }
}
