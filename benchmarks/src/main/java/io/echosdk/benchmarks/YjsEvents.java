package io.echosdk.benchmarks;

import io.echosdk.server.doc.DocOracle;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What observers hear, beside Yjs: random sessions of peers that edit, undo, and apply updates out
 * of order, and whose every event, update and delta must be the same; see peers/yjs-events.mjs.
 *
 * <p>{@code YjsEvents [sessions] [steps] [first session]}; 1,000 sessions of 150 steps without
 * arguments. Needs {@code .ci/npm/node_modules}. The last line counts messages, events and answers
 * that differ.
 */
public final class YjsEvents {

  private YjsEvents() {}

  /** Runs the sessions; ends with an error if an answer differs. */
  public static void main(String[] arguments) throws IOException {
    Path modules = Path.of(System.getProperty("echosdk.npm", ".ci/npm/node_modules"));
    String sessions = arguments.length > 0 ? arguments[0] : "1000";
    String steps = arguments.length > 1 ? arguments[1] : "150";
    String first = arguments.length > 2 ? arguments[2] : "0";
    Process node =
        new ProcessBuilder(
                "node",
                "benchmarks/peers/yjs-events.mjs",
                modules.toAbsolutePath().toString(),
                sessions,
                steps,
                first)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader messages =
            new BufferedReader(
                new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8));
        PrintStream answers =
            new PrintStream(node.getOutputStream(), true, StandardCharsets.UTF_8)) {
      System.out.println(answerAll(messages, answers));
    } finally {
      node.destroy();
    }
  }

  private static String answerAll(BufferedReader messages, PrintStream answers) throws IOException {
    DocOracle oracle = new DocOracle();
    String last = "";
    for (String line = messages.readLine(); line != null; line = messages.readLine()) {
      last = line;
      if (line.startsWith("{\"seeds\":")) {
        break;
      }
      answers.println(oracle.answer(line));
    }
    if (!last.endsWith("\"differing\":0}")) {
      throw new IllegalStateException("not the events of Yjs: " + last);
    }
    return last;
  }
}
