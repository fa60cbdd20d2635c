package io.echosdk.server.cli;

import io.echosdk.api.stream.StreamException;
import io.echosdk.gpu.EngineReport;
import io.echosdk.gpu.VisualEngines;
import io.echosdk.internal.Defaults;
import io.echosdk.stream.EncoderInfo;
import io.echosdk.stream.Encoders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code echo doctor}: what this machine has, and why each fallback was chosen. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Reports platform, natives, encoders, vector kernels and the visual engine, and why each"
          + " fallback was chosen.",
      "",
      "Example: echo doctor --json",
      "",
      "Ends with 0 if a programme can be made here, else with 1.",
      ""
    })
final class DoctorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Writes one JSON value to standard output.")
  private boolean json;

  @Override
  public Integer call() {
    EngineReport engine = VisualEngines.report();
    List<EncoderInfo> encoders = List.of();
    String missing = "";
    try {
      encoders = Encoders.probe();
    } catch (StreamException e) {
      missing = e.getMessage();
    }
    boolean fit = encoders.stream().anyMatch(EncoderInfo::available);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(engine, encoders, missing));
    } else {
      text(out, engine, encoders, missing, fit);
    }
    out.flush();
    return fit ? 0 : EchoCommand.FAILED;
  }

  private static String json(EngineReport engine, List<EncoderInfo> encoders, String missing) {
    JsonArray tried = new JsonArray();
    for (EncoderInfo encoder : encoders) {
      tried.add(
          new JsonObject()
              .put("name", encoder.name())
              .put("hardware", encoder.hardware())
              .put("available", encoder.available())
              .put("reason", encoder.reason()));
    }
    return new JsonObject()
        .put("platform", Defaults.platform())
        .put("java", Defaults.javaVersion())
        .put("processors", Runtime.getRuntime().availableProcessors())
        .put("natives", missing.isEmpty() ? "loaded" : missing)
        .put("encoders", tried)
        .put("visualEngine", engine.backend().name().toLowerCase(Locale.ROOT))
        .put("visualEngineReason", engine.backendReason())
        .put("kernel", engine.kernel())
        .put("kernelReason", engine.kernelReason())
        .encode();
  }

  private static void text(
      PrintWriter out,
      EngineReport engine,
      List<EncoderInfo> encoders,
      String missing,
      boolean fit) {
    line(out, "Platform", Defaults.platform());
    line(out, "Java", Defaults.javaVersion());
    line(out, "Processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    line(out, "Natives", missing.isEmpty() ? "loaded" : missing);
    for (EncoderInfo encoder : encoders) {
      String kind = encoder.hardware() ? "hardware" : "software";
      String found = encoder.available() ? "available" : "not here: " + encoder.reason();
      line(out, "Encoder", encoder.name() + " (" + kind + ") " + found);
    }
    line(
        out,
        "Pictures",
        engine.backend().name().toLowerCase(Locale.ROOT) + ": " + engine.backendReason());
    line(out, "Kernels", engine.kernel() + ": " + engine.kernelReason());
    line(out, "Verdict", fit ? "a programme can be made here" : "no programme can be made here");
  }

  private static void line(PrintWriter out, String name, String value) {
    out.printf("%-11s %s%n", name, value);
  }
}
