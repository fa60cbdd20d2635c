package io.echosdk.server;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers how long the last passages of one hop took. One thread records, any thread may ask;
 * neither waits. A snapshot taken while a value is being written may hold the value before it.
 */
final class HopTimer {

  private static final int REMEMBERED = 512;

  private final String name;
  private final AtomicLongArray ring = new AtomicLongArray(REMEMBERED);
  private final AtomicLong count = new AtomicLong(); // written by the recording thread

  HopTimer(String name) {
    this.name = name;
  }

  /** Records one passage; a negative time, from a stamp of another clock, is left out. */
  void record(long nanos) {
    if (nanos >= 0) {
      long index = count.get();
      ring.setRelease((int) (index % REMEMBERED), nanos);
      count.setRelease(index + 1); // pairs with getAcquire in snapshot
    }
  }

  HopTime snapshot() {
    long recorded = count.getAcquire();
    int size = (int) Math.min(recorded, REMEMBERED);
    if (size == 0) {
      return new HopTime(name, 0, 0, 0, 0);
    }
    long[] sorted = new long[size];
    for (int i = 0; i < size; i++) {
      sorted[i] = ring.getAcquire(i);
    }
    Arrays.sort(sorted);
    return new HopTime(
        name,
        recorded,
        sorted[(size - 1) / 2],
        sorted[(int) Math.ceil(0.99 * size) - 1],
        sorted[size - 1]);
  }
}
