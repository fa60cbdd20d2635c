package io.echosdk.sync.doc;

import io.echosdk.sync.codec.UpdateEncoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of clocks by client. Ranges are collected in any order; {@link #normalize} sorts them and
 * joins those that touch or overlap.
 */
final class DeleteSet {

  private static final int FEW = 8;

  private Ranges[] clients = new Ranges[1];
  private int size;
  private int @Nullable [] bySlot; // index + 1, once there are more than a few clients

  /** The ranges of one client. */
  static final class Ranges {
    final int slot;
    private int[] bounds = new int[4]; // clock, length, clock, length, ...
    private int count;

    private Ranges(int slot) {
      this.slot = slot;
    }

    int count() {
      return count;
    }

    int clock(int index) {
      return bounds[2 * index];
    }

    int length(int index) {
      return bounds[2 * index + 1];
    }

    int end(int index) {
      return bounds[2 * index] + bounds[2 * index + 1];
    }

    private void add(int clock, int length) {
      if (2 * count == bounds.length) {
        bounds = Arrays.copyOf(bounds, 4 * count);
      }
      bounds[2 * count] = clock;
      bounds[2 * count + 1] = length;
      count++;
    }

    private boolean isNormal() {
      for (int i = 1; i < count; i++) {
        if (clock(i) <= end(i - 1)) {
          return false;
        }
      }
      return true;
    }

    private void normalize() {
      if (isNormal()) {
        return;
      }
      long[] sorted = new long[count];
      for (int i = 0; i < count; i++) {
        sorted[i] = (long) clock(i) << 32 | length(i);
      }
      Arrays.sort(sorted);
      int joined = 0;
      for (long range : sorted) {
        int clock = (int) (range >>> 32);
        int length = (int) range;
        if (joined > 0 && clock <= end(joined - 1)) {
          int end = Math.max(end(joined - 1), clock + length);
          bounds[2 * joined - 1] = end - clock(joined - 1);
        } else {
          bounds[2 * joined] = clock;
          bounds[2 * joined + 1] = length;
          joined++;
        }
      }
      count = joined;
    }

    /** Returns which range holds a clock, or -1. */
    private int find(int clock) {
      int low = 0;
      int high = count - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        if (clock < clock(middle)) {
          high = middle - 1;
        } else if (clock >= end(middle)) {
          low = middle + 1;
        } else {
          return middle;
        }
      }
      return -1;
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  Ranges at(int index) {
    return clients[index];
  }

  void add(int slot, int clock, int length) {
    Ranges ranges = find(slot);
    if (ranges == null) {
      if (size == clients.length) {
        clients = Arrays.copyOf(clients, size * 2);
      }
      ranges = new Ranges(slot);
      clients[size++] = ranges;
      if (bySlot != null) {
        index(slot, size);
      }
    }
    ranges.add(clock, length);
  }

  void addAll(DeleteSet other) {
    for (int i = 0; i < other.size; i++) {
      Ranges ranges = other.clients[i];
      for (int j = 0; j < ranges.count; j++) {
        add(ranges.slot, ranges.clock(j), ranges.length(j));
      }
    }
  }

  void normalize() {
    for (int i = 0; i < size; i++) {
      clients[i].normalize();
    }
  }

  /** Returns whether a clock is in a set that is normal. */
  boolean contains(int slot, int clock) {
    Ranges ranges = find(slot);
    return ranges != null && ranges.find(clock) >= 0;
  }

  /** Returns whether all clocks from one up to another are in a set that is normal. */
  boolean covers(int slot, int from, int to) {
    Ranges ranges = find(slot);
    int index = ranges == null ? -1 : ranges.find(from);
    return ranges != null && index >= 0 && ranges.end(index) >= to;
  }

  private @Nullable Ranges find(int slot) {
    if (size > FEW) {
      return findIndexed(slot);
    }
    for (int i = size - 1; i >= 0; i--) {
      if (clients[i].slot == slot) {
        return clients[i];
      }
    }
    return null;
  }

  private @Nullable Ranges findIndexed(int slot) {
    int[] index = bySlot;
    if (index == null) {
      for (int i = 0; i < size; i++) {
        index(clients[i].slot, i + 1);
      }
      index = bySlot;
    }
    return index == null || slot >= index.length || index[slot] == 0
        ? null
        : clients[index[slot] - 1];
  }

  private void index(int slot, int ordinal) {
    int[] index = bySlot == null ? new int[slot + 1] : bySlot;
    if (slot >= index.length) {
      index = Arrays.copyOf(index, Math.max(slot + 1, index.length * 2));
    }
    index[slot] = ordinal;
    bySlot = index;
  }

  void write(UpdateEncoder target, Clients ids) {
    target.rest().varUint(size);
    if (size > 1) {
      bySlot = null;
      Arrays.sort(clients, 0, size, (a, b) -> Long.compare(ids.client(b.slot), ids.client(a.slot)));
    }
    for (int i = 0; i < size; i++) {
      Ranges ranges = clients[i];
      target.beginDeletes();
      target.rest().varUint(ids.client(ranges.slot));
      target.rest().varUint(ranges.count);
      for (int j = 0; j < ranges.count; j++) {
        target.delete(ranges.clock(j), ranges.length(j));
      }
    }
  }
}
