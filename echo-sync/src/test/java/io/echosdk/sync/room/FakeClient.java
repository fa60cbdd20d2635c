package io.echosdk.sync.room;

import io.echosdk.api.sync.SyncTransport;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.sync.codec.ByteReader;
import io.echosdk.sync.codec.ByteWriter;
import io.echosdk.sync.wire.Framing;
import io.echosdk.sync.wire.YWebsocketFraming;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A y-websocket client without a socket, with a document, and a reader that can be stopped. */
class FakeClient implements SyncTransport {

  final SharedDoc doc;
  final Framing framing = new YWebsocketFraming();
  final List<byte[]> unread = new ArrayList<>();
  final Map<Long, String> people = new TreeMap<>();
  RoomConnection connection;
  boolean reads = true;
  int closeCode;
  int updates;
  int awarenessMessages;
  boolean synced;
  private byte[] made;

  FakeClient(long id) {
    doc = SharedDoc.builder().clientId(id).build();
    doc.onUpdate(UpdateFormat.V1, (update, origin) -> made = origin == null ? update : made);
  }

  FakeClient join(Rooms rooms, String room) {
    return join(rooms, room, "");
  }

  FakeClient join(Rooms rooms, String room, String token) {
    connection = rooms.connect(room, WireProtocol.Y_WEBSOCKET, token, this);
    say(framing.stateVector(doc.stateVector()));
    return this;
  }

  /** Comes back after it was sent away, with all that it has. */
  void rejoin(Rooms rooms, String room) {
    closeCode = 0;
    synced = false;
    join(rooms, room);
  }

  void say(ByteBuffer message) {
    byte[] bytes = new byte[message.remaining()];
    message.duplicate().get(bytes);
    connection.receive(bytes);
  }

  void type(String text) {
    doc.text("t").insert(0, text);
    say(framing.update(made));
  }

  void show(long client, long clock, String json) {
    ByteWriter states = new ByteWriter();
    states.varUint(1);
    AwarenessCodec.write(
        states, client, clock, json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    say(framing.awareness(states.toBytes()));
  }

  String text() {
    return doc.text("t").toString();
  }

  void resume() {
    reads = true;
    List<byte[]> all = List.copyOf(unread);
    unread.clear();
    all.forEach(this::read);
    connection.drained();
  }

  @Override
  public void send(List<ByteBuffer> messages) {
    for (ByteBuffer message : messages) {
      byte[] bytes = new byte[message.remaining()];
      message.duplicate().get(bytes);
      if (reads) {
        read(bytes);
      } else {
        unread.add(bytes);
      }
    }
  }

  private void read(byte[] message) {
    ByteReader source = new ByteReader(message);
    long type = source.varUint();
    if (type == 0) {
      long step = source.varUint();
      byte[] payload = source.varBytes();
      if (step == 0) {
        say(framing.answer(doc.encode(UpdateFormat.V1, payload)));
      } else {
        synced |= step == 1;
        updates++;
        doc.apply(payload, UpdateFormat.V1, "remote");
      }
    } else if (type == 1) {
      awarenessMessages++;
      for (AwarenessCodec.Said said : AwarenessCodec.read(source.varBytes(), 1 << 20)) {
        if (said.leaves()) {
          people.remove(said.client());
        } else {
          people.put(said.client(), new String(said.json()));
        }
      }
    }
  }

  @Override
  public long queuedBytes() {
    long sum = 0;
    for (byte[] message : unread) {
      sum += message.length;
    }
    return sum;
  }

  @Override
  public void close(int code, String reason) {
    if (closeCode == 0) {
      closeCode = code;
      if (connection != null) {
        connection.closed();
      }
    }
  }
}
