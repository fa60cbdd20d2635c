package io.echosdk.api;

import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The machine's monotonic and wall clocks; the only place that reads them. */
final class SystemClock implements MediaClock {

  static final SystemClock INSTANCE = new SystemClock();

  /** Makes every reading positive: 0 can mean "none", and deadlines compare without overflow. */
  private final long origin = System.nanoTime() - 1;

  private SystemClock() {}

  @Override
  public long nanos() {
    return System.nanoTime() - origin;
  }

  @Override
  public void sleepUntil(long deadlineNanos) throws InterruptedException {
    for (long now = nanos(); now < deadlineNanos; now = nanos()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while waiting for a media time");
      }
      LockSupport.parkNanos(this, deadlineNanos - now);
    }
  }

  @Override
  public Instant instant() {
    return Instant.now();
  }
}
