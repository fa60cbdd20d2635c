package io.echosdk.sync.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.sync.netty.RoomServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Unchanged clients in Node against our server. */
@Timeout(60)
class RealClientsTest {

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
}
