package io.echosdk.server.http;

import static io.echosdk.server.http.TestServers.delete;
import static io.echosdk.server.http.TestServers.get;
import static io.echosdk.server.http.TestServers.post;
import static io.echosdk.server.http.TestServers.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.stream.StreamException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations, their refusals, and what guards them; no programme runs here. */
class EchoServerTest {

  private static final String KEY = "live_51d3-top-secret";

  @TempDir static Path data;
  private static EchoServer server;

  @BeforeAll
  static void serve() throws Exception {
    Files.writeString(data.resolve("short.csv"), "time,ecg\n0,0.1\n0.01,0.2\n0.02,0.1\n");
    Files.writeString(data.resolve("broken.hea"), "this is no header\n");
    Files.createSymbolicLink(data.resolve("link.csv"), Path.of("/etc/hostname"));
    server = TestServers.small().recordings(data).start();
  }

  @AfterAll
  static void end() throws Exception {
    server.close();
    Files.delete(data.resolve("link.csv"));
  }

  @Test
  void aSessionBeginsStoppedWithTheSimulatedSubject() throws Exception {
    JsonObject session = new JsonObject(get(server, "/api/v1/session").body());
    assertThat(session.getString("state")).isEqualTo("stopped");
    assertThat(session.getJsonObject("source").getString("id")).isEqualTo("sim");
    assertThat(session.getString("sourceState")).isEqualTo("none");
  }

  @Test
  void whatIsUnknownIsNullAndNeverZero() throws Exception {
    JsonObject state = new JsonObject(get(server, "/api/v1/state").body());
    JsonObject rate = state.getJsonObject("metrics").getJsonObject("heartRate");
    assertThat(rate.containsKey("value")).isTrue();
    assertThat(rate.getValue("value")).isNull();
    assertThat(rate.getValue("ageMs")).isNull();
    assertThat(state.getValue("beatAgeMs")).isNull();
  }

  @Test
  void aDestinationIsAddedShownWithoutItsKeyAndRemoved() throws Exception {
    HttpResponse<String> added =
        post(server, "/api/v1/destinations", destination("My channel", "rtmp://127.0.0.1:9/app"));
    assertThat(added.statusCode()).isEqualTo(201);
    String path = added.headers().firstValue("location").orElseThrow();
    assertThat(path).isEqualTo("/api/v1/destinations/My%20channel");

    HttpResponse<String> again =
        post(server, "/api/v1/destinations", destination("My channel", "rtmp://127.0.0.1:9/b"));
    assertProblem(again, 409, "name-taken");

    String all = get(server, "/api/v1/destinations").body();
    assertThat(all).contains("My channel").contains("rtmp://127.0.0.1:9/app");
    assertThat(added.body() + again.body() + all + get(server, path).body())
        .doesNotContain(KEY)
        .doesNotContain("\"key\"");

    assertThat(delete(server, path).statusCode()).isEqualTo(204);
    assertProblem(delete(server, path), 404, "not-found");
    assertProblem(get(server, path), 404, "not-found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"a\",\"url\":\"rtmp://h/app\"}|lacks the field key",
        "{\"name\":\"a\",\"url\":\"rtmp://h/app\",\"key\":\"live_51d3-top-secret\",\"more\":1}|more is not a field",
        "{\"name\":\"a/b\",\"url\":\"rtmp://h/app\",\"key\":\"live_51d3-top-secret\"}|name has characters",
        "{\"name\":\"a\",\"url\":\"http://h/app/live_51d3-top-secret\",\"key\":\"k\"}|url must look like",
        "{\"name\":\"a\",\"url\":\"rtmp://host only\",\"key\":\"live_51d3-top-secret\"}|url must look like",
        "{\"name\":\"a\",\"url\":\"rtmp://h/app\",\"key\":\"\"}|key is too short",
        "{\"name\":\"a\",\"url\":\"rtmp://h/app\",\"key\":{\"a\":\"live_51d3-top-secret\"}}|key is of the wrong type",
        "[\"live_51d3-top-secret\"]|the request is of the wrong type",
        "{\"key\":\"live_51d3-top-secret\"|not application/json",
      })
  void aBadDestinationIsRefusedInASentenceThatDoesNotRepeatTheKey(String body, String sentence)
      throws Exception {
    HttpResponse<String> refused = post(server, "/api/v1/destinations", body);
    assertProblem(refused, 400, "invalid-request");
    assertThat(refused.body()).contains(sentence).doesNotContain(KEY);
  }

