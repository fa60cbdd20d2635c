package io.echosdk.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.sync.LogRoomStore;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.StoredRoom;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.sync.room.Room;
import io.echosdk.sync.room.Rooms;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

/** Two nodes with stores of their own on one real Redis, which goes away and comes back. */
class RedisPartitionTest {

  @TempDir private Path folder;

  /** A node with one room open, and the texts that it went through. */
  private static final class Node implements AutoCloseable {
    private final LogRoomStore store;
    private final RedisRoomBus bus;
    private final Rooms rooms;
    private final Room room;
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

    Node(EchoRuntime runtime, Path folder, int port) throws Exception {
      store = LogRoomStore.open(runtime, folder);
      bus = RedisRoomBus.connect(runtime, "redis://127.0.0.1:" + port);
      rooms = Rooms.builder(runtime).store(store).bus(bus, false).build();
      room = rooms.open("a");
      room.read(
              doc ->
                  doc.onUpdate(
                      UpdateFormat.V1, (update, origin) -> texts.add(doc.text("t").toString())))
          .toCompletableFuture()
          .get(20, TimeUnit.SECONDS);
    }

    void write(String word) throws Exception {
      room.edit(doc -> append(doc, word)).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static void append(SharedDoc doc, String word) {
      doc.text("t").insert(doc.text("t").length(), word);
    }

    String awaitText(String... words) throws InterruptedException {
      while (true) {
        String text = texts.poll(30, TimeUnit.SECONDS);
        assertThat(text).as("a text with %s within 30 s", (Object) words).isNotNull();
        boolean all = true;
        for (String word : words) {
          all &= text.contains(word);
        }
        if (all) {
          return text;
        }
      }
    }

    String text() throws Exception {
      return room.read(doc -> doc.text("t").toString())
          .toCompletableFuture()
          .get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
      room.close();
      rooms.close();
      bus.close();
      store.close();
    }
  }

  @Test
  void nodesThatWereApartConvergeWhenRedisIsBackAndTheirStoresHoldTheSame() throws Exception {
    int port = freePort();
    RedisServer redis = start(port);
    try (EchoRuntime runtime = EchoRuntime.create()) {
      try (Node one = new Node(runtime, folder.resolve("one"), port);
          Node two = new Node(runtime, folder.resolve("two"), port)) {
        one.write("before ");
        two.awaitText("before ");
        redis.stop();
        one.write("left ");
        two.write("right ");
        assertThat(one.text()).doesNotContain("right");
        redis = start(port);
        String atOne = one.awaitText("before ", "left ", "right ");
        String atTwo = two.awaitText("before ", "left ", "right ");
        assertThat(atOne).isEqualTo(atTwo);
      }
      try (LogRoomStore one = LogRoomStore.open(runtime, folder.resolve("one"));
          LogRoomStore two = LogRoomStore.open(runtime, folder.resolve("two"))) {
        assertThat(stored(one)).isEqualTo(stored(two)).contains("left ", "right ");
      }
    } finally {
      redis.stop();
    }
  }

  private static String stored(LogRoomStore store) throws Exception {
    return new StoredRoom(store, "a").text("t").toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static RedisServer start(int port) throws IOException {
    RedisServer server =
        RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("save \"\"").build();
    server.start();
    return server;
  }
}
