package io.echosdk.server;

/** Counts pictures and how many are made a second. Written by the picture thread, read by any. */
final class FrameCounter {

  private static final long WINDOW_NANOS = 1_000_000_000;

  private volatile long made;
  private volatile long skipped;
  private volatile double perSecond;
  private long windowStart; // the picture thread's own, as is the next
  private long madeAtStart;

  void made(long nowNanos) {
    made++;
    if (windowStart == 0) {
      windowStart = nowNanos;
      madeAtStart = made;
    } else if (nowNanos - windowStart >= WINDOW_NANOS) {
      perSecond = (made - madeAtStart) * 1e9 / (nowNanos - windowStart);
      windowStart = nowNanos;
      madeAtStart = made;
    }
  }

  void skipped(long pictures) {
    skipped += pictures;
  }

  long made() {
    return made;
  }

  long skipped() {
    return skipped;
  }

  double perSecond() {
    return perSecond;
  }
}
