package io.echosdk.sync.room;

import io.echosdk.sync.wire.Framing;
import java.nio.ByteBuffer;

/** Lets clients into a room and out of it, and says what each may do. Of the room's thread. */
final class Door {

  private final LiveRoom room;
  private final Rooms rooms;

  Door(LiveRoom room, Rooms rooms) {
    this.room = room;
    this.rooms = rooms;
  }

  void admit(RoomConnection client) {
    if (room.isEnding()) {
      client.end(CloseCode.GOING_AWAY, "the room ends");
      rooms.release(room);
      return;
    }
    if (room.audience().size() >= rooms.limits().clientsPerRoom()) {
      client.end(CloseCode.POLICY, "the room is full");
      rooms.release(room);
      return;
    }
    room.audience().add(client);
    client.enteredNanos = rooms.nanos();
    client.sentNanos = client.enteredNanos;
    if (!room.waitsForStore(() -> greet(client))) {
      greet(client);
    }
  }

  private void greet(RoomConnection client) {
    Framing framing = client.framing;
    if (framing == null || !room.audience().has(client)) {
      return;
    }
    boolean writes = client.access == Access.WRITE;
    ByteBuffer admitted = framing.admitted(writes);
    if (admitted != null) {
      client.outbox.send(admitted);
    }
    if (writes && client.protocol == WireProtocol.Y_WEBSOCKET) {
      client.outbox.send(framing.stateVector(room.known().stateVector().encode()));
    }
    room.awareness().greet(client);
  }

  void leave(RoomConnection client) {
    if (!room.audience().has(client)) {
      return;
    }
    room.audience().remove(client);
    client.outbox.drop();
    room.awareness().cutOff(client, rooms.nanos());
    rooms.release(room);
  }

  /** Sends a client away. */
  void dismiss(RoomConnection client, int code, String reason) {
    client.end(code, reason);
    leave(client);
  }

  void dismissSlow(RoomConnection client) {
    dismiss(client, CloseCode.TRY_AGAIN, "too far behind");
  }

  /** Changes what a client may do from now on. */
  void setAccess(RoomConnection client, Access access) {
    Framing framing = client.framing;
    if (!room.audience().has(client) || framing == null || client.access == access) {
      return;
    }
    client.access = access;
    ByteBuffer word =
        access == Access.NONE
            ? framing.denied("permission-denied")
            : framing.admitted(access == Access.WRITE);
    if (word != null) {
      client.outbox.send(word);
    }
    if (access == Access.NONE) {
      dismiss(client, CloseCode.FORBIDDEN, "permission was withdrawn");
    } else if (access == Access.WRITE) {
      client.outbox.send(framing.stateVector(room.known().stateVector().encode()));
    }
  }

  void setAccess(String subject, Access access) {
    for (RoomConnection client : room.audience().members()) {
      if (client.subject.equals(subject)) {
        setAccess(client, access);
      }
    }
  }
}
