package io.echosdk.sync.room;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.RoomSnapshot;
import io.echosdk.api.sync.RoomStore;
import io.echosdk.api.sync.SyncException;
import io.echosdk.sync.RoomNote;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.sync.Updates;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the many updates of a room by a snapshot now and then. All that the store has up to some
 * number is read, a document takes it and forgets what was deleted, on a thread of the runtime, and
 * the store puts the result in place of what was read. What is stored meanwhile has higher numbers
 * and stays.
 */
final class Compactor {

  private static final int MANY = 1_000;
  private static final int SOME = 32;

  private final LiveRoom room;
  private final RoomStore store;
  private final RoomBytes bytes;
  private final EchoRuntime runtime;
  private int updates; // stored since the last compaction
  private boolean atWork;
  private boolean forbidden;

  Compactor(LiveRoom room, RoomStore store, RoomBytes bytes, EchoRuntime runtime) {
    this.room = room;
    this.store = store;
    this.bytes = bytes;
    this.runtime = runtime;
  }

  void count() {
    updates++;
  }

  /** Keeps all as it is from now on, because some of it cannot be read. */
  void forbid() {
    forbidden = true;
  }

  boolean isAtWork() {
    return atWork;
  }

  /** Returns whether a room that ends has left enough to be tidied. */
  boolean isWorthwhile() {
    return updates >= SOME && !forbidden;
  }

  /** Begins if as much has come as is worth reading all again. */
  void startIfMuch() {
    if (updates >= MANY && !forbidden && bytes.tailBytes() >= bytes.mergedBytes()) {
      start();
    }
  }

  void start() {
    if (!atWork) {
      atWork = true;
      room.stored().rest(this::read);
    }
  }

  /** What is known now covers the store up to a number, unless it could not be read. */
  private void read(long sequence, @Nullable Throwable error) {
    updates = 0;
    if (error != null || sequence == 0 || forbidden) {
      atWork = false;
      return;
    }
    List<byte[]> all = bytes.lend();
    try {
      runtime.executor().execute(() -> condense(all, sequence));
    } catch (RejectedExecutionException e) {
      bytes.takeBack();
      atWork = false; // the runtime ends; what the store has is whole
    }
  }

  private void condense(List<byte[]> all, long sequence) {
    try {
      byte[] merged = Updates.merge(all, UpdateFormat.V1);
      RoomSnapshot snapshot = snapshot(merged, sequence);
      room.post(() -> replace(snapshot));
    } catch (SyncException e) {
      room.post(() -> keep(e));
    }
  }

  private RoomSnapshot snapshot(byte[] merged, long sequence) {
    try {
      SharedDoc doc = SharedDoc.create();
      doc.apply(merged, UpdateFormat.V1, null);
      byte[] note = RoomNote.of(doc);
      boolean noteFits = note.length <= RoomSnapshot.MAX_NOTE_BYTES;
      return new RoomSnapshot(sequence, doc.encode(UpdateFormat.V1), noteFits ? note : new byte[0]);
    } catch (SyncException e) {
      runtime.report("condensing room " + room.name(), e);
      return new RoomSnapshot(sequence, merged, new byte[0]); // at least one update, not many
    }
  }

  private void replace(RoomSnapshot snapshot) {
    bytes.takeBack(snapshot.update());
    Saver.ask(() -> store.compact(room.name(), snapshot))
        .whenComplete((nothing, error) -> room.post(() -> done(error)));
  }

  private void keep(SyncException error) {
    bytes.takeBack();
    done(error);
  }

  private void done(@Nullable Throwable error) {
    atWork = false;
    if (error != null) {
      runtime.report("compacting room " + room.name(), error); // the updates are all there still
    }
  }
}
