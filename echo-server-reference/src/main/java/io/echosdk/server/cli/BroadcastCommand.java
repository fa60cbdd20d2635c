package io.echosdk.server.cli;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.DestinationHealth;
import io.echosdk.server.LivePipeline;
import io.echosdk.server.LivePipelineBuilder;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code echo broadcast}: the programme without the page. */
@Command(
    name = "broadcast",
    mixinStandardHelpOptions = true,
    description = {
      "Publishes the programme that a body drives, until the recording ends, the time is over or"
          + " Ctrl-C.",
      "",
      "Examples:",
      "  echo broadcast --to rtmp://localhost/live/mykey --seconds 60",
      "  echo broadcast --biometrics 100.hea --to @destinations.txt --record takes",
      "",
      "A key on the command line is seen by everybody who may list this machine's processes until"
          + " the program has started. Give URLs by --to @FILE, by --to - (standard input), or in"
          + " the environment variable ECHO_TO instead.",
      "",
      "Ends with 0, or with 1 if no destination ever went live, or if the recording that drives it"
          + " or the one that it makes broke off.",
      ""
    })
final class BroadcastCommand implements Callable<Integer> {

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final long SUBJECT = 1; // which simulated one
  private static final int LINES_EVERY_TICKS = 5; // where the line cannot be written over

  @Spec private CommandSpec spec;

  @Mixin private BodyOption body;

  @Option(
      names = "--to",
      paramLabel = "URL|@FILE|-",
      description = "rtmp[s]://host[:port]/app/key; may be repeated.")
  private List<String> to = List.of();

  @Option(
      names = "--record",
      paramLabel = "DIR",
      description = "Records the programme there, in MP4 files of 30 s.")
  private @Nullable Path recordTo;

  @Option(names = "--seconds", paramLabel = "N", description = "Ends after so long.")
  private long seconds = Long.MAX_VALUE / 1_000_000_000;

  @Option(names = "--json", description = "Writes one JSON value a second to standard output.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (seconds < 1) {
      throw wrong("--seconds must be at least 1 but is " + seconds);
    }
    List<Destination> destinations =
        Targets.read(
            to,
            System.getenv(Targets.VARIABLE),
            new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())));
    if (destinations.isEmpty() && recordTo == null) {
      throw wrong("nothing to do: name a destination with --to or a folder with --record");
    }
    AtomicBoolean brokeOff = new AtomicBoolean();
    try (EndSignal end = EndSignal.listen();
        EchoRuntime runtime = EchoRuntime.create();
        LivePipeline pipeline = pipeline(runtime, destinations, brokeOff)) {
      pipeline.start();
      BooleanSupplier pointless = () -> destinations.isEmpty() && brokeOff.get();
      Set<String> wentLive = watch(pipeline, end, pointless);
      if (!destinations.isEmpty() && wentLive.isEmpty()) {
        spec.commandLine().getErr().println("echo: no destination ever went live");
        return EchoCommand.FAILED;
      }
    }
    return brokeOff.get() ? EchoCommand.FAILED : 0;
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  private LivePipeline pipeline(
      EchoRuntime runtime, List<Destination> destinations, AtomicBoolean brokeOff) {
    PrintWriter err = spec.commandLine().getErr();
    LivePipelineBuilder builder =
        LivePipeline.builder(runtime)
            .source(body.open(SUBJECT, runtime))
            .onTrouble(
                trouble -> {
                  err.println("echo: " + trouble.getMessage());
                  brokeOff.set(true);
                });
    destinations.forEach(builder::destination);
    if (recordTo != null) {
      builder.record(recordTo);
    }
    return builder.build();
  }

  /** Shows how it goes until the end; returns the names of the destinations that went live. */
  private Set<String> watch(LivePipeline pipeline, EndSignal end, BooleanSupplier pointless)
      throws InterruptedException {
    Set<String> wentLive = new HashSet<>();
    long limitNanos = Duration.ofSeconds(seconds).toNanos();
    for (int tick = 1; pipeline.stats().uptimeNanos() < limitNanos; tick++) {
      long left = limitNanos - pipeline.stats().uptimeNanos();
      Duration wait = Duration.ofNanos(Math.max(1_000_000, Math.min(left, TICK.toNanos())));
      boolean asked = end.await(wait);
      List<DestinationHealth> health = pipeline.health();
      health.stream().filter(StatusLine::sending).forEach(each -> wentLive.add(each.name()));
      show(pipeline, health, tick);
      if (asked || over(pipeline.sourceState()) || pointless.getAsBoolean()) {
        break;
      }
    }
    if (System.console() != null) {
      spec.commandLine().getErr().println();
    }
    return wentLive;
  }

  private static boolean over(SourceState source) {
    return source instanceof SourceState.Closed || source instanceof SourceState.Failed;
  }

  private void show(LivePipeline pipeline, List<DestinationHealth> health, int tick) {
    if (json) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(StatusLine.json(pipeline.stats(), health));
      out.flush();
    }
    PrintWriter err = spec.commandLine().getErr();
    if (System.console() != null) {
      err.print("\r\033[K" + StatusLine.text(pipeline.stats(), health)); // writes over the last
      err.flush();
    } else if (tick == 2 || tick % LINES_EVERY_TICKS == 0) {
      err.println(StatusLine.text(pipeline.stats(), health));
    }
  }
}
