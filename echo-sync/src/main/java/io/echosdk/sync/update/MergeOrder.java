package io.echosdk.sync.update;

import io.echosdk.sync.codec.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Which of several readers goes next: the highest client first, of one client the lowest clock.
 *
 * <p>Of readers that stand at the same id the one that was read last goes first, then the one that
 * was added first. That is the order of Yjs, which sorts its readers (with a stable sort) before
 * each step, as long as the structs are of one kind. Where one is an item and the other the place
 * of collected content, the comparison of Yjs says "before" whichever way it is asked, so that its
 * order depends on the sort itself. {@link #heap} notices that and {@link #ofYjs} sorts as V8 does
 * up to 63 elements (tc39.es/ecma262 leaves it open; V8's third_party/v8/builtins/ array-sort.tq:
 * an ascending or reversed run, then binary insertion).
 */
abstract sealed class MergeOrder {

  /** The sort of V8 is only followed below this number of readers. */
  static final int MOST_SORTED = 64;

  /** Returns the reader that goes next, or null at the end; called when the last one has moved. */
  abstract @Nullable LazyReader next();

  /** Returns the deletes of all updates; called at the end. */
  abstract Deletes deletes();

  /** Returns whether the order was not enough to say who goes first. */
  boolean isAmbiguous() {
    return false;
  }

  static MergeOrder heap(List<byte[]> updates, int version) {
    return new Heap(updates, version);
  }

  static MergeOrder ofYjs(List<byte[]> updates, int version) {
    return new Sorted(updates, version);
  }

  private static int compareIds(LazyStruct a, LazyStruct b) {
    return a.client != b.client
        ? Long.compare(b.client, a.client)
        : Integer.compare(a.clock, b.clock);
  }

  /**
   * A heap of the readers that are between their first struct and their last. A reader is made when
   * its first struct is next, so that of many short updates few are open at a time.
   */
  private static final class Heap extends MergeOrder {
    private final PriorityQueue<Entry> open = new PriorityQueue<>(this::compare);
    private final List<byte[]> updates;
    private final int version;
    private final Deletes deletes = new Deletes();
    private final FirstIds firsts;
    private @Nullable Entry top;
    private int moved;
    private boolean isAmbiguous;

    private static final class Entry {
      private final LazyReader reader;
      private int rank; // among equals the lowest goes first

      Entry(LazyReader reader, int update) {
        this.reader = reader;
        this.rank = update;
      }
    }

    Heap(List<byte[]> updates, int version) {
      this.updates = updates;
      this.version = version;
      firsts = new FirstIds(updates, version);
    }

    @Override
    @Nullable LazyReader next() {
      Entry last = top;
      top = null;
      if (last != null) {
        last.rank = --moved;
        keep(last);
      }
      openThrough();
      if (isAmbiguous()) {
        return null;
      }
      top = open.poll();
      return top == null ? null : top.reader;
    }

    private void keep(Entry entry) {
      if (entry.reader.current() == null) {
        entry.reader.addDeletesTo(deletes);
      } else {
        open.add(entry);
      }
    }

    /** Opens every update whose first struct is not behind the first of those that are open. */
    private void openThrough() {
      while (firsts.left()) {
        Entry first = open.peek();
        if (first != null && firsts.isBehind(first.reader.required())) {
          return;
        }
        int update = firsts.take();
        keep(new Entry(new LazyReader(updates.get(update), version, true), update));
      }
    }

    @Override
    Deletes deletes() {
      return deletes;
    }

    @Override
    boolean isAmbiguous() {
      return isAmbiguous && updates.size() < MOST_SORTED;
    }

    private int compare(Entry a, Entry b) {
      LazyStruct x = a.reader.required();
      LazyStruct y = b.reader.required();
      int byId = compareIds(x, y);
      if (byId != 0) {
        return byId;
      }
      isAmbiguous |= (x.kind == Kind.GC) != (y.kind == Kind.GC);
      return Integer.compare(a.rank, b.rank);
    }
  }

  private static final class Sorted extends MergeOrder {
    private final List<LazyReader> all;
    private final List<LazyReader> readers;

    Sorted(List<byte[]> updates, int version) {
      all = updates.stream().map(update -> new LazyReader(update, version, true)).toList();
      readers = new ArrayList<>(all);
    }

    @Override
    Deletes deletes() {
      Deletes deletes = new Deletes();
      all.forEach(reader -> reader.addDeletesTo(deletes));
      return deletes;
    }

    @Override
    @Nullable LazyReader next() {
      readers.removeIf(reader -> reader.current() == null);
      if (readers.isEmpty()) {
        return null;
      }
      sort();
      return readers.get(0);
    }

    private void sort() {
      for (int next = firstRun(); next < readers.size(); next++) {
        LazyReader reader = readers.remove(next);
        int low = 0;
        int high = next;
        while (low < high) {
          int middle = (low + high) >>> 1;
          if (compare(reader, readers.get(middle)) < 0) {
            high = middle;
          } else {
            low = middle + 1;
          }
        }
        readers.add(low, reader);
      }
    }

    /** Returns the end of the run at the start, which ascends afterwards. */
    private int firstRun() {
      if (readers.size() < 2) {
        return readers.size();
      }
      boolean descends = compare(readers.get(1), readers.get(0)) < 0;
      int end = 2;
      while (end < readers.size()
          && compare(readers.get(end), readers.get(end - 1)) < 0 == descends) {
        end++;
      }
      if (descends) {
        java.util.Collections.reverse(readers.subList(0, end));
      }
      return end;
    }

    private static int compare(LazyReader a, LazyReader b) {
      LazyStruct x = a.required();
      LazyStruct y = b.required();
      int byId = compareIds(x, y);
      return byId != 0 ? byId : (x.kind == Kind.GC) != (y.kind == Kind.GC) ? -1 : 0;
    }
  }
}
