package io.echosdk.stream.rtmp;

/** Bits a second over about the last second, from a count that is looked at now and then. */
final class RateMeter {

  private static final int SAMPLES = 11; // ten intervals of a tenth of a second

  private final long[] nanos = new long[SAMPLES];
  private final long[] bytes = new long[SAMPLES];
  private int next;
  private int filled;

  /** Notes the count at a time. */
  void add(long nowNanos, long totalBytes) {
    nanos[next] = nowNanos;
    bytes[next] = totalBytes;
    next = (next + 1) % SAMPLES;
    filled = Math.min(SAMPLES, filled + 1);
  }

  /** Returns kilobits a second; 0 until there are two counts. */
  long kbps() {
    int newest = (next + SAMPLES - 1) % SAMPLES;
    int oldest = (next + SAMPLES - filled) % SAMPLES;
    long span = filled < 2 ? 0 : nanos[newest] - nanos[oldest];
    return span <= 0 ? 0 : (bytes[newest] - bytes[oldest]) * 8_000_000L / span;
  }
}
