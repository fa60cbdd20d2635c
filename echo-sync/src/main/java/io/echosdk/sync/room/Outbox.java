package io.echosdk.sync.room;

import io.echosdk.api.sync.SyncTransport;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.sync.Updates;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one client is sent, so that a client that reads slowly costs no more than a fixed number of
 * bytes. While the transport has more queued than a mark, updates are held back here, and are
 * merged into one whenever they have doubled; beyond the limit the client has to come back and ask
 * for what it lacks. Awareness is not held at all: the board knows what the client has seen.
 */
final class Outbox {

  private final SyncTransport transport;
  private final RoomLimits limits;
  private final List<byte[]> held = new ArrayList<>(0);
  private long heldBytes;
  private long mergeAt;
  private byte @Nullable [] question;

  Outbox(SyncTransport transport, RoomLimits limits) {
    this.transport = transport;
    this.limits = limits;
    mergeAt = limits.holdUpdatesAt();
  }

  /** Sends a short message now. */
  void send(ByteBuffer message) {
    transport.send(List.of(message));
  }

  boolean takesAwareness() {
    return transport.queuedBytes() < limits.holdAwarenessAt();
  }

  private boolean takesUpdates() {
    return held.isEmpty() && transport.queuedBytes() < limits.holdUpdatesAt();
  }

  /**
   * Sends updates or holds them back.
   *
   * @param messages the updates, framed
   * @return false if the client is too far behind
   */
  boolean sendUpdates(List<ByteBuffer> messages, List<byte[]> updates) {
    if (takesUpdates()) {
      transport.send(messages);
      return true;
    }
    for (byte[] update : updates) {
      held.add(update);
      heldBytes += update.length;
    }
    if (heldBytes > mergeAt) {
      merge();
      mergeAt = Math.max(limits.holdUpdatesAt(), 2 * heldBytes);
    }
    return transport.queuedBytes() + heldBytes <= limits.queuedBytes();
  }

  private void merge() {
    byte[] merged = Updates.merge(List.copyOf(held), UpdateFormat.V1);
    held.clear();
    held.add(merged);
    heldBytes = merged.length;
  }

  /** Keeps the client's question for later if the client has to read first. */
  boolean postpones(byte[] stateVector) {
    question = transport.queuedBytes() < limits.holdUpdatesAt() ? null : stateVector;
    return question != null;
  }

  /** Returns a question that can be answered now, once. */
  byte @Nullable [] takeQuestion() {
    byte[] due = question;
    question = null;
    return due;
  }

  /** Returns what was held back as one update, once, if the client takes updates again. */
  byte @Nullable [] takeHeld() {
    if (held.isEmpty() || transport.queuedBytes() >= limits.holdUpdatesAt()) {
      return null;
    }
    merge();
    byte[] merged = held.get(0);
    held.clear();
    heldBytes = 0;
    mergeAt = limits.holdUpdatesAt();
    return merged;
  }

  long heldBytes() {
    return heldBytes;
  }

  void drop() {
    held.clear();
    heldBytes = 0;
    question = null;
  }
}
