package io.echosdk.sync.room;

import io.echosdk.api.sync.SyncException;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.sync.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What was edited in the document of a {@link RoomClient} and is not in the room's store yet. One
 * update is on its way at a time; what is edited meanwhile goes as one update with the next. So a
 * client that edits faster than the store takes it sends less often, and it is always known which
 * edits the room's word is about. Of the client's thread.
 */
final class Unstored {

  private final String room;
  private final Consumer<byte[]> sender;
  private final int maxBytes;
  private final List<byte[]> held = new ArrayList<>();
  private final List<CompletableFuture<Void>> heldEdits = new ArrayList<>();
  private final List<CompletableFuture<Void>> sentEdits = new ArrayList<>();
  private int onTheirWay; // messages that the room has not answered
  private boolean isOpen; // the room has said what it has: what comes now can follow
  private boolean isReadOnly;

  /**
   * Creates it.
   *
   * @param maxBytes how long one message may be
   */
  Unstored(String room, Consumer<byte[]> sender, int maxBytes) {
    this.room = room;
    this.sender = sender;
    this.maxBytes = maxBytes;
  }

  boolean isReadOnly() {
    return isReadOnly;
  }

  /** Takes a change; what comes before the room's question is part of the answer to it. */
  void changed(byte[] update) {
    if (isOpen) {
      held.add(update);
    }
  }

  /** Lets somebody wait until all that was changed so far is stored. */
  void await(CompletableFuture<Void> stored) {
    heldEdits.add(stored);
  }

  /** The client may write; the room's question follows. */
  void allow() {
    isReadOnly = false;
  }

  /** Answers the room's question with all that it lacks. */
  void open(Runnable answer) {
    if (isReadOnly) {
      return;
    }
    isOpen = true;
    held.clear();
    sendNow(answer);
  }

  private void sendNow(Runnable message) {
    onTheirWay++;
    sentEdits.addAll(heldEdits);
    heldEdits.clear();
    message.run();
  }

  /** Sends what is held, unless the room has still to answer. */
  void pump() {
    while (isOpen && onTheirWay == 0 && !held.isEmpty()) {
      sendHeld();
    }
    if (isOpen && onTheirWay == 0) {
      complete(heldEdits);
    }
  }

  /** Sends as much as fits into a message; those who wait do so until the last of it is stored. */
  private void sendHeld() {
    List<byte[]> next = new ArrayList<>();
    long bytes = 0;
    for (byte[] update : held) {
      bytes += update.length;
      if (bytes > maxBytes / 2 && !next.isEmpty()) {
        break;
      }
      next.add(update);
    }
    held.subList(0, next.size()).clear();
    byte[] update = next.size() == 1 ? next.get(0) : Updates.merge(next, UpdateFormat.V1);
    if (held.isEmpty()) {
      sendNow(() -> sender.accept(update));
    } else {
      onTheirWay++;
      sender.accept(update);
    }
  }

  /** Hands over all that is held: the client leaves. */
  void flush() {
    while (isOpen && !held.isEmpty()) {
      sendHeld();
    }
  }

  /** The room has stored an update. */
  void stored() {
    if (onTheirWay > 0 && --onTheirWay == 0) {
      complete(sentEdits);
    }
  }

  /** The room has not taken an update, because the client may only read. */
  void refused() {
    onTheirWay = Math.max(0, onTheirWay - 1);
    fail(sentEdits, readOnly());
  }

  /** The client may only read. */
  void forbid() {
    isReadOnly = true;
    isOpen = false;
    held.clear();
    fail(heldEdits, readOnly());
  }

  /** Returns what those hear who want to edit what the client may only read. */
  SyncException readOnly() {
    return new SyncException(
        SyncException.Kind.FORBIDDEN,
        "cannot edit room " + room + ", the client may only read it",
        "show a token that may write");
  }

  /** The room is not there: all waits until it asks again. */
  void cutOff() {
    isOpen = false;
    isReadOnly = false;
    onTheirWay = 0;
    held.clear();
    heldEdits.addAll(0, sentEdits);
    sentEdits.clear();
  }

  /** It ends: nobody waits any more. */
  void end(SyncException why) {
    cutOff();
    fail(heldEdits, why);
  }

  private static void complete(List<CompletableFuture<Void>> edits) {
    List<CompletableFuture<Void>> all = List.copyOf(edits);
    edits.clear();
    all.forEach(each -> each.complete(null));
  }

  private static void fail(List<CompletableFuture<Void>> edits, SyncException why) {
    List<CompletableFuture<Void>> all = List.copyOf(edits);
    edits.clear();
    all.forEach(each -> each.completeExceptionally(why));
  }
}
