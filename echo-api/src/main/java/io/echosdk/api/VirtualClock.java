package io.echosdk.api;

import java.time.Duration;
import java.time.Instant;

/**
 * A clock that moves only when it is told to. Sleepers wake as soon as the time they wait for is
 * reached.
 *
 * <p>Wall time is the Unix epoch plus {@link #nanos()}. Safe for use from any thread.
 */
public final class VirtualClock implements MediaClock {

  private long nanos; // guarded by this

  VirtualClock() {}

  /**
   * Moves time forward and wakes every sleeper that is due.
   *
   * @param step how far to move; not negative
   */
  public synchronized void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("step must not be negative but is " + step);
    }
    nanos += step.toNanos();
    notifyAll();
  }

  /** Moves time forward to {@code targetNanos}; does nothing if that is past. */
  public synchronized void advanceTo(long targetNanos) {
    if (targetNanos > nanos) {
      nanos = targetNanos;
      notifyAll();
    }
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized void sleepUntil(long deadlineNanos) throws InterruptedException {
    while (nanos < deadlineNanos) {
      wait();
    }
  }

  @Override
  public synchronized Instant instant() {
    return Instant.EPOCH.plusNanos(nanos);
  }
}
