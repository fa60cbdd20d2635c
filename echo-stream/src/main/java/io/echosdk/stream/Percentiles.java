package io.echosdk.stream;

import java.util.Arrays;

/** The last so many measurements, for percentiles. One writer, any number of readers. */
final class Percentiles {

  private final long[] ring; // guarded by this
  private long count; // guarded by this

  Percentiles(int length) {
    ring = new long[length];
  }

  synchronized void add(long value) {
    ring[(int) (count++ % ring.length)] = value;
  }

  /**
   * Returns the smallest value that at least a share of all are not above; 0 if there are none.
   *
   * @param share 0 to 1
   */
  long at(double share) {
    long[] sorted;
    synchronized (this) {
      sorted = Arrays.copyOf(ring, (int) Math.min(count, ring.length));
    }
    if (sorted.length == 0) {
      return 0;
    }
    Arrays.sort(sorted);
    return sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
  }
}
