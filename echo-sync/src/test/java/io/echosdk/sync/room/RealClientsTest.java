package io.echosdk.sync.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.sync.netty.RoomServer;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Unchanged clients in Node against our server. */
@Timeout(60)
class RealClientsTest {

  private static final int EDITS = 100;
  private static final int EDIT_BYTES = 128 << 10; // all together more than the system's buffers

  private final EchoRuntime runtime = EchoRuntime.create();
  private final RoomServer server = RoomServer.builder(runtime).start();

  @AfterEach
  void end() {
    server.close();
    runtime.close();
  }

  private String url() {
    return "ws://127.0.0.1:" + server.port();
  }

  @Test
  void yWebsocketClientsConvergeAndSeeOneAnother() throws Exception {
    try (NodeClient a = NodeClient.start("yws", url(), "song/ä b");
        NodeClient b = NodeClient.start("yws", url(), "song/ä b")) {
      a.await(NodeClient.Answer::synced);
      b.await(NodeClient.Answer::synced);
      a.insert(0, "hello");
      a.show("A");
      b.insert(0, "world ");
      b.show("B");
      String text = a.await(seen -> seen.text().length() == 11).text();
      assertThat(b.await(seen -> seen.text().length() == 11).text()).isEqualTo(text);
      a.await(seen -> seen.people().size() == 2);
      b.await(seen -> seen.people().size() == 2);
      assertThat(a.look().state()).isEqualTo(b.look().state());
    }
  }

  @Test
  void hocuspocusProvidersConvergeAreAcknowledgedAndHearTexts() throws Exception {
    String url = url() + "/hocuspocus";
    try (NodeClient a = NodeClient.start("hocuspocus", url, "song", "token");
        NodeClient b = NodeClient.start("hocuspocus", url, "song", "token");
        NodeClient c = NodeClient.start("yws", url(), "song")) {
      a.await(NodeClient.Answer::synced);
      b.await(NodeClient.Answer::synced);
      c.await(NodeClient.Answer::synced);
      a.insert(0, "one ");
      b.insert(0, "two ");
      c.insert(0, "three ");
      a.show("A");
      c.show("C");
      String text = a.await(seen -> seen.text().length() == 14 && seen.unsynced() == 0).text();
      assertThat(b.await(seen -> seen.text().length() == 14).text()).isEqualTo(text);
      assertThat(c.await(seen -> seen.text().length() == 14).text()).isEqualTo(text);
      assertThat(a.look().scope()).isEqualTo("read-write");
      b.await(seen -> seen.people().equals(java.util.List.of("A", "C")));
      try (Room room = server.rooms().open("song")) {
        room.tell("stand by");
        b.await(seen -> seen.stateless().contains("stand by"));
      }
    }
  }

  @Test
  void aClientThatWasAwayComesBackWithWhatItDid() throws Exception {
    try (NodeClient a = NodeClient.start("yws", url(), "song");
        NodeClient b = NodeClient.start("yws", url(), "song")) {
      a.await(NodeClient.Answer::synced);
      b.await(NodeClient.Answer::synced);
      a.show("A");
      b.await(seen -> seen.people().contains("A"));
      a.tell("{\"verb\":\"disconnect\"}");
      b.await(seen -> !seen.people().contains("A"));
      a.insert(0, "offline ");
      b.insert(0, "online ");
      a.tell("{\"verb\":\"connect\"}");
      String text = a.await(seen -> seen.text().length() == 15).text();
      assertThat(b.await(seen -> seen.text().length() == 15).text()).isEqualTo(text);
      b.await(seen -> seen.people().contains("A"));
    }
  }

  @Test
  void aClientThatStopsReadingCostsAMegabyteAndDelaysNobodyAndConvergesOnceItReads()
      throws Exception {
    try (NodeClient stops = NodeClient.start("yws", url(), "song");
        Room room = server.rooms().open("song")) {
      stops.await(NodeClient.Answer::synced);
      RoomConnection stopped = onTheRoomsThread(live -> live.audience().members().get(0));
      try (NodeClient reads = NodeClient.start("yws", url(), "song")) {
        reads.await(NodeClient.Answer::synced);
        stops.tell("{\"verb\":\"stop\"}");
        long most = 0;
        for (int i = 1; i <= EDITS; i++) {
          String value = (i + " ").repeat(EDIT_BYTES / 4);
          room.edit(doc -> overwrite(doc, value)).toCompletableFuture().get(20, TimeUnit.SECONDS);
          int dots = i;
          reads.await(seen -> seen.text().length() == dots);
          most = Math.max(most, onTheRoomsThread(live -> stopped.bufferedBytes()));
        }
        assertThat(most).isBetween(1L << 18, 1L << 20);
        int left = onTheRoomsThread(live -> live.audience().size());
        assertThat(left).as("the other was sent away").isEqualTo(1);
        assertThat(reads.look().closes()).isEmpty();
        stops.tell("{\"verb\":\"read\"}");
        stops.await(seen -> seen.text().length() == EDITS);
        assertThat(stops.look().closes()).isNotEmpty();
        assertThat(stops.look().state()).isEqualTo(reads.look().state());
      }
    }
  }

  @Test
  void aClientInThisProcessAndOneOnASocketConvergeAndSeeOneAnother() throws Exception {
    try (NodeClient node = NodeClient.start("yws", url(), "song");
        RoomClient here = RoomClient.builder(server.rooms(), "song").join()) {
      node.await(NodeClient.Answer::synced);
      here.synced().toCompletableFuture().get(20, TimeUnit.SECONDS);
      node.insert(0, "hello");
      node.show("node");
      here.edit(doc -> doc.text("t").insert(0, "world ")).toCompletableFuture().get();
      here.awareness().setLocalState("{\"name\":\"java\"}");
      NodeClient.Answer seen = node.await(look -> look.text().length() == 11);
      await(() -> text(here).equals(seen.text()));
      assertThat(HexFormat.of().formatHex(read(here, doc -> doc.encode(UpdateFormat.V1))))
          .isEqualTo(node.look().state());
      node.await(look -> look.people().equals(java.util.List.of("java", "node")));
      await(() -> here.awareness().states().containsValue("{\"name\":\"node\"}"));
      node.tell("{\"verb\":\"disconnect\"}");
      await(() -> here.awareness().states().size() == 1);
      here.edit(doc -> doc.text("t").insert(0, "> ")).toCompletableFuture().get();
      node.insert(0, "away ");
      node.tell("{\"verb\":\"connect\"}");
      NodeClient.Answer back = node.await(look -> look.text().length() == 18);
      await(() -> text(here).equals(back.text()));
      here.close();
      node.await(look -> look.people().equals(java.util.List.of("node")));
    }
  }

  private static String text(RoomClient client) throws Exception {
    return read(client, doc -> doc.text("t").toString());
  }

  private static <T> T read(RoomClient client, Function<SharedDoc, T> work) throws Exception {
    return client.read(work).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static void await(java.util.concurrent.Callable<Boolean> wanted) throws Exception {
    while (!wanted.call()) {
      Thread.sleep(1); // the test's time limit ends it
    }
  }

  private static void overwrite(SharedDoc doc, String value) {
    doc.map("m").set("k", value);
    doc.text("t").insert(0, ".");
  }

  private <T> T onTheRoomsThread(Function<LiveRoom, T> look) throws Exception {
    LiveRoom live = server.rooms().peek("song");
    CompletableFuture<T> seen = new CompletableFuture<>();
    live.post(() -> seen.complete(look.apply(live)));
    return seen.get(20, TimeUnit.SECONDS);
  }
}
