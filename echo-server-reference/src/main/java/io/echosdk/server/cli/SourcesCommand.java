package io.echosdk.server.cli;

import io.echosdk.biometric.LiveSources;
import io.echosdk.biometric.Reach;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code echo sources}: which devices can be reached from here, and why not the others. */
@Command(
    name = "sources",
    mixinStandardHelpOptions = true,
    description = {
      "Says which ways to bring body signals in work here and which do not, with the reason and the"
          + " way out, and lists the streams and devices that were found within a second.",
      "",
      "Examples:",
      "  echo sources",
      "  echo sources --json",
      "  echo run --biometrics osc:5000",
      "  echo broadcast --biometrics polar:A0:9E:1A:00:00:01 --to @destinations.txt",
      ""
    })
final class SourcesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Writes one JSON value a transport to standard output.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Reach> all = LiveSources.reach();
    for (Reach reach : all) {
      if (json) {
        out.println(json(reach));
      } else {
        text(out, reach);
      }
    }
    out.flush();
    return 0;
  }

  private static String json(Reach reach) {
    return new JsonObject()
        .put("transport", reach.transport())
        .put("argument", reach.argument())
        .put("present", reach.present())
        .put("reason", reach.reason())
        .put("remedy", reach.remedy())
        .put("found", new JsonArray(reach.found()))
        .encode();
  }

  private static void text(PrintWriter out, Reach reach) {
    out.printf("%-22s %s%n", reach.transport(), reach.present() ? "here" : "not here");
    out.println("  " + reach.reason());
    if (!reach.present()) {
      out.println("  way out: " + reach.remedy());
    }
    out.println("  use as:  " + reach.argument());
    reach.found().forEach(line -> out.println("  found:   " + line));
  }
}
