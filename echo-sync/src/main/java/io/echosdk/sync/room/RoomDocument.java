package io.echosdk.sync.room;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.SyncException;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.sync.update.UpdateSummary;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The document of a room for the embedder's edits, built from the stored bytes when it is used.
 * What it changes goes the way of every other change; what others change it is told. A document
 * that nobody uses or observes is dropped after a while, since the bytes hold all that it does. Of
 * the room's thread.
 */
final class RoomDocument {

  /** How long a document is kept that nobody uses. */
  static final long KEPT_NANOS = 30_000_000_000L;

  private static final Object REMOTE = new Object(); // origin of what the document is told
  private static final int ITS_OWN_LISTENER = 1;

  private final LiveRoom room;
  private final RoomBytes bytes;
  private final Saver saver;
  private final EchoRuntime runtime;
  private @Nullable SharedDoc doc;
  private long usedNanos;
  private long author = -1; // of what the embedder writes here; -1: nobody yet

  RoomDocument(LiveRoom room, RoomBytes bytes, Saver saver, EchoRuntime runtime) {
    this.room = room;
    this.bytes = bytes;
    this.saver = saver;
    this.runtime = runtime;
  }

  /** Runs something with the document; the result comes when the store has what it changed. */
  <T> void run(Function<SharedDoc, T> work, CompletableFuture<T> result) {
    try {
      T value = work.apply(document());
      CompletableFuture<Void> stored = new CompletableFuture<>();
      saver.add(new Change(null, null, stored, false)); // behind what the work changed
      stored.thenRun(() -> result.complete(value));
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  private SharedDoc document() {
    usedNanos = room.nanos();
    SharedDoc document = doc;
    if (document == null) {
      document = SharedDoc.create();
      document.apply(bytes.all(), UpdateFormat.V1, REMOTE);
      if (author >= 0) {
        document.writeAs(author);
      }
      document.onUpdate(UpdateFormat.V1, this::changedHere);
      doc = document;
    }
    return document;
  }

  private void changedHere(byte[] update, @Nullable Object origin) {
    if (origin != REMOTE) {
      room.known().add(UpdateSummary.read(update, 1));
      saver.add(Change.ofTheRoom(update));
    }
  }

  /** Brings a change in, if there is a document that did not make it. */
  void hear(byte[] update, Change change) {
    SharedDoc document = doc;
    if (document == null || change.isOfTheRoom()) {
      return;
    }
    try {
      document.apply(update, UpdateFormat.V1, REMOTE);
    } catch (SyncException e) {
      runtime.report("bringing an update into the document of room " + room.name(), e);
    }
  }

  /**
   * Drops a document that was not used for long, unless something depends on it or the bytes do not
   * hold all of it yet.
   */
  void dropIfIdle(long nowNanos) {
    SharedDoc document = doc;
    if (document != null
        && nowNanos - usedNanos >= KEPT_NANOS
        && document.dependents() == ITS_OWN_LISTENER
        && saver.isIdle()) {
      author = document.clientId(); // so that idling makes no new author
      doc = null;
    }
  }

  boolean isBuilt() {
    return doc != null;
  }

  void forget() {
    doc = null;
  }
}
