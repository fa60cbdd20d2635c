package io.echosdk.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A headless Chromium with one page, driven over the DevTools protocol with the JDK's own socket.
 */
final class Browser implements WebSocket.Listener, AutoCloseable {

  private static final long ANSWER_SECONDS = 60;

  private final Process process;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonObject>> asked = new ConcurrentHashMap<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final StringBuilder partial = new StringBuilder();
  private WebSocket socket;
  private String session = "";

  private Browser(Process process) {
    this.process = process;
  }

  static Browser start(Path program, Path profile) throws Exception {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-extensions",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("chromium.log").toFile())
            .start();
    Browser browser = new Browser(process);
    try {
      browser.connect(profile.resolve("DevToolsActivePort"));
      return browser;
    } catch (Exception | Error e) {
      browser.close();
      throw e;
    }
  }

  private void connect(Path portFile) throws Exception {
    List<String> lines = List.of();
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
    while (lines.size() < 2) {
      assertThat(process.isAlive()).as("chromium runs").isTrue();
      assertThat(System.nanoTime()).as("waited for chromium to listen").isLessThan(limit);
      lines = Files.exists(portFile) ? Files.readAllLines(portFile) : List.of();
      Thread.onSpinWait();
    }
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)), this)
            .get(ANSWER_SECONDS, TimeUnit.SECONDS);
    String target =
        call("Target.createTarget", new JsonObject().put("url", "about:blank"))
            .getString("targetId");
    session =
        call("Target.attachToTarget", new JsonObject().put("targetId", target).put("flatten", true))
            .getString("sessionId");
    for (String domain : List.of("Page", "Runtime", "Log")) {
      call(domain + ".enable", new JsonObject());
    }
  }

  /** Opens an address in a window of this size. */
  void open(URI address, int width, int height, boolean mobile) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        new JsonObject()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", mobile));
    call("Page.navigate", new JsonObject().put("url", address.toString()));
    await("location.href !== 'about:blank' && document.readyState === 'complete'");
  }

  /** Returns the value of a JavaScript expression. */
  Object evaluate(String expression) throws Exception {
    JsonObject answer =
        call(
            "Runtime.evaluate",
            new JsonObject()
                .put("expression", expression)
                .put("awaitPromise", true)
                .put("userGesture", true)
                .put("returnByValue", true));
    assertThat(answer.getJsonObject("exceptionDetails")).as(expression).isNull();
    return answer.getJsonObject("result").getValue("value");
  }

  /** Waits until an expression is true; it is asked at every frame of the page. */
  void await(String expression) throws Exception {
    Object held =
        evaluate(
            """
            new Promise((resolve) => {
              const begin = performance.now();
              const ask = () => {
                let holds = false;
                try { holds = Boolean(%s); } catch { /* not there yet */ }
                if (holds || performance.now() - begin > 40000) resolve(holds);
                else setTimeout(ask, 30);
              };
              ask();
            })
            """
                .formatted(expression));
    assertThat(held).as("waited 40 s for: %s", expression).isEqualTo(true);
  }

  /** Presses and releases a key that has a name: Tab, Enter, Escape. */
  void press(String key) throws Exception {
    int code = Map.of("Tab", 9, "Enter", 13, "Escape", 27).get(key);
    JsonObject event =
        new JsonObject().put("key", key).put("code", key).put("windowsVirtualKeyCode", code);
    if (key.equals("Enter")) {
      event.put("text", "\r");
    }
    call("Input.dispatchKeyEvent", event.copy().put("type", "keyDown"));
    call("Input.dispatchKeyEvent", event.copy().put("type", "keyUp"));
  }

  /** Types text where the focus is. */
  void type(String text) throws Exception {
    call("Input.insertText", new JsonObject().put("text", text));
  }

  /** Returns what the page has complained about so far: errors, warnings of the browser, throws. */
  List<String> errors() {
    return new ArrayList<>(errors);
  }

  /** Forgets complaints that were meant to happen; fails if there is none that says this. */
  void forget(String containing) {
    assertThat(errors.removeIf(error -> error.contains(containing))).as(containing).isTrue();
  }

  private JsonObject call(String method, JsonObject parameters) throws Exception {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    asked.put(id, answer);
    JsonObject message =
        new JsonObject().put("id", id).put("method", method).put("params", parameters);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    socket.sendText(message.encode(), true).get(ANSWER_SECONDS, TimeUnit.SECONDS);
    return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    partial.append(text);
    if (last) {
      receive(new JsonObject(partial.toString()));
      partial.setLength(0);
    }
    from.request(1);
    return null;
  }

  private void receive(JsonObject message) {
    if (message.containsKey("id")) {
      CompletableFuture<JsonObject> waiting = asked.remove(message.getInteger("id"));
      if (message.containsKey("error")) {
        waiting.completeExceptionally(new IOException(message.getJsonObject("error").encode()));
      } else {
        waiting.complete(message.getJsonObject("result"));
      }
      return;
    }
    JsonObject details = message.getJsonObject("params");
    switch (message.getString("method")) {
      case "Runtime.exceptionThrown" -> errors.add(details.encode());
      case "Runtime.consoleAPICalled" -> note(details, details.getString("type"));
      case "Log.entryAdded" -> note(details, details.getJsonObject("entry").getString("level"));
      default -> {
        // everything else is of no interest
      }
    }
  }

  private void note(JsonObject details, String level) {
    if (level.equals("error") || level.equals("warning") || level.equals("assert")) {
      errors.add(details.encode());
    }
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.abort();
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