  @Test
  void theServersOwnDestinationCannotBeRemoved() throws Exception {
    JsonArray all = new JsonArray(get(server, "/api/v1/destinations").body());
    JsonObject own = all.getJsonObject(0);
    assertThat(own.getBoolean("own")).isTrue();
    assertThat(own.getString("state")).isEqualTo("idle");
    assertProblem(delete(server, "/api/v1/destinations/page"), 409, "own-destination");
  }

  @Test
  void sourcesAreTheSimulationAndTheRecordingsOfTheFolderWithoutLinks() throws Exception {
    String sources = get(server, "/api/v1/sources").body();
    assertThat(new JsonArray(sources)).hasSize(3);
    assertThat(sources).contains("sim", "short.csv", "broken.hea").doesNotContain("link.csv");
  }

  @Test
  void aSourceIsChosenByItsId() throws Exception {
    HttpResponse<String> chosen =
        post(server, "/api/v1/session/source", "{\"source\":\"short.csv\"}");
    assertThat(chosen.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(chosen.body()).getJsonObject("source").getString("label"))
        .isEqualTo("short.csv");
    post(server, "/api/v1/session/source", "{\"source\":\"sim\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.csv",
        "/etc/passwd",
        "link.csv",
        "short.csv/../short.csv",
        "%2e%2e/x",
        "..\\\\x",
        "short.csv\\u0000",
        "nothing.hea"
      })
  void noIdLeadsOutOfTheFolder(String id) throws Exception {
    HttpResponse<String> refused =
        post(server, "/api/v1/session/source", "{\"source\":\"" + id + "\"}");
    assertProblem(refused, 404, "not-found");
  }

