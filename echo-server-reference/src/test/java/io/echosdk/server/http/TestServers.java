package io.echosdk.server.http;

import io.echosdk.api.stream.Rendition;
import io.echosdk.api.visual.VideoFormat;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Servers that are small enough to start in a test, and one way to ask them. */
final class TestServers {

  static final Rendition SMALL =
      new Rendition(320, 180, VideoFormat.Rate.of(30), 300, 64, Duration.ofSeconds(1));

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private TestServers() {}

  static EchoServer.Builder small() {
    return EchoServer.builder().port(0).rendition(SMALL).particles(500);
  }

  static HttpResponse<String> get(EchoServer server, String path) throws Exception {
    return send(HttpRequest.newBuilder(server.address().resolve(path)));
  }

  static HttpResponse<String> post(EchoServer server, String path, String json) throws Exception {
    return send(
        HttpRequest.newBuilder(server.address().resolve(path))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  static HttpResponse<String> delete(EchoServer server, String path) throws Exception {
    return send(HttpRequest.newBuilder(server.address().resolve(path)).DELETE());
  }

  static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(
        request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
  }

  static URI socket(EchoServer server, String path) {
    return URI.create("ws" + server.address().resolve(path).toString().substring("http".length()));
  }
}
