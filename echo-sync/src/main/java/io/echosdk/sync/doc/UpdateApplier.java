package io.echosdk.sync.doc;

import io.echosdk.sync.codec.Kind;
import io.echosdk.sync.codec.Malformed;
import io.echosdk.sync.codec.UpdateDecoder;
import io.echosdk.sync.codec.UpdateEncoder;
import io.echosdk.sync.codec.UpdateEncoderV2;
import io.echosdk.sync.codec.UpdateScan;
import io.echosdk.sync.update.UpdateMerger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applies updates: what can be integrated is, what names structs that are not there yet waits.
 *
 * <p>Clients are taken from the highest id down; where a struct needs one of another client that
 * the same update holds, that one goes first. What is left when a needed struct is nowhere is kept
 * as an encoded update (version 2), with the clocks for which it waits, and tried again when one of
 * them has come. Deletes of unknown clocks wait in the same way.
 */
final class UpdateApplier {

  private final DocEngine doc;
  private final Rows rows;
  private final Clients clients;
  private final StructReader reader;
  private int mostPendingBytes = 16 << 20;

  private byte @Nullable [] pendingStructs;
  private final Map<Long, Integer> missing = new HashMap<>(0);
  private byte @Nullable [] pendingDeletes;
  private @Nullable Waiting waiting; // of these two, once it was asked for

  UpdateApplier(DocEngine doc) {
    this.doc = doc;
    this.rows = doc.rows;
    this.clients = doc.clients;
    this.reader = new StructReader(doc);
  }

  void limitPending(int bytes) {
    mostPendingBytes = bytes;
  }

  byte @Nullable [] pendingStructs() {
    return pendingStructs;
  }

  /** Returns what waits as an update, or null if nothing does. */
  @Nullable Waiting waiting() {
    if (pendingStructs == null && pendingDeletes == null) {
      waiting = null;
    } else if (waiting == null || !waiting.isOf(pendingStructs, pendingDeletes)) {
      waiting = new Waiting(pendingStructs, pendingDeletes);
    }
    return waiting;
  }

  /**
   * Applies an update.
   *
   * @throws io.echosdk.api.sync.SyncException if it is malformed, or would wait where too much
   *     waits already; nothing has changed then
   */
  void apply(Transaction transaction, byte[] update, int version) {
    UpdateDecoder source = UpdateDecoder.of(version, update);
    UpdateScan scan = UpdateScan.of(source);
    boolean isFull = update.length > mostPendingBytes - pendingBytes();
    if (isFull && WaitCheck.wouldWait(source, clients)) {
      throw Malformed.limit(
          "it waits for structs that have not come, as "
              + pendingBytes()
              + " bytes do already, and no more than "
              + mostPendingBytes
              + " may");
    }
    apply(transaction, source, scan, isFull);
  }

  private int pendingBytes() {
    byte[] structs = pendingStructs;
    byte[] deletes = pendingDeletes;
    return (structs == null ? 0 : structs.length) + (deletes == null ? 0 : deletes.length);
  }

  private void apply(
      Transaction transaction, UpdateDecoder source, UpdateScan scan, boolean isFull) {
    List<StructReader.Run> runs = reader.read(source, scan);
    Ints deletes = readDeletes(source, scan.deleteCount());
    transaction.isLocal = false;
    boolean retry = integrate(transaction, runs, isFull);
    applyDeletes(transaction, deletes);
    if (retry) {
      byte[] waiting = pendingStructs;
      pendingStructs = null;
      missing.clear();
      if (waiting != null) {
        UpdateDecoder again = UpdateDecoder.of(2, waiting);
        apply(transaction, again, UpdateScan.of(again), false);
      }
    }
  }

