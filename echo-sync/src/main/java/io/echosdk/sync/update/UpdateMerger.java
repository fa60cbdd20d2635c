package io.echosdk.sync.update;

import io.echosdk.sync.codec.StateVector;
import io.echosdk.sync.codec.UpdateEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Merges encoded updates without a document, and leaves out of one what somebody has.
 *
 * <p>The readers of all updates stand in a heap, the highest client first and of one client the
 * lowest clock; the struct at the top is written unless it was already, with a Skip where clocks
 * are missing. That costs O(n log k) for n structs in k updates. The bytes are those of Yjs: of
 * updates that begin with the same struct, the one that was read last goes first.
 */
public final class UpdateMerger {

  private final StructStream stream;
  private @Nullable LazyStruct held; // may still grow or be followed by a Skip

  private UpdateMerger(StructStream stream) {
    this.stream = stream;
  }

  private static final class Source {
    private final LazyReader reader;
    private int rank; // among equals the lowest goes first

    Source(LazyReader reader, int rank) {
      this.reader = reader;
      this.rank = rank;
    }

    LazyStruct struct() {
      LazyStruct struct = reader.current();
      if (struct == null) {
        throw new IllegalStateException("reader is at its end");
      }
      return struct;
    }

    static int compare(Source a, Source b) {
      LazyStruct x = a.struct();
      LazyStruct y = b.struct();
      if (x.client != y.client) {
        return Long.compare(y.client, x.client);
      }
      return x.clock != y.clock
          ? Integer.compare(x.clock, y.clock)
          : Integer.compare(a.rank, b.rank);
    }
  }

  /** Returns one update that does what several do. */
  public static byte[] merge(List<byte[]> updates, int version) {
    if (updates.size() == 1) {
      return updates.get(0);
    }
    List<LazyReader> readers = new ArrayList<>(updates.size());
    PriorityQueue<Source> heap = new PriorityQueue<>(Math.max(1, updates.size()), Source::compare);
    for (byte[] update : updates) {
      LazyReader reader = new LazyReader(update, version, true);
      readers.add(reader);
      if (reader.current() != null) {
        heap.add(new Source(reader, heap.size()));
      }
    }
    UpdateEncoder target = UpdateEncoder.of(version);
    StructStream stream = new StructStream(target);
    new UpdateMerger(stream).run(heap);
    stream.finish();
    List<Deletes> deletes = new ArrayList<>(readers.size());
    readers.forEach(reader -> deletes.add(reader.deletes()));
    Deletes.merge(deletes).write(target);
    return target.toBytes();
  }

  private void run(PriorityQueue<Source> heap) {
    int rank = 0;
    for (Source top = heap.poll(); top != null; top = heap.poll()) {
      step(top.reader, top.struct().client);
      if (top.reader.current() != null) {
        top.rank = --rank;
        heap.add(top);
      }
    }
    LazyStruct last = held;
    if (last != null) {
      stream.write(last, 0);
    }
  }

  /** Takes from one reader what comes next, and what follows it without a gap. */
  private void step(LazyReader reader, long client) {
    LazyStruct last = held;
    if (last == null) {
      held = reader.current();
      reader.next();
    } else if (!takeAfter(last, reader, client)) {
      return;
    }
    takeFollowing(reader, client);
  }

  private boolean takeAfter(LazyStruct last, LazyReader reader, long client) {
    LazyStruct next = reader.current();
    boolean passed = false;
    while (next != null && next.end() <= last.end() && next.client >= last.client) {
      next = reader.next();
      passed = true;
    }
    if (next == null || next.client != client || (passed && next.clock > last.end())) {
      return false; // another reader may have to go first
    }
    if (client != last.client) {
      replace(last, next, reader);
    } else if (last.end() < next.clock) {
      leaveGap(last, next);
    } else {
      append(last, next, reader);
    }
    return true;
  }

  private void replace(LazyStruct last, LazyStruct next, LazyReader reader) {
    stream.write(last, 0);
    held = next;
    reader.next();
  }

  private void leaveGap(LazyStruct last, LazyStruct next) {
    if (last.isSkip()) {
      last.length = next.end() - last.clock;
    } else {
      stream.write(last, 0);
      held = LazyStruct.skip(last.client, last.end(), next.clock - last.end());
    }
  }

  private void append(LazyStruct last, LazyStruct next, LazyReader reader) {
    int known = last.end() - next.clock;
    if (known > 0) {
      if (last.isSkip()) {
        last.length -= known; // the other one says more
      } else {
        next.cutOff(known);
      }
    }
    if (!last.join(next)) {
      replace(last, next, reader);
    }
  }

  private void takeFollowing(LazyReader reader, long client) {
    LazyStruct next = reader.current();
    LazyStruct last = held;
    while (last != null
        && next != null
        && next.client == client
        && next.clock == last.end()
        && !next.isSkip()) {
      stream.write(last, 0);
      held = next;
      last = next;
      next = reader.next();
    }
  }

  /** Returns an update without what somebody has. */
  public static byte[] diff(byte[] update, StateVector known, int version) {
    LazyReader source = new LazyReader(update, version, false);
    UpdateEncoder target = UpdateEncoder.of(version);
    StructStream stream = new StructStream(target);
    LazyStruct struct = source.current();
    while (struct != null) {
      int have = known.clock(struct.client);
      if (struct.isSkip() || struct.end() <= have) {
        struct = source.next(); // what is written first is not a gap
        continue;
      }
      stream.write(struct, Math.max(have - struct.clock, 0));
      long client = struct.client;
      for (struct = source.next();
          struct != null && struct.client == client;
          struct = source.next()) {
        stream.write(struct, 0);
      }
    }
    stream.finish();
    source.deletes().write(target);
    return target.toBytes();
  }
}
