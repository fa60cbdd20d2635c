package io.echosdk.sync.room;

import io.echosdk.api.sync.SyncException;
import io.echosdk.sync.update.UpdateSummary;
import io.echosdk.sync.wire.Framing;
import io.echosdk.sync.wire.Incoming;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what clients say, answers them, and sends what they were too slow for. Of the room's
 * thread.
 */
final class Conversation {

  private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

  private final LiveRoom room;
  private final Rooms rooms;

  Conversation(LiveRoom room, Rooms rooms) {
    this.room = room;
    this.rooms = rooms;
  }

  void receive(RoomConnection client, byte[] message) {
    Framing framing = client.framing;
    if (!room.audience().has(client) || framing == null) {
      return;
    }
    if (!room.isLive() && room.waitsForStore(() -> receive(client, message))) {
      return;
    }
    client.handled(message.length);
    try {
      understand(client, framing, framing.read(message));
    } catch (SyncException e) {
      int code = e.kind() == SyncException.Kind.LIMIT ? CloseCode.TOO_BIG : CloseCode.MALFORMED;
      LOG.debug("room {} refuses a message: {}", room.name(), e.getMessage());
      room.door()
          .dismiss(
              client, code, e.kind() == SyncException.Kind.LIMIT ? "limit" : "malformed message");
    }
  }

  private void understand(RoomConnection client, Framing framing, Incoming said) {
    switch (said.kind()) {
      case STATE_VECTOR:
        answer(client, framing, said.payload());
        break;
      case ANSWER:
      case UPDATE:
        takeUpdate(client, framing, said.payload());
        break;
      case AWARENESS:
        room.awareness().hear(said.payload(), client, rooms.nanos());
        break;
      case AWARENESS_QUERY:
        room.awareness().greet(client);
        break;
      case TOKEN:
        rooms.authorizeAgain(room, client, said.payload());
        break;
      case STATELESS:
        room.audience().tellStateless(said.payload());
        break;
      case LEAVE:
        room.door().dismiss(client, CloseCode.NORMAL, "provider_initiated");
        break;
      default:
        break;
    }
  }

  private void answer(RoomConnection client, Framing framing, byte[] stateVector) {
    if (client.outbox.postpones(stateVector)) {
      return;
    }
    client.outbox.send(framing.answer(room.bytes().missing(stateVector)));
    if (client.protocol == WireProtocol.HOCUSPOCUS) {
      client.outbox.send(framing.stateVector(room.known().stateVector().encode()));
    }
  }

  private void takeUpdate(RoomConnection client, Framing framing, byte[] update) {
    UpdateSummary summary = UpdateSummary.read(update, 1);
    if (client.access != Access.WRITE) {
      ByteBuffer status = framing.stored(summary.isEmpty());
      if (status != null) {
        client.outbox.send(status);
      }
      return;
    }
    if (room.changes().saver().unsavedBytes() + update.length > rooms.limits().unsavedBytes()) {
      room.door().dismiss(client, CloseCode.TRY_AGAIN, "the store is behind");
      return;
    }
    room.changes().take(update, summary, client, null, false);
  }

  void drained(RoomConnection client) {
    if (room.audience().has(client) && room.isLive()) {
      catchUp(client);
    }
  }

  /** Sends what was held back, if the client reads again. */
  void catchUp(RoomConnection client) {
    Framing framing = client.framing;
    if (framing == null || !room.isLive()) {
      return;
    }
    byte[] held = client.outbox.takeHeld();
    if (held != null) {
      client.outbox.send(framing.update(held));
    }
    byte[] question = client.outbox.takeQuestion();
    if (question != null) {
      answer(client, framing, question);
    }
    room.awareness().catchUp(client);
  }
}
