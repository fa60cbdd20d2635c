package io.echosdk.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.server.Studio;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A small programme that runs, seen through both sockets and as FLV. */
@Timeout(60)
class LiveProgrammeTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static EchoServer server;

  @BeforeAll
  static void start() {
    server = TestServers.small().start();
    server.studio().start();
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @Test
  void theLiveSocketTellsOfABeatAndDrawsIt() throws Exception {
    try (Messages messages = Messages.of("/api/v1/live")) {
      JsonObject beaten =
          messages.await(m -> m.getJsonObject("state").getLong("beatCount") >= 3, "three beats");
      JsonObject rate =
          beaten.getJsonObject("state").getJsonObject("metrics").getJsonObject("heartRate");
      assertThat(rate.getDouble("value")).isBetween(30.0, 200.0);
      assertThat(beaten.getJsonObject("session").getString("state")).isEqualTo("running");
      JsonObject drawn =
          messages.await(m -> !m.getJsonObject("trace").getJsonArray("points").isEmpty(), "points");
      assertThat(drawn.getJsonObject("trace").getDouble("rateHz")).isBetween(60.0, 128.0);
      assertThat(drawn.getJsonArray("destinations").getJsonObject(0).getBoolean("own")).isTrue();
    }
  }

  @Test
  void pointsOfTheTraceFollowOneAnotherWithoutAHole() throws Exception {
    try (Messages messages = Messages.of("/api/v1/live")) {
      long next = -1;
      for (int i = 0; i < 12; i++) {
        JsonObject trace = messages.await(m -> true, "a message").getJsonObject("trace");
        if (next >= 0) {
          assertThat(trace.getLong("first")).isEqualTo(next);
        }
        next = trace.getLong("first") + trace.getJsonArray("points").size();
      }
    }
  }

  @Test
  void theProgrammeComesAsFlvOverHttp() throws Exception {
    HttpResponse<InputStream> answer =
        CLIENT.send(
            HttpRequest.newBuilder(server.address().resolve("/live/programme.flv")).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue("video/x-flv");
    try (InputStream flv = answer.body()) {
      assertThat(flv.readNBytes(5)).isEqualTo(new byte[] {'F', 'L', 'V', 1, 5});
      assertThat(flv.readNBytes(20_000)).hasSize(20_000);
    }
  }

  @Test
  void theProgrammeComesAsFlvOverAWebSocket() throws Exception {
    try (Messages messages = Messages.of("/live/programme.flv")) {
      byte[] header = messages.next();
      assertThat(new String(header, 0, 3, StandardCharsets.US_ASCII)).isEqualTo("FLV");
      for (int tags = 0; tags < 20; tags++) {
        assertThat(messages.next()).isNotEmpty();
      }
    }
  }

  @Test
  void metricsOfARunningProgrammeHaveLabelsOfDestinationsAndHopsAlone() throws Exception {
    String text;
    do {
      text = TestServers.get(server, "/metrics").body();
    } while (!text.contains("hop=\"R wave to decided beat\""));
    Set<String> labels = new TreeSet<>();
    Set<String> names = new TreeSet<>();
    for (String line : text.split("\n")) {
      if (!line.startsWith("#")) {
        names.add(line.split("[{ ]")[0]);
        Matcher label = Pattern.compile("([a-z_]+)=(\"[^\"]*\")").matcher(line);
        while (label.find()) {
          labels.add(label.group());
        }
      }
    }
    assertThat(names).allMatch(name -> name.matches("echo_(programme|frames|destination|hop)_.*"));
    assertThat(labels)
        .isSubsetOf(
            "destination=\"page\"",
            "hop=\"R wave to decided beat\"",
            "hop=\"state to block of sound\"",
            "hop=\"state to picture\"",
            "hop=\"moment of picture to packet\"",
            "hop=\"sample to packet of picture\"");
  }

  @Test
  void thereIsNoProgrammeWhereNothingRuns() throws Exception {
    try (EchoServer idle = TestServers.small().start()) {
      HttpResponse<String> answer = TestServers.get(idle, "/live/programme.flv");
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).contains("start it");
    }
  }

  @Test
  void twoServersInOneProcessKnowNothingOfEachOther() throws Exception {
    try (EchoServer other = TestServers.small().start()) {
      assertThat(other.address().getPort()).isNotEqualTo(server.address().getPort());
      assertThat(other.studio().state()).isEqualTo(Studio.State.STOPPED);
      assertThat(server.studio().state()).isEqualTo(Studio.State.RUNNING);
    }
  }

  /** Binary messages of a socket, whole, in order. */
  private static final class Messages implements WebSocket.Listener, AutoCloseable {

    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
    private final ArrayDeque<byte[]> parts = new ArrayDeque<>();
    private WebSocket socket;

    static Messages of(String path) throws Exception {
      Messages messages = new Messages();
      messages.socket =
          CLIENT
              .newWebSocketBuilder()
              .buildAsync(TestServers.socket(server, path), messages)
              .get(10, TimeUnit.SECONDS);
      return messages;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer bytes, boolean last) {
      byte[] part = new byte[bytes.remaining()];
      bytes.get(part);
      parts.add(part);
      if (last) {
        ByteBuffer whole = ByteBuffer.allocate(parts.stream().mapToInt(p -> p.length).sum());
        parts.forEach(whole::put);
        parts.clear();
        received.add(whole.array());
      }
      from.request(1);
      return null;
    }

    byte[] next() throws InterruptedException {
      byte[] message = received.poll(20, TimeUnit.SECONDS);
      assertThat(message).as("a message within 20 s").isNotNull();
      return message;
    }

    JsonObject await(Predicate<JsonObject> wanted, String what) throws InterruptedException {
      for (int i = 0; i < 600; i++) {
        JsonObject message = new JsonObject(new String(next(), StandardCharsets.UTF_8));
        if (wanted.test(message)) {
          return message;
        }
      }
      throw new AssertionError("no message told of " + what);
    }

    @Override
    public void close() {
      socket.abort();
    }
  }
}
