package io.echosdk.benchmarks;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.VirtualClock;
import io.echosdk.api.sync.SyncTransport;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.sync.room.Room;
import io.echosdk.sync.room.RoomConnection;
import io.echosdk.sync.room.Rooms;
import io.echosdk.sync.room.WireProtocol;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A room on the calling thread with somebody in it who behaves, and one client of each protocol who
 * does not. Who is sent away comes back before the next message.
 */
final class HostileRoom implements AutoCloseable {

  static final String NAME = "room";
  private static final int MOST_TICKS = 1000;

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final VirtualClock clock = MediaClock.virtual();
  private final EchoRuntime runtime;
  private final Rooms rooms;
  private final Room room;
  private final Client[] hostile = new Client[WireProtocol.values().length];
  private boolean isRunning;
  private String untyped = "";

  private static final class Client implements SyncTransport {
    private @Nullable RoomConnection connection; // once it is let in
    private boolean isClosed;

    RoomConnection connection() {
      return Objects.requireNonNull(connection, "connection");
    }

    @Override
    public void send(List<ByteBuffer> messages) {}

    @Override
    public long queuedBytes() {
      return 0;
    }

    @Override
    public void close(int code, String reason) {
      isClosed = true;
    }
  }

  HostileRoom(byte[] state) {
    runtime =
        EchoRuntime.builder()
            .clock(clock)
            .executor(this::execute)
            .errorListener((during, error) -> untyped = during + ": " + error)
            .build();
    rooms = Rooms.builder(runtime).polled().build();
    room = rooms.open(NAME);
    room.edit(doc -> doc.apply(state, UpdateFormat.V1, null));
    room.show(7, "{\"name\":\"here\"}");
    connect(WireProtocol.Y_WEBSOCKET); // the one who behaves
    comeBack();
  }

  /** Lets back in who was sent away. */
  void comeBack() {
    for (WireProtocol protocol : WireProtocol.values()) {
      Client known = hostile[protocol.ordinal()];
      if (known == null || known.isClosed) {
        if (known != null) {
          known.connection().closed();
        }
        hostile[protocol.ordinal()] = connect(protocol);
      }
    }
  }

  private Client connect(WireProtocol protocol) {
    Client client = new Client();
    client.connection = rooms.connect(NAME, protocol, "", client);
    passTime();
    return client;
  }

  /** Hands a message in and lets the room work; returns whether the client may stay. */
  boolean take(WireProtocol protocol, byte[] message) {
    Client client = hostile[protocol.ordinal()];
    client.connection().receive(message);
    passTime();
    return !client.isClosed;
  }

  /** Runs a task when those are done that are running. */
  private void execute(Runnable task) {
    tasks.add(task);
    if (isRunning) {
      return;
    }
    isRunning = true;
    try {
      for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
        next.run();
      }
    } finally {
      isRunning = false;
    }
  }

  private void passTime() {
    clock.advance(Duration.ofMillis(20));
    rooms.poll();
  }

  /** Returns what the room has met that has no type, or nothing; forgets it. */
  String untyped() {
    String met = untyped;
    untyped = "";
    return met;
  }

  /** Returns all that the room's document holds. */
  byte[] state() {
    CompletableFuture<byte[]> state =
        room.read(doc -> doc.encode(UpdateFormat.V1)).toCompletableFuture();
    for (int i = 0; i < MOST_TICKS && !state.isDone(); i++) {
      passTime();
    }
    return Objects.requireNonNull(state.getNow(null), "the room does not answer");
  }

  @Override
  public void close() {
    room.close();
    rooms.close();
    runtime.close();
  }
}
