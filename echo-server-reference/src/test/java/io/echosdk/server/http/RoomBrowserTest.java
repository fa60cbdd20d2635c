package io.echosdk.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.echosdk.api.EchoRuntime;
import io.echosdk.sync.netty.RoomServer;
import io.echosdk.testing.TestFiles;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Unchanged Yjs and y-websocket in a real browser, in one room with a client in Node. */
@Timeout(150)
class RoomBrowserTest {

  private static final String PAGE =
      """
      <!doctype html><title>room</title><link rel="icon" href="data:,">
      <script type="importmap">{"imports": %s}</script>
      <script type="module">
        import * as Y from 'yjs'
        import { WebsocketProvider } from 'y-websocket'
        const doc = new Y.Doc()
        const provider = new WebsocketProvider('ws://127.0.0.1:%d', 'song', doc, { disableBc: true })
        const hex = (bytes) => [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('')
        window.room = {
          provider,
          text: doc.getText('t'),
          state: () => hex(Y.encodeStateAsUpdate(doc)),
          names: () => [...provider.awareness.getStates().values()].map((s) => s.name).sort().join()
        }
      </script>
      """;

  @TempDir(cleanup = CleanupMode.NEVER) // the browser may still be writing while it ends
  static Path profile;

  private static final EchoRuntime RUNTIME = EchoRuntime.create();
  private static Path modules;
  private static RoomServer rooms;
  private static HttpServer pages;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    Path program = TestFiles.peer("echosdk.chromium", "/usr/bin/chromium");
    modules = TestFiles.npm("y-websocket").toAbsolutePath().getParent();
    rooms = RoomServer.builder(RUNTIME).start();
    pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    pages.createContext("/", RoomBrowserTest::answer);
    pages.start();
    browser = Browser.start(program, profile);
  }

  @AfterAll
  static void end() {
    if (browser != null) {
      browser.close();
    }
    if (pages != null) {
      pages.stop(0);
    }
    if (rooms != null) {
      rooms.close();
    }
    RUNTIME.close();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    boolean page = path.equals("/");
    byte[] body =
        page
            ? PAGE.formatted(imports(), rooms.port()).getBytes(StandardCharsets.UTF_8)
            : Files.readAllBytes(modules.resolve(path.substring(1)));
    exchange.getResponseHeaders().set("Content-Type", page ? "text/html" : "text/javascript");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Says where the browser finds what the packages import, as their package.json says in Node. */
  private static String imports() throws IOException {
    JsonObject imports = new JsonObject().put("yjs", "/yjs/dist/yjs.mjs");
    imports.put("y-websocket", "/y-websocket/src/y-websocket.js");
    for (String several : List.of("lib0", "y-protocols")) {
      try (Stream<Path> files = Files.list(modules.resolve(several))) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".js"))
            .map(name -> several + "/" + name.substring(0, name.length() - 3))
            .forEach(name -> imports.put(name, "/" + name + ".js"));
      }
    }
    return imports.encode();
  }

  /** The client of echo-sync's tests, in Node: each line asks, each line answers. */
  private static final class NodeClient implements AutoCloseable {
    private static final int LOOKS = 6_000; // the client answers each after five milliseconds
    private final Process process;
    private final PrintWriter in;
    private final BufferedReader out;

    NodeClient() throws IOException {
      Path script =
          TestFiles.root().resolve("echo-sync/src/test/resources/io/echosdk/sync/room/client.mjs");
      process =
          new ProcessBuilder(
                  TestFiles.peer("echosdk.node", "/usr/bin/node").toString(),
                  script.toAbsolutePath().toString(),
                  modules.getParent().toString(),
                  "yws",
                  "ws://127.0.0.1:" + rooms.port(),
                  "song")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      in = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
      out = process.inputReader(StandardCharsets.UTF_8);
    }

    JsonObject tell(String verb, JsonObject more) throws IOException {
      in.println(more.copy().put("verb", verb).encode());
      return new JsonObject(out.readLine());
    }

    JsonObject await(String key, Object wanted) throws IOException {
      JsonObject seen = tell("look", new JsonObject());
      for (int i = 0; i < LOOKS && !wanted.equals(seen.getValue(key)); i++) {
        seen = tell("look", new JsonObject());
      }
      assertThat(seen.getValue(key)).isEqualTo(wanted);
      return seen;
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  @Test
  void theBrowserAndNodeConvergeSeeOneAnotherAndMeetAgainAfterOneWasAway() throws Exception {
    try (NodeClient node = new NodeClient()) {
      node.await("synced", true);
      node.tell("insert", new JsonObject().put("at", 0).put("text", "from Node "));
      node.tell("show", new JsonObject().put("state", new JsonObject().put("name", "Node")));

      browser.open(
          URI.create("http://127.0.0.1:" + pages.getAddress().getPort() + "/"), 800, 600, false);
      browser.await("room.provider.synced && room.text.toString() === 'from Node '");
      browser.evaluate("room.provider.awareness.setLocalState({ name: 'browser' })");
      browser.await("room.names() === 'Node,browser'");
      browser.evaluate("room.text.insert(room.text.length, 'from the browser 🎵')");
      node.await("text", "from Node from the browser 🎵");

      browser.evaluate("room.provider.disconnect()");
      browser.evaluate("room.text.insert(0, 'apart ')");
      node.tell("delete", new JsonObject().put("at", 0).put("length", 10));
      browser.evaluate("room.provider.connect()");
      String text = "apart from the browser 🎵";
      browser.await("room.text.toString() === '" + text + "'");
      JsonObject seen = node.await("text", text);
      assertThat(browser.evaluate("room.state()")).isEqualTo(seen.getString("state"));
      assertThat(browser.errors()).isEmpty();
    }
  }
}
