package io.echosdk.server.cli;

import io.echosdk.sync.PlainJson;
import io.echosdk.sync.UpdateReport;
import io.echosdk.sync.Updates;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echo doc inspect}: what an encoded update holds. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = {
      "Says what an encoded update holds: its form and size, structs by content, and for each"
          + " client its clocks, its deletes, and what the update waits for. Builds no document.",
      "",
      "Examples:",
      "  echo doc inspect room.bin",
      "  echo doc inspect room.bin --json",
      ""
    })
final class DocInspectCommand implements Callable<Integer> {

  private static final int CLIENTS_SHOWN = 40;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A file that holds one update.")
  private Path file;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    UpdateFile update = UpdateFile.read(file);
    UpdateReport report = Updates.inspect(update.bytes(), update.format());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(PlainJson.write(fields(report)));
    } else {
      print(out, report);
    }
    out.flush();
    return 0;
  }

  private static Map<String, Object> fields(UpdateReport report) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("version", report.format().ordinal() + 1);
    fields.put("bytes", report.bytes());
    fields.put("structs", report.structs());
    fields.put("contents", report.contents());
    fields.put("deletes", report.deletes());
    fields.put("waits", report.waits());
    List<Object> clients = new ArrayList<>();
    for (UpdateReport.Client client : report.clients()) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("client", client.id());
      each.put("structs", client.structs());
      each.put("firstClock", client.firstClock());
      each.put("endClock", client.endClock());
      each.put("missingClocks", client.missingClocks());
      each.put("neededClock", client.neededClock());
      each.put("deletes", client.deletes());
      each.put("deletedClocks", client.deletedClocks());
      clients.add(each);
    }
    fields.put("clients", clients);
    return fields;
  }

  private static void print(PrintWriter out, UpdateReport report) {
    out.printf(
        Locale.ROOT,
        "version %d, %,d bytes, %,d structs of %,d clients, %,d deletes%n",
        report.format().ordinal() + 1,
        report.bytes(),
        report.structs(),
        report.clients().size(),
        report.deletes());
    if (!report.contents().isEmpty()) {
      out.println(
          report.contents().entrySet().stream()
              .map(entry -> entry.getValue() + " " + entry.getKey())
              .collect(Collectors.joining(", ")));
    }
    for (UpdateReport.Client client :
        report.clients().subList(0, Math.min(CLIENTS_SHOWN, report.clients().size()))) {
      print(out, client);
    }
    if (report.clients().size() > CLIENTS_SHOWN) {
      out.println("  and " + (report.clients().size() - CLIENTS_SHOWN) + " more clients: --json");
    }
  }

  private static void print(PrintWriter out, UpdateReport.Client client) {
    out.print("  client " + client.id() + ":");
    if (client.structs() > 0) {
      out.printf(
          Locale.ROOT,
          " clocks %d to %d in %d structs",
          client.firstClock(),
          client.endClock() - 1,
          client.structs());
    }
    if (client.deletes() > 0) {
      out.printf(
          Locale.ROOT, " %d clocks deleted in %d ranges", client.deletedClocks(), client.deletes());
    }
    if (client.missingClocks() > 0) {
      out.print("; " + client.missingClocks() + " clocks missing between");
    }
    if (client.neededClock() > 0) {
      out.print("; waits for clocks below " + client.neededClock());
    }
    out.println();
  }
}
