package io.echosdk.benchmarks;

import io.echosdk.server.doc.DocBench;
import io.echosdk.server.doc.ProcessCpu;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.UpdateFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * The cold part of {@link YjsRatio}: each case once in a new process of each kind, counted from the
 * start of the process, with its reading of the data and all that it compiles.
 */
final class YjsRatioCold {

  private YjsRatioCold() {}

  static void main(String[] arguments) throws IOException {
    if (arguments.length > 0) {
      runHere(arguments[0]);
      return;
    }
    for (String name : List.of("local", "remote")) {
      double echo = inNewJvm(name);
      double yjs;
      try (YjsPeer peer = new YjsPeer()) {
        yjs =
            YjsPeer.number(
                name.equals("local")
                    ? peer.run("log", "file", RecordedUpdates.log("B4").toString(), "times", 1)
                    : peer.run("remote", "file", RecordedUpdates.b4().toString(), "one", false),
                "processMs");
      }
      System.out.printf(
          Locale.ROOT,
          "%-12s Echo %9.0f ms   Yjs %9.0f ms   ratio %.1f, whole processes%n",
          name,
          echo,
          yjs,
          yjs / echo);
    }
  }

  private static double inNewJvm(String name) throws IOException {
    Process java =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Dechosdk.testdata=" + System.getProperty("echosdk.testdata", "../shared/data"),
                "-cp",
                System.getProperty("java.class.path"),
                YjsRatio.class.getName(),
                "cold",
                name)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String answer = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Double.parseDouble(answer.trim());
  }

  private static void runHere(String name) throws IOException {
    if (name.equals("local")) {
      DocBench.read(RecordedUpdates.log("B4")).best(1);
    } else {
      SharedDoc doc = SharedDoc.create();
      long[] bytes = {0};
      doc.onUpdate(UpdateFormat.V1, (update, origin) -> bytes[0] += update.length);
      RecordedUpdates.readB4().forEach(update -> doc.apply(update, UpdateFormat.V1, null));
    }
    System.out.println(ProcessCpu.millisSinceStart());
  }
}