  /**
   * Returns whether what waited may be integrated now.
   *
   * @param isFull whether nothing more may wait: what is left all the same names itself in a circle
   *     and can never go in anywhere, so it is forgotten
   */
  private boolean integrate(Transaction transaction, List<StructReader.Run> runs, boolean isFull) {
    Integration integration = new Integration(transaction, runs);
    integration.run();
    byte[] left = integration.rest();
    byte[] rest = isFull ? null : left;
    byte[] waiting = pendingStructs;
    if (waiting == null) {
      pendingStructs = rest;
      if (rest != null) {
        missing.putAll(integration.lacking);
      }
      return false;
    }
    boolean retry = false;
    for (Map.Entry<Long, Integer> entry : missing.entrySet()) {
      int slot = clients.find(entry.getKey());
      if (slot >= 0 && entry.getValue() < clients.state(slot)) {
        retry = true;
        break;
      }
    }
    if (rest != null) {
      integration.lacking.forEach((client, clock) -> missing.merge(client, clock, Math::min));
      pendingStructs = UpdateMerger.merge(List.of(waiting, rest), 2);
    }
    return retry;
  }

  /** The structs of one update on their way into the document. */
  private final class Integration {
    private final Transaction transaction;
    private final List<StructReader.Run> waiting; // the lowest client first
    private final Map<Integer, StructReader.Run> bySlot = new HashMap<>(4);
    private final Ints stack = new Ints();
    private final List<Ints> left = new ArrayList<>(0);
    private final Map<Long, Integer> lacking = new HashMap<>(0);

    Integration(Transaction transaction, List<StructReader.Run> runs) {
      this.transaction = transaction;
      waiting = new ArrayList<>(runs);
      if (runs.size() > 1) {
        waiting.sort((a, b) -> Long.compare(clients.client(a.slot), clients.client(b.slot)));
      }
      for (StructReader.Run run : runs) {
        bySlot.put(run.slot, run);
      }
    }

    void run() {
      StructReader.Run current = nextRun();
      int head = current == null ? Rows.NONE : current.take();
      while (head != Rows.NONE) {
        int before = tryOne(head);
        if (before != Rows.NONE) {
          head = before;
          continue;
        }
        if (!stack.isEmpty()) {
          head = stack.pop();
        } else {
          if (current == null || current.isEmpty()) {
            current = nextRun();
          }
          head = current == null ? Rows.NONE : current.take();
        }
      }
    }

    private StructReader.@Nullable Run nextRun() {
      while (!waiting.isEmpty()) {
        StructReader.Run last = waiting.get(waiting.size() - 1);
        if (!last.isEmpty()) {
          return last;
        }
        waiting.remove(waiting.size() - 1);
      }
      return null;
    }

    /** Returns a struct that must go first, or none when this one is done with. */
    private int tryOne(int row) {
      if (rows.kind(row) == Kind.SKIP) {
        reader.giveBack(row);
        return Rows.NONE;
      }
      int slot = rows.slot[row];
      int offset = clients.state(slot) - rows.clock[row];
      if (offset < 0) {
        stack.add(row);
        lacks(slot, rows.clock[row] - 1);
        setStackAside();
        return Rows.NONE;
      }
      int needed = doc.integrator.resolve(transaction, row);
      if (needed >= 0) {
        stack.add(row);
        StructReader.Run other = bySlot.get(needed);
        if (other != null && !other.isEmpty()) {
          return other.take();
        }
        lacks(needed, clients.state(needed));
        setStackAside();
      } else if (offset < rows.length[row]) {
        doc.integrator.integrate(transaction, row, offset);
      } else {
        reader.giveBack(row);
      }
      return Rows.NONE;
    }

    private void lacks(int slot, int clock) {
      lacking.merge(clients.client(slot), clock, Math::min);
    }

    /** All that waits for one another, and what follows it, cannot go in now. */
    private void setStackAside() {
      for (int i = 0; i < stack.size(); i++) {
        int row = stack.get(i);
        StructReader.Run run = bySlot.remove(rows.slot[row]);
        Ints aside = new Ints();
        aside.add(row);
        if (run != null) {
          while (!run.isEmpty()) {
            aside.add(run.take());
          }
          waiting.remove(run);
        }
        left.add(aside);
      }
      stack.clear();
    }

