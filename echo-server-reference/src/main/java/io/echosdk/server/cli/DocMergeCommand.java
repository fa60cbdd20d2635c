package io.echosdk.server.cli;

import io.echosdk.sync.UpdateFormat;
import io.echosdk.sync.Updates;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echo doc merge}: one update that does what several do. */
@Command(
    name = "merge",
    mixinStandardHelpOptions = true,
    description = {
      "Merges encoded updates into one, without building a document. The form of each file is"
          + " found by reading it. The output is replaced only once all of it is written.",
      "",
      "Examples:",
      "  echo doc merge monday.bin tuesday.bin -o both.bin",
      "  echo doc merge *.update --v2 -o all.v2",
      ""
    })
final class DocMergeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILES", arity = "1..*", description = "Files of one update each.")
  private List<Path> files;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      required = true,
      description = "Where the merged update goes.")
  private Path output;

  @Option(
      names = "--v2",
      description = "Write version 2, which is smaller for much text; otherwise version 1.")
  private boolean v2;

  @Override
  public Integer call() {
    UpdateFormat format = v2 ? UpdateFormat.V2 : UpdateFormat.V1;
    List<byte[]> updates = new ArrayList<>(files.size());
    try (ProgressBar bar = new ProgressBar(spec.commandLine().getErr(), System.console() != null)) {
      for (Path file : files) {
        updates.add(UpdateFile.read(file).as(format));
        bar.show(0.9 * updates.size() / files.size()); // reading is nearly all of it
      }
      byte[] merged = Updates.merge(updates, format);
      UpdateFile.write(output, merged);
      bar.show(1);
      PrintWriter out = spec.commandLine().getOut();
      out.println(output + ": " + merged.length + " bytes from " + files.size() + " updates");
      out.flush();
    }
    return 0;
  }
}
