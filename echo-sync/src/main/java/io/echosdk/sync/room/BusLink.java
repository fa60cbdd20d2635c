package io.echosdk.sync.room;

import io.echosdk.api.sync.RoomBus;
import io.echosdk.api.sync.SyncException;
import io.echosdk.sync.codec.ByteReader;
import io.echosdk.sync.codec.ByteWriter;
import io.echosdk.sync.codec.Malformed;
import io.echosdk.sync.codec.StateVector;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes that serve one room tell each other: 0 an update, 1 awareness, 2 a greeting with
 * the state vector and a fingerprint of all that the node knows, deletes included. Who has more
 * than a greeting names answers with what is missing, so that nodes converge after the bus has lost
 * messages; who has less greets back.
 */
final class BusLink {

  private static final int UPDATE = 0;
  private static final int AWARENESS = 1;
  private static final int GREETING = 2;
  private static final long GREET_NANOS = 5_000_000_000L;
  private static final long GREET_BACK_NANOS = 500_000_000L;

  private final LiveRoom room;
  private final @Nullable RoomBus bus;
  private RoomBus.@Nullable Membership membership;
  private long greetedNanos;

  BusLink(LiveRoom room, @Nullable RoomBus bus) {
    this.room = room;
    this.bus = bus;
  }

  boolean exists() {
    return bus != null;
  }

  void join() {
    if (bus != null) {
      membership = bus.join(room.name(), new Ears());
      greet();
    }
  }

  private final class Ears implements RoomBus.Listener {
    @Override
    public void onMessage(byte[] message) {
      room.post(() -> hear(message));
    }

    @Override
    public void onGap() {
      room.post(BusLink.this::overcomeGap);
    }
  }

  private void overcomeGap() {
    room.readWhatOthersStored();
    greet();
  }

  void leave() {
    if (membership != null) {
      membership.close();
      membership = null;
    }
  }

  void publishUpdate(byte[] update) {
    publish(UPDATE, update);
  }

  void publishAwareness(byte[] states) {
    publish(AWARENESS, states);
  }

  private void publish(int kind, byte[] payload) {
    if (membership != null) {
      ByteWriter message = new ByteWriter(payload.length + 1);
      message.u8(kind);
      message.bytes(payload, 0, payload.length);
      membership.publish(message.toBytes());
    }
  }

  void greetNowAndThen(long nowNanos) {
    if (membership != null && nowNanos - greetedNanos >= GREET_NANOS) {
      greet();
    }
  }

  private void greet() {
    greetedNanos = room.nanos();
    ByteWriter greeting = new ByteWriter();
    greeting.int64(room.known().fingerprint());
    greeting.varBytes(room.known().stateVector().encode());
    publish(GREETING, greeting.toBytes());
  }

  private void hear(byte[] message) {
    if (membership == null) {
      return;
    }
    try {
      ByteReader source = new ByteReader(message);
      int kind = source.u8();
      byte[] payload = java.util.Arrays.copyOfRange(message, 1, message.length);
      if (kind == UPDATE) {
        room.changes().takeFromBus(payload);
      } else if (kind == AWARENESS) {
        room.hearFromBus(payload);
      } else if (kind == GREETING) {
        hearGreeting(new ByteReader(payload));
      } else {
        throw Malformed.update("there is no message of kind " + kind + " between nodes");
      }
    } catch (SyncException e) {
      room.busSpokeBadly(e);
    }
  }

  private void hearGreeting(ByteReader source) {
    long fingerprint = source.int64();
    StateVector theirs = StateVector.decode(source.varBytes());
    if (fingerprint == room.known().fingerprint()) {
      return;
    }
    publishUpdate(room.bytes().missing(theirs.encode()));
    byte[] people = room.awareness().everybody();
    if (people != null) {
      publishAwareness(people);
    }
    if (room.nanos() - greetedNanos >= GREET_BACK_NANOS && hasMore(theirs)) {
      greet();
    }
  }

  private boolean hasMore(StateVector theirs) {
    StateVector ours = room.known().stateVector();
    for (Map.Entry<Long, Integer> each : theirs.clocks().entrySet()) {
      if (each.getValue() > ours.clock(each.getKey())) {
        return true;
      }
    }
    return false;
  }
}