  @Test
  void aBrokenRecordingIsRefusedAndTheOldSourceStays() throws Exception {
    HttpResponse<String> refused =
        post(server, "/api/v1/session/source", "{\"source\":\"broken.hea\"}");
    assertProblem(refused, 422, "unreadable-recording");
    assertThat(refused.body()).contains("broken.hea");
    assertThat(server.studio().source().id()).isEqualTo("sim");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "null", "http://127.0.0.1:1", "nonsense"})
  void aPageOfAnotherOriginCanChangeNothing(String origin) throws Exception {
    HttpResponse<String> refused =
        send(
            HttpRequest.newBuilder(server.address().resolve("/api/v1/session/start"))
                .header("Origin", origin)
                .POST(HttpRequest.BodyPublishers.noBody()));
    assertProblem(refused, 403, "foreign-origin");
    assertThat(refused.headers().firstValue("access-control-allow-origin")).isEmpty();
  }

  @Test
  void ourOwnPageMayStopTheProgramme() throws Exception {
    String origin = server.address().toString().replaceAll("/$", "");
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(server.address().resolve("/api/v1/session/stop"))
                .header("Origin", origin)
                .POST(HttpRequest.BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void aNameThatIsPointedAtThisMachineIsNotAnswered() throws Exception {
    assertThat(raw("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 421")
        .contains("misdirected");
    assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void aSocketOfAnotherOriginIsRefused() throws Exception {
    String handshake =
        "GET /api/v1/live HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\n"
            + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    assertThat(raw(handshake)).startsWith("HTTP/1.1 403").contains("foreign-origin");
  }

  @Test
  void aBodyThatIsTooLargeIsCutOff() throws Exception {
    assertProblem(post(server, "/api/v1/destinations", " ".repeat(20_000)), 413, "too-large");
  }

  @Test
  void wrongPathsAndMethodsAreProblemsToo() throws Exception {
    assertProblem(get(server, "/nothing"), 404, "not-found");
    assertProblem(get(server, "/../../etc/passwd"), 404, "not-found");
    assertProblem(get(server, "/vendor/..%2f..%2fopenapi.yaml"), 404, "not-found");
    assertProblem(delete(server, "/api/v1/session"), 405, "method-not-allowed");
  }

  @Test
  void everyAnswerForbidsForeignCodeAndFraming() throws Exception {
    for (String path : new String[] {"/", "/docs", "/api/v1/session", "/nothing"}) {
      HttpResponse<String> answer = get(server, path);
      String policy = answer.headers().firstValue("content-security-policy").orElseThrow();
      assertThat(policy).contains("default-src 'none'", "frame-ancestors 'none'");
      assertThat(policy).doesNotContain("unsafe");
      assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    }
  }

  @Test
  void everyFileOfThePageIsServedAndNamesNothingForeign() throws Exception {
    for (String name : get(server, "/").body().split("\"")) {
      if (name.startsWith("/") && name.contains(".")) {
        assertThat(get(server, name).statusCode()).as(name).isEqualTo(200);
      }
    }
    assertThat(get(server, "/").body()).doesNotContain("http://", "https://");
  }

  @Test
  void anUnchangedFileIsNotSentTwice() throws Exception {
    String tag = get(server, "/app.js").headers().firstValue("etag").orElseThrow();
    HttpResponse<String> again =
        send(
            HttpRequest.newBuilder(server.address().resolve("/app.js"))
                .header("If-None-Match", tag));
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void theContractIsServedAndSaysThatKeysAreWriteOnly() throws Exception {
    JsonObject contract = new JsonObject(get(server, "/openapi.json").body());
    assertThat(contract.getString("openapi")).startsWith("3.1");
    JsonObject fields =
        contract
            .getJsonObject("components")
            .getJsonObject("schemas")
            .getJsonObject("NewDestination")
            .getJsonObject("properties");
    assertThat(fields.getJsonObject("key").getBoolean("writeOnly")).isTrue();
    assertThat(get(server, "/openapi.yaml").body()).startsWith("openapi: 3.1");
  }

  @Test
  void metricsNameNoKeyAndNothingAboutTheBody() throws Exception {
    post(server, "/api/v1/destinations", destination("metered", "rtmp://127.0.0.1:9/app"));
    String metrics = get(server, "/metrics").body();
    delete(server, "/api/v1/destinations/metered");
    assertThat(metrics).contains("echo_programme_running 0.0").contains("echo_frames_made");
    assertThat(metrics.toLowerCase(java.util.Locale.ROOT))
        .doesNotContain(KEY)
        .doesNotContain("heart", "breath", "eeg", "coherence");
  }

  @Test
  void healthIsGoodWhileNothingHasFailed() throws Exception {
    assertThat(get(server, "/health").statusCode()).isEqualTo(200);
  }

  @Test
  void aBusyPortIsNamedWithTheWayOut() {
    int port = server.address().getPort();
    assertThatThrownBy(() -> TestServers.small().port(port).start())
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("port " + port)
        .hasMessageContaining("--port");
  }

  private static String destination(String name, String url) {
    return new JsonObject().put("name", name).put("url", url).put("key", KEY).encode();
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String slug) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    JsonObject problem = new JsonObject(answer.body());
    assertThat(problem.getString("type")).isEqualTo("/docs#" + slug);
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.getString("detail")).isNotBlank();
  }

  private static String raw(String request) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      InputStream in = socket.getInputStream();
      byte[] bytes = new byte[4096];
      int length = in.readNBytes(bytes, 0, 12) + in.read(bytes, 12, bytes.length - 12);
      return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
  }
}
