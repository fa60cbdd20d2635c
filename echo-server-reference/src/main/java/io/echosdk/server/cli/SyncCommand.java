package io.echosdk.server.cli;

import io.echosdk.sync.simulation.PlaybackSimulation;
import io.echosdk.sync.simulation.SimulatedNetwork;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code echo sync}: playback in step. */
@Command(
    name = "sync",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB",
    description = "Many players in step.",
    subcommands = SyncCommand.Simulate.class)
final class SyncCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return CommandLine.ExitCode.USAGE;
  }

  /** {@code echo sync simulate}: how far from its group a listener is on a network. */
  @Command(
      name = "simulate",
      mixinStandardHelpOptions = true,
      description = {
        "Simulates listeners who hear one hour each over a network, with clocks that are wrong by up"
            + " to 100 ppm and two stalls an hour, and tells how far what they hear was from what"
            + " they should: the median and the 99th percentile, stalls included, from the fifteenth"
            + " second on. Half of a network's asymmetry is a limit that nobody can undercut.",
        "",
        "Examples:",
        "  echo sync simulate --network wifi",
        "  echo sync simulate --network wan --hours 24 --seed 7 --json",
        "  echo sync simulate --network lan --latency 20 --asymmetry 6 --jitter 3 --loss 0.02",
        ""
      })
  static final class Simulate implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
        names = "--network",
        paramLabel = "NAME",
        defaultValue = "wifi",
        description = "lan, wifi, wan, bufferbloat or mobile. Default: ${DEFAULT-VALUE}.")
    private String network;

    @Option(
        names = "--seed",
        paramLabel = "N",
        defaultValue = "1",
        description = "Where everything random comes from. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
        names = "--hours",
        paramLabel = "N",
        defaultValue = "24",
        description = "How many listeners listen for an hour each. Default: ${DEFAULT-VALUE}.")
    private int hours;

    @Option(names = "--latency", paramLabel = "MS", description = "Another base delay one way.")
    private @Nullable Double latencyMs;

    @Option(
        names = "--asymmetry",
        paramLabel = "MS",
        description = "How much longer the way up is than the way down.")
    private @Nullable Double asymmetryMs;

    @Option(names = "--jitter", paramLabel = "MS", description = "Another mean jitter, both ways.")
    private @Nullable Double jitterMs;

    @Option(names = "--loss", paramLabel = "SHARE", description = "Another loss, 0 to below 1.")
    private @Nullable Double loss;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
      SimulatedNetwork chosen = chosen();
      PlaybackSimulation.Result result;
      try (ProgressBar bar =
          new ProgressBar(spec.commandLine().getErr(), System.console() != null)) {
        result = PlaybackSimulation.run(chosen, seed, hours, h -> bar.show((double) h / hours));
      }
      PrintWriter out = spec.commandLine().getOut();
      out.println(json ? line(result) : text(chosen, result));
      out.flush();
      return CommandLine.ExitCode.OK;
    }

    private SimulatedNetwork chosen() {
      SimulatedNetwork named = SimulatedNetwork.named(network);
      if (latencyMs != null || asymmetryMs != null) {
        named =
            named.withBase(
                latencyMs == null ? named.latencyMs() : latencyMs,
                asymmetryMs == null ? named.asymmetryMs() : asymmetryMs);
      }
      named = jitterMs == null ? named : named.withJitter(jitterMs, jitterMs);
      return loss == null ? named : named.withLoss(loss);
    }

    private String line(PlaybackSimulation.Result result) {
      return new JsonLine()
          .add("hours", (long) hours)
          .add("seed", seed)
          .add("limitMs", result.limitMs())
          .add("stallsPerHour", result.stallsPerHour())
          .add("p50Ms", result.p50Ms())
          .add("p99Ms", result.p99Ms())
          .add("seeksPerHour", result.seeksPerHour())
          .add("rateMovesPerHour", result.rateMovesPerHour())
          .toString();
    }

    private String text(SimulatedNetwork chosen, PlaybackSimulation.Result result) {
      return String.format(
          Locale.ROOT,
          "%s, %d h: half of the time within %.2f ms, 99 %% of it within %.2f ms (%.1f ms cannot be"
              + " undercut); per hour %.2f stalls, %.2f seeks, %.0f changes of rate",
          chosen.name(),
          hours,
          result.p50Ms(),
          result.p99Ms(),
          result.limitMs(),
          result.stallsPerHour(),
          result.seeksPerHour(),
          result.rateMovesPerHour());
    }
  }
}
