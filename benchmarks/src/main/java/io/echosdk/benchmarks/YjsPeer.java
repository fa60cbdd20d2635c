package io.echosdk.benchmarks;

import io.echosdk.sync.PlainJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Yjs in a Node process of its own that runs one case at a time; see peers/yjs-ratio.mjs. */
final class YjsPeer implements AutoCloseable {

  private final Process node;
  private final PrintStream requests;
  private final BufferedReader answers;

  YjsPeer() throws IOException {
    Path modules = Path.of(System.getProperty("echosdk.npm", ".ci/npm/node_modules"));
    if (!Files.isDirectory(modules.resolve("yjs"))) {
      throw new IOException(
          "there is no yjs in " + modules + ": npm ci --ignore-scripts --prefix .ci/npm");
    }
    node =
        new ProcessBuilder(
                "node",
                "--expose-gc",
                "benchmarks/peers/yjs-ratio.mjs",
                modules.toAbsolutePath().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    requests = new PrintStream(node.getOutputStream(), true, StandardCharsets.UTF_8);
    answers =
        new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Runs a case; fields are names and values in turn. */
  Map<?, ?> run(String name, Object... fields) throws IOException {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("case", name);
    for (int i = 0; i < fields.length; i += 2) {
      request.put((String) fields[i], fields[i + 1]);
    }
    requests.println(PlainJson.write(request));
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException(
          "Node ended with " + node.onExit().join().exitValue() + " while it ran " + request);
    }
    return (Map<?, ?>) Objects.requireNonNull(PlainJson.read(answer), request::toString);
  }

  static double number(Map<?, ?> answer, String field) {
    return ((Number) Objects.requireNonNull(answer.get(field), field)).doubleValue();
  }

  @Override
  public void close() {
    requests.close();
    node.destroy();
  }
}
