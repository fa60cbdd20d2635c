package io.echosdk.server.cli;

import io.echosdk.server.doc.DocBench;
import io.echosdk.server.doc.DocOracle;
import io.echosdk.sync.PlainJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echo doc}: shared documents. */
@Command(
    name = "doc",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB",
    description = "Shared documents in the format of Yjs.",
    subcommands = {
      DocImportCommand.class,
      DocInspectCommand.class,
      DocMergeCommand.class,
      DocCommand.Bench.class,
      DocCommand.Oracle.class,
      DocServeCommand.class
    })
final class DocCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return CommandLine.ExitCode.USAGE;
  }

  /** {@code echo doc bench}: cost and bytes of recorded edits. */
  @Command(
      name = "bench",
      mixinStandardHelpOptions = true,
      description = {
        "Runs logs of edits (JSON lines, gzip) and prints for each one JSON object: CPU milliseconds"
            + " to edit, encode and parse, and size and hash of the encoded document.",
        "",
        "Example:",
        "  echo doc bench --repetitions 5 B4.jsonl.gz",
        ""
      })
  static final class Bench implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "OPS", arity = "1..*", description = "Logs of edits.")
    private List<Path> logs;

    @Option(
        names = "--repetitions",
        paramLabel = "N",
        defaultValue = "1",
        description = "How often; the least of each time counts. Default: 1.")
    private int repetitions;

    @Override
    public Integer call() throws IOException {
      PrintWriter out = spec.commandLine().getOut();
      for (Path log : logs) {
        out.println(PlainJson.write(DocBench.read(log).best(repetitions)));
        out.flush();
      }
      return CommandLine.ExitCode.OK;
    }
  }

  /** {@code echo doc oracle}: a session, message by message. */
  @Command(
      name = "oracle",
      mixinStandardHelpOptions = true,
      description = {
        "Answers JSON messages on standard input, one a line, with what a document does: its"
            + " updates, its bytes, its content. For comparing implementations.",
        "",
        "Example:",
        "  printf '%%s\\n' '{\"op\":\"new\",\"doc\":\"d\",\"clientID\":1,\"roots\":[\"tText\"]}' \\",
        "    '{\"op\":\"edit\",\"doc\":\"d\",\"ops\":[[\"ti\",[\"tText\"],0,\"hello\"]]}' \\",
        "    '{\"op\":\"state\",\"doc\":\"d\"}' | echo doc oracle",
        ""
      })
  static final class Oracle implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
      DocOracle oracle = new DocOracle();
      PrintWriter out = spec.commandLine().getOut();
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println(oracle.answer(line));
        out.flush();
      }
      return CommandLine.ExitCode.OK;
    }
  }
}
