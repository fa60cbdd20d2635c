package io.echosdk.stream;

import java.util.ArrayDeque;

/** Bits per second of programme, over its last two seconds. Safe from any thread. */
final class BitrateMeter {

  private static final long WINDOW_NANOS = 2_000_000_000L;

  private record Entry(long ptsNanos, int bytes) {}

  private final ArrayDeque<Entry> entries = new ArrayDeque<>(); // guarded by this
  private long bytes; // guarded by this

  synchronized void add(long ptsNanos, int packetBytes) {
    entries.addLast(new Entry(ptsNanos, packetBytes));
    bytes += packetBytes;
    while (entries.getFirst().ptsNanos <= ptsNanos - WINDOW_NANOS) {
      bytes -= entries.removeFirst().bytes;
    }
  }

  synchronized double kbps() {
    if (entries.size() < 2) {
      return 0;
    }
    long span = entries.getLast().ptsNanos - entries.getFirst().ptsNanos;
    double wholeSpan = span * (double) entries.size() / (entries.size() - 1); // to the last's end
    return span <= 0 ? 0 : bytes * 8e6 / wholeSpan;
  }
}
