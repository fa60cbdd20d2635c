package io.echosdk.biometric;

import java.util.Arrays;

/**
 * What several sources told during one poll, brought into the order of time: so that it does not
 * matter in which order they were polled, or how their samples were cut into batches.
 *
 * <p>Grows up to a limit with the longest poll there was; beyond it, {@link #full} asks to be heard
 * at once. Sorted by insertion: what sources tell is nearly in order.
 */
final class TestimonyLog {

  private static final int MOST = 4096;

  private Testimony[] told = new Testimony[0];
  private int count;

  TestimonyLog() {
    grow(64);
  }

  private void grow(int length) {
    int from = told.length;
    told = Arrays.copyOf(told, length);
    for (int i = from; i < length; i++) {
      told[i] = new Testimony();
    }
  }

  /** Returns whether the log should be heard before anything is added. */
  boolean full() {
    return count >= MOST;
  }

  /** Adds one and returns it, to be filled in. */
  Testimony next(long atNanos, int source, Testimony.Kind kind) {
    if (count == told.length) {
      grow(2 * count);
    }
    Testimony next = told[count++];
    next.atNanos = atNanos;
    next.source = source;
    next.kind = kind;
    return next;
  }

  /** Brings all into their order. */
  void sort() {
    for (int i = 1; i < count; i++) {
      Testimony moved = told[i];
      int place = i;
      while (place > 0 && moved.before(told[place - 1])) {
        told[place] = told[place - 1];
        place--;
      }
      told[place] = moved;
    }
  }

  int count() {
    return count;
  }

  Testimony get(int index) {
    return told[index];
  }

  void clear() {
    count = 0;
  }
}
