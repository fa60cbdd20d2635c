package io.echosdk.api;

import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The machine's monotonic and wall clocks; the only place that reads them. */
final class SystemClock implements MediaClock {

  static final SystemClock INSTANCE = new SystemClock();

  private SystemClock() {}

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void sleepUntil(long deadlineNanos) throws InterruptedException {
    for (long left = deadlineNanos - nanos(); left > 0; left = deadlineNanos - nanos()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while waiting for a media time");
      }
      LockSupport.parkNanos(this, left);
    }
  }

  @Override
  public Instant instant() {
    return Instant.now();
  }
}
