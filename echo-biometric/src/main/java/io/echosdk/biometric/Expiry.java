package io.echosdk.biometric;

import io.echosdk.api.MediaClock;
import java.time.Duration;
import java.time.Instant;

/**
 * The end of a grant by both clocks, whichever comes first: the monotonic one stands still while a
 * machine sleeps, the wall clock can be set back.
 */
record Expiry(Instant at, long deadlineNanos) {

  private static final Duration LONGEST = Duration.ofDays(36_500);

  /** Returns the end of what is valid until an instant. */
  static Expiry at(Instant at, MediaClock clock) {
    Duration left = Duration.between(clock.instant(), at);
    if (left.compareTo(LONGEST) > 0) {
      left = LONGEST;
    }
    return new Expiry(at, clock.nanos() + (left.isNegative() ? 0 : left.toNanos()));
  }

  boolean isOver(MediaClock clock) {
    return clock.nanos() - deadlineNanos >= 0 || !clock.instant().isBefore(at);
  }
}
