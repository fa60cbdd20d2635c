package io.echosdk.sync.room;

import io.echosdk.sync.PlainJson;
import io.echosdk.testing.TestFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A real browser library in Node, driven line by line. */
final class NodeClient implements AutoCloseable {

  private static final int LOOKS = 6_000; // the client answers each after five milliseconds

  private final Process process;
  private final PrintWriter in;
  private final BufferedReader out;

  private NodeClient(Process process) {
    this.process = process;
    in = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts a client of y-websocket ("yws") or of Hocuspocus ("hocuspocus"). */
  static NodeClient start(String protocol, String url, String room, String... token)
      throws IOException {
    Path node = TestFiles.peer("echosdk.node", "/usr/bin/node");
    Path modules = TestFiles.npm("yjs").toAbsolutePath().getParent().getParent();
    String script =
        Path.of("src/test/resources/io/echosdk/sync/room/client.mjs").toAbsolutePath().toString();
    List<String> command =
        new ArrayList<>(List.of(node.toString(), script, modules.toString(), protocol, url, room));
    command.addAll(List.of(token));
    return new NodeClient(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  Answer tell(String json) throws IOException {
    in.println(json);
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the client in Node has ended");
    }
    return new Answer((Map<?, ?>) PlainJson.read(line));
  }

  Answer look() throws IOException {
    return tell("{\"verb\":\"look\"}");
  }

  void insert(int at, String text) throws IOException {
    tell("{\"verb\":\"insert\",\"at\":" + at + ",\"text\":\"" + text + "\"}");
  }

  void show(String name) throws IOException {
    tell("{\"verb\":\"show\",\"state\":{\"name\":\"" + name + "\"}}");
  }

  /** Looks until something is seen. */
  Answer await(Predicate<Answer> wanted) throws IOException {
    Answer answer = look();
    for (int i = 0; i < LOOKS && !wanted.test(answer); i++) {
      answer = look();
    }
    if (!wanted.test(answer)) {
      throw new AssertionError("was never seen; last: " + answer.seen);
    }
    return answer;
  }

  /** What the client sees. */
  record Answer(Map<?, ?> seen) {
    boolean synced() {
      return Boolean.TRUE.equals(seen.get("synced"));
    }

    String text() {
      return (String) seen.get("text");
    }

    List<?> people() {
      return (List<?>) seen.get("people");
    }

    long unsynced() {
      return ((Number) seen.get("unsynced")).longValue();
    }

    boolean denied() {
      return Boolean.TRUE.equals(seen.get("denied"));
    }

    Object scope() {
      return seen.get("scope");
    }

    List<?> closes() {
      return (List<?>) seen.get("closes");
    }

    List<?> stateless() {
      return (List<?>) seen.get("stateless");
    }

    String state() {
      return (String) seen.get("state");
    }
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
