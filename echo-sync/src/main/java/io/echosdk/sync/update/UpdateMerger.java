package io.echosdk.sync.update;

import io.echosdk.sync.codec.StateVector;
import io.echosdk.sync.codec.UpdateEncoder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Merges encoded updates without a document, and leaves out of one what somebody has.
 *
 * <p>The readers of all updates stand in a {@link MergeOrder}; the struct of the first is written
 * unless it was already, with a Skip where clocks are missing. That costs O(n log k) for n structs
 * in k updates. The bytes are those of Yjs.
 */
public final class UpdateMerger {

  private final StructStream stream;
  private @Nullable LazyStruct held; // may still grow or be followed by a Skip

  private UpdateMerger(StructStream stream) {
    this.stream = stream;
  }

  /** Returns one update that does what several do. */
  public static byte[] merge(List<byte[]> updates, int version) {
    if (updates.size() == 1) {
      new LazyReader(updates.get(0), version, true); // refuses what is not an update
      return updates.get(0);
    }
    byte[] merged = merge(MergeOrder.heap(updates, version), version);
    return merged != null
        ? merged
        : Objects.requireNonNull(merge(MergeOrder.ofYjs(updates, version), version));
  }

  /** Returns null if the order has met what it cannot put in order. */
  private static byte @Nullable [] merge(MergeOrder order, int version) {
    UpdateEncoder target = UpdateEncoder.of(version);
    StructStream stream = new StructStream(target);
    UpdateMerger merger = new UpdateMerger(stream);
    for (LazyReader top = order.next(); top != null; top = order.next()) {
      merger.step(top);
    }
    if (order.isAmbiguous()) {
      return null;
    }
    if (merger.held != null) {
      stream.write(merger.held, 0);
    }
    stream.finish();
    Deletes deletes = order.deletes();
    deletes.normalize();
    deletes.write(target);
    return target.toBytes();
  }

  /** Takes from one reader what comes next, and what follows it without a gap. */
  private void step(LazyReader reader) {
    LazyStruct last = held;
    long client = reader.required().client;
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