    /** Returns what could not go in as an update of version 2, or null if all did. */
    private byte @Nullable [] rest() {
      if (left.isEmpty()) {
        return null;
      }
      left.sort((a, b) -> Long.compare(client(b), client(a)));
      UpdateEncoder target = new UpdateEncoderV2();
      target.rest().varUint(left.size());
      for (Ints structs : left) {
        target.rest().varUint(structs.size());
        target.client(client(structs));
        target.rest().varUint(rows.clock[structs.get(0)]);
        for (int i = 0; i < structs.size(); i++) {
          doc.writer.struct(target, structs.get(i), 0);
        }
      }
      target.rest().varUint(0); // no deletes
      byte[] rest = target.toBytes();
      for (Ints structs : left) {
        for (int i = 0; i < structs.size(); i++) {
          reader.giveBack(structs.get(i));
        }
      }
      return rest;
    }

    private long client(Ints structs) {
      return clients.client(rows.slot[structs.get(0)]);
    }
  }

  /** Returns slot, clock, length, slot, clock, length, and so on. */
  private Ints readDeletes(UpdateDecoder source, int ranges) {
    Ints deletes = new Ints(3 * ranges);
    long clientCount = source.rest().varUint();
    for (long i = 0; i < clientCount; i++) {
      source.beginDeletes();
      int slot = clients.slotOf(source.rest().varUint());
      long count = source.rest().varUint();
      for (long j = 0; j < count; j++) {
        deletes.add(slot);
        deletes.add(source.deleteClock());
        deletes.add(source.deleteLength());
      }
    }
    return deletes;
  }

  private void applyDeletes(Transaction transaction, Ints deletes) {
    DeleteSet unknown = new DeleteSet();
    delete(transaction, deletes, unknown);
    byte[] rest = encoded(unknown);
    byte[] waiting = pendingDeletes;
    if (waiting == null) {
      pendingDeletes = rest;
      return;
    }
    UpdateDecoder source = UpdateDecoder.of(2, waiting);
    UpdateScan scan = UpdateScan.of(source);
    source.rest().varUint(); // no structs
    DeleteSet stillUnknown = new DeleteSet();
    delete(transaction, readDeletes(source, scan.deleteCount()), stillUnknown);
    byte[] older = encoded(stillUnknown);
    pendingDeletes =
        rest != null && older != null
            ? UpdateMerger.merge(List.of(rest, older), 2)
            : rest != null ? rest : older;
  }

  private void delete(Transaction transaction, Ints deletes, DeleteSet unknown) {
    for (int i = 0; i < deletes.size(); i += 3) {
      int slot = deletes.get(i);
      int clock = deletes.get(i + 1);
      int end = clock + deletes.get(i + 2);
      int state = clients.state(slot);
      if (clock >= state) {
        unknown.add(slot, clock, end - clock);
        continue;
      }
      if (state < end) {
        unknown.add(slot, state, end - state);
      }
      delete(transaction, clients.at(slot), clock, end);
    }
  }

  private void delete(Transaction transaction, ClientStructs structs, int clock, int end) {
    int index = structs.find(clock);
    int row = structs.row(index);
    if (!rows.isDeleted(row) && rows.clock[row] < clock) {
      doc.structs.split(transaction, structs, index, row, clock - rows.clock[row]);
      index++;
    }
    for (; index < structs.size(); index++) {
      row = structs.row(index);
      if (rows.clock[row] >= end) {
        return;
      }
      if (!rows.isDeleted(row)) {
        if (end < rows.end(row)) {
          doc.structs.split(transaction, structs, index, row, end - rows.clock[row]);
        }
        doc.structs.delete(transaction, row);
      }
    }
  }

  private byte @Nullable [] encoded(DeleteSet deletes) {
    if (deletes.isEmpty()) {
      return null;
    }
    deletes.normalize();
    UpdateEncoder target = new UpdateEncoderV2();
    target.rest().varUint(0); // no structs
    deletes.write(target, clients);
    return target.toBytes();
  }
}
