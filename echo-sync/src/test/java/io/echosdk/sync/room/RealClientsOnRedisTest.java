package io.echosdk.sync.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.sync.netty.RoomServer;
import io.echosdk.sync.redis.RedisRoomBus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.embedded.RedisServer;

/**
 * Unchanged clients in Node at two servers that share a real Redis, which goes away for a while.
 */
@Timeout(120)
class RealClientsOnRedisTest {

  /** A server with a store of its own, and a client at it. */
  private static final class Node implements AutoCloseable {
    private final RedisRoomBus bus;
    private final RoomServer server;
    private final NodeClient client;

    Node(EchoRuntime runtime, int redis) throws Exception {
      bus = RedisRoomBus.connect(runtime, "redis://127.0.0.1:" + redis);
      server = RoomServer.builder(runtime).bus(bus, false).start();
      client = NodeClient.start("yws", "ws://127.0.0.1:" + server.port(), "song");
      client.await(NodeClient.Answer::synced);
    }

    @Override
    public void close() {
      client.close();
      server.close();
      bus.close();
    }
  }

  @Test
  void clientsOfTwoServersConvergeAfterAPartition() throws Exception {
    int port = freePort();
    RedisServer redis = start(port);
    try (EchoRuntime runtime = EchoRuntime.create();
        Node one = new Node(runtime, port);
        Node two = new Node(runtime, port)) {
      one.client.insert(0, "together ");
      one.client.show("A");
      two.client.await(seen -> seen.text().equals("together "));
      two.client.await(seen -> seen.people().equals(List.of("A")));

      redis.stop();
      one.client.insert(0, "left ");
      one.client.tell("{\"verb\":\"delete\",\"at\":5,\"length\":3}");
      two.client.insert(9, "right ");
      two.client.show("B");
      try (NodeClient late =
          NodeClient.start("yws", "ws://127.0.0.1:" + two.server.port(), "song")) {
        late.await(seen -> seen.text().equals("together right "));
        assertThat(one.client.look().text()).isEqualTo("left ether ");

        redis = start(port);
        String text = "left ether right ";
        one.client.await(seen -> seen.text().equals(text));
        two.client.await(seen -> seen.text().equals(text));
        late.await(seen -> seen.text().equals(text));
        one.client.await(seen -> seen.people().equals(List.of("A", "B")));
        two.client.await(seen -> seen.people().equals(List.of("A", "B")));
        assertThat(one.client.look().state()).isEqualTo(two.client.look().state());
        assertThat(late.look().state()).isEqualTo(one.client.look().state());
      }
    } finally {
      redis.stop();
    }
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
