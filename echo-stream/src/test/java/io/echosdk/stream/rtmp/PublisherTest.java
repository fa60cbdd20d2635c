package io.echosdk.stream.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.DestinationHealth;
import io.echosdk.api.stream.DestinationHealth.State;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.stream.HealthLog;
import io.echosdk.stream.RtmpFanOut;
import io.echosdk.stream.TestProgramme;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a destination behaves towards servers of every temper. */
class PublisherTest {

  private static final String KEY = "sup3rs3cret";

  private final EchoRuntime runtime = EchoRuntime.create();
  private final HealthLog log = new HealthLog();
  private final RtmpFanOut fanOut =
      RtmpFanOut.builder(runtime)
          .listener(log)
          .stall(Duration.ofMillis(300), Duration.ofSeconds(60))
          .build();

  @AfterEach
  void closeAll() {
    fanOut.close();
    runtime.close();
    assertThat(runtime.liveThreads()).isEmpty();
  }

  @Test
  void liveOnlyAfterThePublishStartOfTheServer() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              Command publish = ScriptedServer.admit(peer, 1);
              assertThat(fanOut.health().get(0).state()).isEqualTo(State.CONNECTING);
              peer.send(1, ScriptedServer.onStatus("status", "NetStream.Publish.Start"));
              peer.readCommand();
            })) {
      add(server);
      log.await("d", State.LIVE, 1);
      assertThat(log.states("d")).containsExactly(State.CONNECTING, State.LIVE);
    }
  }

  @Test
  void aRefusedKeyFailsForGoodAndIsNotShown() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              Command publish = ScriptedServer.admit(peer, 1);
              peer.send(
                  1,
                  new Command(
                      "onStatus",
                      0,
                      List.of(
                          Amf0.Nothing.NULL,
                          Map.of(
                              "level", "error",
                              "code", "NetStream.Publish.BadName",
                              "description", "no such key: " + publish.text(1)))));
            })) {
      add(server);
      DestinationHealth failed = log.await("d", State.FAILED, 1);
      assertThat(failed.detail())
          .contains("refused the stream", "NetStream.Publish.BadName", "no such key: ****")
          .doesNotContain(KEY);
      assertThat(log.states("d")).containsExactly(State.CONNECTING, State.FAILED);
    }
  }

  @Test
  void aRejectedApplicationFailsForGood() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              Command connect = peer.readCommand();
              peer.send(
                  0,
                  new Command(
                      "_error",
                      connect.transaction(),
                      List.of(
                          Amf0.Nothing.NULL,
                          ScriptedServer.status("error", "NetConnection.Connect.Rejected"))));
            })) {
      add(server);
      assertThat(log.await("d", State.FAILED, 1).detail())
          .contains("NetConnection.Connect.Rejected");
    }
  }

  @Test
  void aKeyThatWasGoodBeforeIsTriedAgainWhenTheServerStillHoldsItsOldConnection() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              ScriptedServer.admit(peer, 1);
              String code = n == 2 ? "NetStream.Publish.BadName" : "NetStream.Publish.Start";
              peer.send(1, ScriptedServer.onStatus(n == 2 ? "error" : "status", code));
              if (n == 3) {
                peer.readCommand();
              }
            })) {
      add(server);
      log.await("d", State.LIVE, 2);
      assertThat(log.states("d"))
          .containsExactly(
              State.CONNECTING,
              State.LIVE,
              State.BACKOFF,
              State.CONNECTING,
              State.BACKOFF,
              State.CONNECTING,
              State.LIVE);
      assertThat(fanOut.health().get(0).reconnects()).isEqualTo(1);
    }
  }

  @Test
  void aHostThatDoesNotResolveIsTriedAgain() throws Exception {
    fanOut.add(Destination.parse("d", "rtmp://no-such-host.invalid/app/" + KEY));
    DestinationHealth waiting = log.await("d", State.BACKOFF, 2);
    assertThat(waiting.detail()).contains("cannot resolve host no-such-host.invalid");
  }

  @Test
  void aClosedPortIsTriedAgain() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    fanOut.add(Destination.parse("d", "rtmp://127.0.0.1:" + port + "/app/" + KEY));
    assertThat(log.await("d", State.BACKOFF, 1).detail()).contains("cannot reach 127.0.0.1");
  }

  @Test
  void aServerThatSpeaksSomethingElseIsToldSo() throws Exception {
    try (ServerSocket http = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread answering =
          new Thread(
              () -> {
                try (Socket socket = http.accept()) {
                  socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
                  socket.getInputStream().readNBytes(1537);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      answering.start();
      fanOut.add(Destination.parse("d", "rtmp://127.0.0.1:" + http.getLocalPort() + "/app/" + KEY));
      assertThat(log.await("d", State.BACKOFF, 1).detail())
          .contains("handshake version 72 instead of 3");
      answering.join();
    }
  }

  @Test
  void anotherMessageStreamThanOneIsUsedAndPingsAreAnswered() throws Exception {
    List<EncodedPacket> packets = TestProgramme.packets(0.5, 1_000, 30, 5);
    ScriptedServer[] self = new ScriptedServer[1];
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              ScriptedServer.admit(peer, 5);
              peer.send(5, ScriptedServer.onStatus("status", "NetStream.Publish.Start"));
              peer.send(
                  2, Message.USER_CONTROL, 0, 0, Unpooled.buffer().writeShort(6).writeInt(1234));
              while (true) {
                try (Message message = peer.read()) {
                  if (message.type() == Message.VIDEO) {
                    self[0].note("video on " + message.streamId());
                  } else if (message.type() == Message.USER_CONTROL
                      && message.body().readUnsignedShort() == 7) {
                    self[0].note("pong " + message.body().readInt());
                  }
                }
              }
            })) {
      self[0] = server;
      fanOut.header(TestProgramme.header());
      add(server);
      log.await("d", State.LIVE, 1);
      server.await("pong 1234");
      packets.forEach(fanOut::accept);
      assertThat(server.await("video")).isEqualTo("video on 5");
      fanOut.close();
    }
  }

  @Test
  void aServerThatTakesNothingIsSeenAsStalledAndRecovers() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              ScriptedServer.admit(peer, 1);
              peer.send(1, ScriptedServer.onStatus("status", "NetStream.Publish.Start"));
              try {
                goOn.await();
              } catch (InterruptedException e) {
                throw new InterruptedIOException();
              }
              while (true) {
                peer.read().close();
              }
            })) {
      fanOut.header(TestProgramme.header());
      add(server);
      log.await("d", State.LIVE, 1);
      TestProgramme.packets(1.5, 60_000, 30, 6).forEach(fanOut::accept);
      assertThat(log.await("d", State.DEGRADED, 1).detail()).contains("127.0.0.1");
      goOn.countDown();
      log.await("d", State.LIVE, 2);
      fanOut.close();
    }
  }

  @Test
  void goodbyeIsSaidToTheServer() throws Exception {
    ScriptedServer[] self = new ScriptedServer[1];
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              Command publish = ScriptedServer.admit(peer, 1);
              peer.send(1, ScriptedServer.onStatus("status", "NetStream.Publish.Start"));
              while (true) {
                self[0].note(peer.readCommand().name());
              }
            })) {
      self[0] = server;
      add(server);
      log.await("d", State.LIVE, 1);
      assertThat(fanOut.remove("d")).isTrue();
      assertThat(fanOut.remove("d")).isFalse();
      server.await("FCUnpublish");
      server.await("deleteStream");
      server.await("over: the other side closed");
      log.await("d", State.STOPPED, 1);
      assertThat(fanOut.health()).isEmpty();
    }
  }

  private void add(ScriptedServer server) {
    fanOut.add(Destination.parse("d", "rtmp://127.0.0.1:" + server.port() + "/app/" + KEY));
  }
}
