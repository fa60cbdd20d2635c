package io.echosdk.server.cli;

import io.echosdk.api.EchoException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The root of the command line: shows what there is, and turns every error into one sentence and an
 * exit code (0 ok, 1 the work failed, 2 wrong use).
 */
@Command(
    name = "echo",
    mixinStandardHelpOptions = true,
    version = "Echo 0.1.0",
    synopsisSubcommandLabel = "VERB",
    description =
        "Biometric live music: a heartbeat comes in; sound, light and a live stream come out.",
    subcommands = {
      BeatsCommand.class,
      BreathCommand.class,
      BroadcastCommand.class,
      ConsentCommand.class,
      DocCommand.class,
      DoctorCommand.class,
      EegCommand.class,
      HrvCommand.class,
      IngestCommand.class,
      RecordCommand.class,
      ReplayCommand.class,
      RunCommand.class,
      SourcesCommand.class,
      SimulateCommand.class,
      StateCommand.class,
      SyncCommand.class,
      ToneCommand.class,
      VisualCommand.class,
    })
public final class EchoCommand {

  static final int FAILED = 1;

  private EchoCommand() {}

  /** Runs the verb that the arguments name and returns its exit code. */
  public static int run(String... arguments) {
    CommandLine line = line();
    if (arguments.length == 0) {
      line.usage(line.getOut());
      return CommandLine.ExitCode.USAGE;
    }
    return line.execute(arguments);
  }

  /** Returns the command line with its way to tell of errors. */
  static CommandLine line() {
    CommandLine line = new CommandLine(new EchoCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExpandAtFiles(false); // --to @FILE is ours
    line.setExecutionExceptionHandler((error, command, parsed) -> explain(error, command.getErr()));
    line.setParameterExceptionHandler((error, given) -> wrongUse(error));
    return line;
  }

  private static int wrongUse(ParameterException error) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("echo: " + error.getMessage());
    UnmatchedArgumentException.printSuggestions(error, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return CommandLine.ExitCode.USAGE;
  }

  private static int explain(Exception error, PrintWriter err) throws Exception {
    if (error instanceof EchoException || error instanceof IllegalArgumentException) {
      err.println("echo: " + error.getMessage());
      return error instanceof EchoException ? FAILED : CommandLine.ExitCode.USAGE;
    }
    throw error;
  }
}
