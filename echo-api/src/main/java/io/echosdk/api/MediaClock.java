package io.echosdk.api;

import java.time.Instant;

/**
 * The one source of time. Every stamp in Echo is a count of nanoseconds of one {@code MediaClock},
 * so that a session can run on a virtual clock and replay to the same bytes.
 *
 * <p>Implementations are safe for use from any thread.
 */
public interface MediaClock {

  /** Returns monotonic nanoseconds since an arbitrary origin; never decreases. */
  long nanos();

  /**
   * Waits until {@link #nanos()} is at least {@code deadlineNanos}; returns at once if it already
   * is.
   *
   * @throws InterruptedException if the calling thread has to wait and is interrupted, before or
   *     meanwhile
   */
  void sleepUntil(long deadlineNanos) throws InterruptedException;

  /** Returns wall-clock time, for names of files and for people; never for intervals. */
  Instant instant();

  /** Returns the machine's own clock. */
  static MediaClock system() {
    return SystemClock.INSTANCE;
  }

  /** Returns a clock that stands still at 0 ns until it is advanced by hand. */
  static VirtualClock virtual() {
    return new VirtualClock();
  }
}
