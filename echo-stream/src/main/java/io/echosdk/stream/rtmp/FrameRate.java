package io.echosdk.stream.rtmp;

/** Pictures a second, from the timestamps of the last ones. */
final class FrameRate {

  private static final int PICTURES = 61;

  private final long[] timestampsMs = new long[PICTURES];
  private long count;

  void add(long timestampMs) {
    timestampsMs[(int) (count++ % PICTURES)] = timestampMs;
  }

  /** Returns the mean over at most the last sixty intervals; NaN if there is none. */
  double hz() {
    int intervals = (int) Math.min(PICTURES, count) - 1;
    if (intervals < 1) {
      return Double.NaN;
    }
    long newest = timestampsMs[(int) ((count - 1) % PICTURES)];
    long oldest = timestampsMs[(int) ((count - 1 - intervals) % PICTURES)];
    return newest <= oldest ? Double.NaN : intervals * 1000.0 / (newest - oldest);
  }

  void clear() {
    count = 0;
  }
}
