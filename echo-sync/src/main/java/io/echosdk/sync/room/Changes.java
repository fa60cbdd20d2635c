package io.echosdk.sync.room;

import io.echosdk.api.sync.SyncException;
import io.echosdk.sync.codec.Malformed;
import io.echosdk.sync.update.UpdateSummary;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The way of a change through a room: it is accepted into the line to the store, and told to
 * everybody once the store has it. What the store had before, and what other nodes have stored, is
 * told at once. Of the room's thread.
 */
final class Changes {

  private final LiveRoom room;
  private final Rooms rooms;
  private final Known known;
  private final RoomBytes bytes;
  private final Saver saver;
  private final RoomDocument document;
  private final Compactor compactor;
  private long waitingBytes; // of updates that lie behind a gap

  Changes(LiveRoom room, Rooms rooms, Known known, RoomBytes bytes) {
    this.room = room;
    this.rooms = rooms;
    this.known = known;
    this.bytes = bytes;
    saver = new Saver(room, rooms.store(), this::tell);
    document = new RoomDocument(room, bytes, saver, rooms.runtime());
    compactor = new Compactor(room, rooms.store(), bytes, rooms.runtime());
  }

  Saver saver() {
    return saver;
  }

  /** Holds the document for the embedder's edits. */
  RoomDocument document() {
    return document;
  }

  Compactor compactor() {
    return compactor;
  }

  void takeStored(byte[] update) {
    try {
      boolean news = known.add(UpdateSummary.read(update, 1));
      bytes.add(update); // even if known: it may be stored and not told yet, and must not be lost
      compactor.count();
      if (news && room.isLive()) {
        tellOthersNews(update);
      }
    } catch (SyncException e) {
      compactor.forbid();
      rooms
          .runtime()
          .report("reading an update of room " + room.name() + " that the store gave", e);
    }
  }

  /** Tells of what another node stored and the bus lost. */
  private void tellOthersNews(byte[] update) {
    Change change = new Change(update, null, null, true);
    document.hear(update, change);
    room.audience().tell(List.of(change)).forEach(room.door()::dismissSlow);
  }

  /** Accepts an update into the line to the store. */
  void take(
      byte[] update,
      UpdateSummary summary,
      @Nullable RoomConnection author,
      @Nullable CompletableFuture<Void> done,
      boolean fromBus) {
    if (known.waits(summary)) {
      if (waitingBytes + update.length > rooms.limits().pendingBytes()) {
        throw Malformed.limit("too many updates wait for others that have not come");
      }
      waitingBytes += update.length;
    } else if (waitingBytes > 0 && !known.hasGaps()) {
      waitingBytes = 0;
    }
    boolean news = known.add(summary);
    if (news || author != null || done != null) {
      saver.add(new Change(news ? update : null, author, done, fromBus));
    }
  }

  void takeFromBus(byte[] update) {
    UpdateSummary summary = UpdateSummary.read(update, 1);
    if (!rooms.storeIsShared()) {
      take(update, summary, null, null, true);
    } else if (known.add(summary)) {
      tell(List.of(new Change(update, null, null, true))); // the node that sent it stored it
    }
  }

  /** Tells everybody what the store has taken. */
  private void tell(List<Change> changes) {
    for (Change change : changes) {
      byte[] update = change.update();
      if (update != null) {
        bytes.add(update);
        compactor.count();
        document.hear(update, change);
        if (!change.fromBus()) {
          room.bus().publishUpdate(update);
        }
      }
    }
    room.audience().tell(changes).forEach(room.door()::dismissSlow);
    changes.forEach(this::acknowledge);
    compactor.startIfMuch();
  }

  private void acknowledge(Change change) {
    RoomConnection author = change.author();
    if (author != null && author.framing != null && room.audience().has(author)) {
      ByteBuffer status = author.framing.stored(true);
      if (status != null) {
        author.outbox.send(status);
      }
    }
    if (change.done() != null) {
      change.done().complete(null);
    }
  }
}
