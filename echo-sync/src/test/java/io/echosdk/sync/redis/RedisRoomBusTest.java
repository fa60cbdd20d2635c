package io.echosdk.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.RoomBus;
import io.echosdk.api.sync.SyncException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

/** Real Redis, started by the test on a port of its own. */
class RedisRoomBusTest {

  private static final String GAP = "gap";

  private static RedisServer redis;
  private static int port;

  private final EchoRuntime runtime = EchoRuntime.create();

  @BeforeAll
  static void startRedis() throws IOException {
    port = freePort();
    redis = start(port);
  }

  @AfterAll
  static void stopRedis() throws IOException {
    redis.stop();
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

  private RedisRoomBus connect() {
    return RedisRoomBus.connect(runtime, "redis://127.0.0.1:" + port);
  }

  /** A member, and what it heard: messages as text, gaps as "gap". */
  private static final class Heard implements RoomBus.Listener {
    final BlockingQueue<String> queue = new LinkedBlockingQueue<>();

    @Override
    public void onMessage(byte[] message) {
      queue.add(new String(message));
    }

    @Override
    public void onGap() {
      queue.add(GAP);
    }

    String next() throws InterruptedException {
      String next = queue.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("something heard within 20 s").isNotNull();
      return next;
    }
  }

  /** Joins and waits until Redis knows. */
  private static RoomBus.Membership join(RoomBus bus, String room, Heard heard)
      throws InterruptedException {
    RoomBus.Membership member = bus.join(room, heard);
    assertThat(heard.next()).isEqualTo(GAP);
    return member;
  }

  @Test
  void messagesReachTheOtherNodesInOrderAndNeverTheSender() throws Exception {
    try (runtime;
        RedisRoomBus here = connect();
        RedisRoomBus there = connect()) {
      Heard atHome = new Heard();
      Heard away = new Heard();
      Heard otherRoom = new Heard();
      RoomBus.Membership speaker = join(here, "音楽/🎵", atHome);
      RoomBus.Membership answerer = join(there, "音楽/🎵", away);
      join(there, "other", otherRoom);
      for (int n = 0; n < 500; n++) {
        speaker.publish(("" + n).getBytes());
      }
      for (int n = 0; n < 500; n++) {
        assertThat(away.next()).isEqualTo("" + n);
      }
      answerer.publish("thanks".getBytes());
      assertThat(atHome.next()).isEqualTo("thanks");
      assertThat(List.of(atHome.queue, away.queue, otherRoom.queue)).allMatch(q -> q.isEmpty());
    }
  }

  @Test
  void twoMembersOfOneNodeHearEachOther() throws Exception {
    try (runtime;
        RedisRoomBus bus = connect()) {
      Heard first = new Heard();
      Heard second = new Heard();
      RoomBus.Membership speaker = join(bus, "a", first);
      bus.join("a", second);
      speaker.publish("one".getBytes());
      assertThat(second.next()).isEqualTo("one");
      assertThat(first.queue).isEmpty();
    }
  }

  @Test
  void memberWhoLeftHearsNothingAndTheOthersGoOn() throws Exception {
    try (runtime;
        RedisRoomBus here = connect();
        RedisRoomBus there = connect()) {
      Heard gone = new Heard();
      Heard stays = new Heard();
      RoomBus.Membership speaker = join(here, "a", new Heard());
      RoomBus.Membership leaving = join(there, "a", gone);
      there.join("a", stays);
      leaving.close();
      leaving.close();
      speaker.publish("one".getBytes());
      assertThat(stays.next()).isEqualTo("one");
      assertThat(gone.queue).isEmpty();
    }
  }

  @Test
  void lossOfRedisIsAGapForBothSidesAndThenAllIsAsBefore() throws Exception {
    int ownPort = freePort();
    RedisServer own = start(ownPort);
    try (runtime;
        RedisRoomBus here = RedisRoomBus.connect(runtime, "redis://127.0.0.1:" + ownPort);
        RedisRoomBus there = RedisRoomBus.connect(runtime, "redis://127.0.0.1:" + ownPort)) {
      Heard atHome = new Heard();
      Heard away = new Heard();
      RoomBus.Membership speaker = join(here, "a", atHome);
      join(there, "a", away);
      speaker.publish("before".getBytes());
      assertThat(away.next()).isEqualTo("before");

      own.stop();
      for (int n = 0; n < 1_000; n++) {
        speaker.publish("lost".getBytes());
      }
      own = start(ownPort);
      assertThat(away.next()).isEqualTo(GAP);
      assertThat(atHome.next()).isEqualTo(GAP);

      List<String> after = new ArrayList<>();
      while (!after.contains("after")) {
        speaker.publish("after".getBytes()); // refused until this connection is back too
        String next = away.queue.poll(50, TimeUnit.MILLISECONDS);
        if (next != null) {
          after.add(next);
        }
      }
      assertThat(after).doesNotContain("lost");
    } finally {
      own.stop();
    }
  }

  @Test
  void closeLeavesNoThreadAndLetsNobodyIn() throws Exception {
    try (runtime;
        RedisRoomBus bus = connect()) {
      join(bus, "a", new Heard());
      bus.close();
      bus.close();
      assertThat(runtime.liveThreads()).noneMatch(name -> name.contains("redis"));
      assertThatThrownBy(() -> bus.join("a", new Heard())).hasMessageContaining("bus is closed");
    }
  }

  @Test
  void redisThatIsNotThereIsSaidInOneSentence() throws IOException {
    int nobody = freePort();
    try (runtime) {
      assertThatThrownBy(() -> RedisRoomBus.connect(runtime, "redis://:secret@127.0.0.1:" + nobody))
          .isInstanceOf(SyncException.class)
          .hasMessage(
              "cannot reach Redis at 127.0.0.1:" + nobody + ": start it there or name another")
          .hasMessageNotContaining("secret");
    }
  }
}
