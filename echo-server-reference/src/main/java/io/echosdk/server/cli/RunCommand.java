package io.echosdk.server.cli;

import io.echosdk.biometric.ReplayOptions;
import io.echosdk.server.http.EchoServer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code echo run}: the whole system on embedded defaults. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Starts the whole system: a body, its sound and picture, the page that plays them.",
      "",
      "Example: echo run --data recordings --port 9000",
      ""
    })
final class RunCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "Port of the page; 0 takes a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description =
          "Address to listen on (default: ${DEFAULT-VALUE}, this machine alone). There is no"
              + " login: listen elsewhere only where everybody may drive the programme.")
  private String host;

  @Option(
      names = "--allow-host",
      paramLabel = "NAME",
      description = "A host name the page is opened by, beside addresses and localhost.")
  private List<String> names = List.of();

  @Option(
      names = "--biometrics",
      paramLabel = SourceArgument.LABEL,
      defaultValue = "sim",
      description = "What drives the programme first (default: the simulated subject).")
  private String biometrics;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "A folder whose recordings (.hea, .csv, .edf) can be chosen on the page.")
  private @Nullable Path folder;

  @Option(
      names = "--record",
      paramLabel = "DIR",
      description = "Records the programme there, in MP4 files of 30 s.")
  private @Nullable Path recordTo;

  @Option(names = "--no-start", description = "Waits for Start on the page.")
  private boolean waiting;

  @Override
  public Integer call() throws InterruptedException {
    EchoServer.Builder builder = EchoServer.builder().host(host).port(port);
    names.forEach(builder::allowHost);
    SourceArgument source = SourceArgument.parse(biometrics);
    if (source.scheme().equals(SourceArgument.FILE)) {
      builder.recording(Path.of(source.address()));
    } else if (!biometrics.equals("sim")) {
      builder.device(biometrics, runtime -> source.open(ReplayOptions.recordedSpeed(), runtime));
    }
    if (folder != null) {
      builder.recordings(folder);
    }
    if (recordTo != null) {
      builder.recordTo(recordTo);
    }
    try (EndSignal end = EndSignal.listen();
        EchoServer server = builder.start()) {
      if (!waiting) {
        server.studio().start();
      }
      PrintWriter out = spec.commandLine().getOut();
      out.println(server.address());
      out.flush();
      end.await();
    }
    return 0;
  }
}
