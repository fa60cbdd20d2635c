package io.echosdk.server.doc;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.sync.PlainJson;
import io.echosdk.testing.TestFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Random sessions in which Yjs, in Node, and a document here observe the same edits. */
class YjsEventsConformanceTest {

  private static final int SESSIONS = 10;
  private static final int STEPS = 60;

  @Test
  void observersHearWhatThoseOfYjsHear() throws IOException {
    Process node = start();
    try (BufferedReader messages =
            new BufferedReader(
                new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8));
        PrintStream answers =
            new PrintStream(node.getOutputStream(), true, StandardCharsets.UTF_8)) {
      Map<?, ?> end = answerAll(messages, answers);
      assertThat(end.get("differing")).as("sessions that differ, of %s", end).isEqualTo(0);
      assertThat((Integer) end.get("heard")).isGreaterThan(SESSIONS * STEPS);
    } finally {
      node.destroyForcibly();
    }
  }

  private static Process start() throws IOException {
    Path node = TestFiles.peer("echosdk.node", "/usr/bin/node");
    Path modules = TestFiles.npm("yjs").toAbsolutePath().getParent();
    Path script = TestFiles.root().resolve("benchmarks/peers/yjs-events.mjs").toAbsolutePath();
    return new ProcessBuilder(
            node.toString(),
            script.toString(),
            modules.toString(),
            String.valueOf(SESSIONS),
            String.valueOf(STEPS))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Answers all messages and returns the last one, which counts them. */
  private static Map<?, ?> answerAll(BufferedReader messages, PrintStream answers)
      throws IOException {
    DocOracle oracle = new DocOracle();
    for (String line = messages.readLine(); line != null; line = messages.readLine()) {
      Map<?, ?> message = (Map<?, ?>) PlainJson.read(line);
      if (message != null && message.containsKey("differing")) {
        return message;
      }
      answers.println(oracle.answer(line));
    }
    throw new AssertionError("Node ended before the sessions did");
  }
}
