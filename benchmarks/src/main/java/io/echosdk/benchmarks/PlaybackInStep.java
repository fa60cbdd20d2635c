package io.echosdk.benchmarks;

import io.echosdk.sync.simulation.PlaybackSimulation;
import io.echosdk.sync.simulation.PlaybackSimulation.Scheme;
import io.echosdk.sync.simulation.SimulatedNetwork;
import java.util.List;
import java.util.Locale;

/**
 * How far listeners are from their group on simulated networks: those that Echo names, and others
 * that it does not. Beside them, on the same networks with the same stalls, listeners that are told
 * every five seconds to jump if they are over 500 ms off, which is how watching together is usually
 * done.
 *
 * <p>{@code PlaybackInStep [seed] [hours]}; seed 1 and 24 hours without arguments. The same
 * arguments give the same figures on every machine.
 */
public final class PlaybackInStep {

  private static final List<SimulatedNetwork> NETWORKS =
      List.of(
          SimulatedNetwork.LAN,
          SimulatedNetwork.WIFI,
          SimulatedNetwork.WAN,
          SimulatedNetwork.BUFFERBLOAT,
          SimulatedNetwork.MOBILE,
          new SimulatedNetwork("dsl", 12, 6, 3, 1, 0.02, 30, 0.01, 0, 0, 0),
          new SimulatedNetwork("satellite", 300, 4, 6, 6, 0.01, 60, 0.02, 0, 0, 0),
          new SimulatedNetwork("crowded wifi", 4, 0, 8, 8, 0.1, 60, 0.08, 0, 0, 0),
          new SimulatedNetwork("long uploads", 20, 0, 1, 1, 0.005, 20, 0.01, 600, 240, 0),
          new SimulatedNetwork("moving phone", 35, 8, 12, 8, 0.05, 80, 0.03, 0, 0, 300),
          new SimulatedNetwork("roaming wifi", 5, 0, 2, 2, 0.03, 25, 0.01, 0, 0, 120),
          new SimulatedNetwork("train", 60, 10, 25, 15, 0.1, 150, 0.1, 300, 60, 120),
          new SimulatedNetwork("4G in bursts", 28, 6, 10, 5, 0.08, 100, 0.02, 120, 8, 0),
          new SimulatedNetwork("uploads by DSL", 11, 4, 2, 1, 0.01, 20, 0.01, 250, 90, 0),
          new SimulatedNetwork("low satellites", 25, 4, 6, 4, 0.02, 40, 0.02, 0, 0, 60),
          new SimulatedNetwork("hotel", 6, 0, 5, 5, 0.08, 40, 0.25, 0, 0, 0),
          new SimulatedNetwork("fibre", 4, 1, 0.3, 0.1, 0.005, 5, 0.002, 0, 0, 0),
          new SimulatedNetwork("detours", 45, 0, 4, 4, 0.02, 40, 0.01, 0, 0, 600),
          new SimulatedNetwork("bus", 40, 6, 15, 10, 0.06, 90, 0.05, 200, 30, 90),
          new SimulatedNetwork("cellar", 8, 0, 3, 3, 0.05, 60, 0.1, 150, 20, 240),
          new SimulatedNetwork("village line", 22, 3, 4, 2, 0.02, 60, 0.02, 500, 120, 0),
          new SimulatedNetwork("office", 1.2, 0.4, 0.4, 0.6, 0.01, 8, 0.001, 0, 0, 0),
          new SimulatedNetwork("5G in bursts", 12, 3, 4, 2, 0.04, 50, 0.01, 60, 15, 400),
          new SimulatedNetwork("café", 9, 0, 6, 4, 0.1, 50, 0.12, 200, 45, 0),
          new SimulatedNetwork("ship", 280, 10, 15, 10, 0.04, 200, 0.06, 0, 0, 900),
          new SimulatedNetwork("continent", 110, 14, 5, 3, 0.01, 60, 0.01, 150, 300, 1200));

  private PlaybackInStep() {}

  /** Prints a row a network. */
  public static void main(String[] arguments) {
    long seed = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1;
    int hours = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 24;
    System.out.println(
        "| network | p50 ms | p99 ms | limit ms | seeks / stalls / rates an hour"
            + " | told to jump: p50 ms | p99 ms |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (SimulatedNetwork network : NETWORKS) {
      PlaybackSimulation.Result result = run(Scheme.CONTROLLED, network, seed, hours);
      PlaybackSimulation.Result jumping = run(Scheme.CORRECTED, network, seed, hours);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.2f | %.2f | %.1f | %.2f / %.2f / %.0f | %.0f | %.0f |%n",
          network.name(),
          result.p50Ms(),
          result.p99Ms(),
          result.limitMs(),
          result.seeksPerHour(),
          result.stallsPerHour(),
          result.rateMovesPerHour(),
          jumping.p50Ms(),
          jumping.p99Ms());
    }
  }

  private static PlaybackSimulation.Result run(
      Scheme scheme, SimulatedNetwork network, long seed, int hours) {
    return PlaybackSimulation.run(scheme, network, seed, hours, hour -> {});
  }
}
