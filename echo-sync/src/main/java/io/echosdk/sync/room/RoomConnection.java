package io.echosdk.sync.room;

import io.echosdk.api.sync.SyncTransport;
import io.echosdk.sync.wire.Framing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The end of a client's connection at which its room sits. Who owns the transport hands in what
 * comes, and says when the transport takes more and when it is gone. Safe for use from any thread;
 * messages count in the order of the calls.
 */
public final class RoomConnection {

  private static final int WAITING_MESSAGES = 2; // of the longest kind

  final SyncTransport transport;
  final WireProtocol protocol;
  final Outbox outbox;
  private final RoomLimits limits;

  private @Nullable LiveRoom room; // guarded by this
  private List<byte[]> early = new ArrayList<>(0); // guarded by this
  private long waitingBytes; // guarded by this
  private boolean ended; // guarded by this

  // of the room's thread, once it is in the room
  @Nullable Framing framing;
  Access access = Access.NONE;
  String subject = "";
  int place = -1; // among the members; -1: not one of them
  long batch; // the last one in which it is an author
  long awarenessSeen;
  boolean shifted;
  final Set<AwarenessBoard.Person> people = new HashSet<>(2); // whom it tells of
  long enteredNanos;
  long sentNanos;

  RoomConnection(WireProtocol protocol, SyncTransport transport, RoomLimits limits) {
    this.protocol = protocol;
    this.transport = transport;
    this.limits = limits;
    this.outbox = new Outbox(transport, limits);
  }

  /**
   * Takes a message from the client. Returns at once; a client that breaks a limit is closed.
   *
   * @param message not changed afterwards by anybody
   */
  public void receive(byte[] message) {
    LiveRoom target;
    synchronized (this) {
      if (ended) {
        return;
      }
      if (message.length > limits.messageBytes()) {
        end(CloseCode.TOO_BIG, "a message may have " + limits.messageBytes() + " bytes");
        return;
      }
      waitingBytes += message.length;
      if (waitingBytes > (long) WAITING_MESSAGES * limits.messageBytes()) {
        end(CloseCode.TRY_AGAIN, "too much waits to be handled");
        return;
      }
      if (room == null) {
        early.add(message);
        return;
      }
      target = room;
    }
    target.post(new Received(target, this, message));
  }

  /**
   * A message on its way into the room. A class of its own, because the compiler that rooms run
   * best with makes a lambda that holds something by a call into the virtual machine, and there is
   * one for each message.
   */
  private record Received(LiveRoom room, RoomConnection client, byte[] message)
      implements Runnable {

    @Override
    public void run() {
      room.conversation().receive(client, message);
    }
  }

  /** Says that the transport has written what was queued, or much of it. */
  public void drained() {
    LiveRoom target = room();
    if (target != null) {
      target.post(() -> target.conversation().drained(this));
    }
  }

  /** Says that the transport is gone. Idempotent. */
  public void closed() {
    LiveRoom target;
    synchronized (this) {
      ended = true;
      early = List.of();
      target = room;
      room = null;
    }
    if (target != null) {
      target.post(() -> target.door().leave(this));
    }
  }

  /** Returns what waits for the client to read; on the room's thread. */
  long bufferedBytes() {
    return transport.queuedBytes() + outbox.heldBytes();
  }

  private synchronized @Nullable LiveRoom room() {
    return room;
  }

  /** Joins a room with all that came before; returns false if the client is gone already. */
  synchronized boolean enter(LiveRoom target) {
    if (ended) {
      return false;
    }
    room = target;
    target.post(() -> target.door().admit(this));
    for (byte[] message : early) {
      target.post(new Received(target, this, message));
    }
    early = List.of();
    return true;
  }

  synchronized boolean waitsForAdmission() {
    return !ended && room == null;
  }

  synchronized void handled(int bytes) {
    waitingBytes -= bytes;
  }

  /** Ends the connection; {@link #closed()} follows from the transport. */
  void end(int code, String reason) {
    synchronized (this) {
      ended = true;
      early = List.of();
    }
    outbox.drop();
    transport.close(code, reason);
  }
}
