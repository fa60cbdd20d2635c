package io.echosdk.sync.update;

import io.echosdk.sync.codec.UpdateDecoder;
import io.echosdk.sync.codec.UpdateEncoder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** Deleted clocks by client id, in the order in which an update holds them. */
public final class Deletes {

  private final Map<Long, Ranges> clients = new HashMap<>(2);

  private static final class Ranges {
    private long[] bounds = new long[1]; // clock in the upper half, length in the lower
    private int count;

    void add(long range) {
      if (count == bounds.length) {
        bounds = Arrays.copyOf(bounds, count * 2);
      }
      bounds[count++] = range;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Ranges ranges
          && Arrays.equals(ranges.bounds, 0, ranges.count, bounds, 0, count);
    }

    @Override
    public int hashCode() {
      return count;
    }

    void normalize() {
      Arrays.sort(bounds, 0, count);
      int joined = 0;
      for (int i = 0; i < count; i++) {
        int clock = (int) (bounds[i] >>> 32);
        int end = clock + (int) bounds[i];
        int lastClock = joined > 0 ? (int) (bounds[joined - 1] >>> 32) : 0;
        int lastEnd = joined > 0 ? lastClock + (int) bounds[joined - 1] : -1;
        if (clock <= lastEnd) {
          bounds[joined - 1] = (long) lastClock << 32 | (Math.max(end, lastEnd) - lastClock);
        } else {
          bounds[joined++] = bounds[i];
        }
      }
      count = joined;
    }
  }

  /** Reads the deletes of an update or a version. */
  public static Deletes read(UpdateDecoder source) {
    Deletes deletes = new Deletes();
    deletes.readMore(source);
    return deletes;
  }

  /** Adds those of another update. */
  void readMore(UpdateDecoder source) {
    long clientCount = source.rest().varUint();
    for (long i = 0; i < clientCount; i++) {
      source.beginDeletes();
      long client = source.rest().varUint();
      long count = source.rest().varUint();
      for (long j = 0; j < count; j++) {
        long clock = source.deleteClock();
        ranges(client).add(clock << 32 | source.deleteLength());
      }
    }
  }

  /** Sorts and joins what several updates delete. */
  void normalize() {
    clients.values().forEach(Ranges::normalize);
  }

  private Ranges ranges(long client) {
    return clients.computeIfAbsent(client, key -> new Ranges());
  }

  /** Returns whether nothing is deleted. */
  public boolean isEmpty() {
    return clients.isEmpty();
  }

  /** Adds a range. */
  public void add(long client, int clock, int length) {
    ranges(client).add((long) clock << 32 | length);
  }

  /** Takes the ranges of one client. */
  public interface Visitor {
    /** Takes a range. */
    void range(long client, int clock, int length);
  }

  /** Visits all ranges. */
  public void forEach(Visitor visitor) {
    clients.forEach(
        (client, ranges) -> {
          for (int i = 0; i < ranges.count; i++) {
            visitor.range(client, (int) (ranges.bounds[i] >>> 32), (int) ranges.bounds[i]);
          }
        });
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Deletes deletes && deletes.clients.equals(clients);
  }

  @Override
  public int hashCode() {
    return clients.hashCode();
  }

  /** Writes them, the highest client first. */
  public void write(UpdateEncoder target) {
    target.rest().varUint(clients.size());
    clients.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.reverseOrder()))
        .forEach(entry -> write(target, entry.getKey(), entry.getValue()));
  }

  private static void write(UpdateEncoder target, long client, Ranges ranges) {
    target.beginDeletes();
    target.rest().varUint(client);
    target.rest().varUint(ranges.count);
    for (int i = 0; i < ranges.count; i++) {
      target.delete((int) (ranges.bounds[i] >>> 32), (int) ranges.bounds[i]);
    }
  }
}
