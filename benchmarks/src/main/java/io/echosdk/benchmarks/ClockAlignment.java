package io.echosdk.benchmarks;

import static io.echosdk.benchmarks.PacketNetwork.connectionEvents;
import static io.echosdk.benchmarks.PacketNetwork.exponential;
import static io.echosdk.benchmarks.PacketNetwork.powerSaving;
import static io.echosdk.benchmarks.PacketNetwork.twoQueues;

import io.echosdk.benchmarks.PacketNetwork.Packet;
import io.echosdk.biometric.clock.ClockAligner;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How well the time of a device is found: the error of the time told against the simulated truth,
 * after the mean of each run's stretch is removed, for the shortest delay cannot be known from one
 * direction. Root mean square over the runs of each stretch's standard deviation, the worst run,
 * and how many runs are within a millisecond; "over runs" is the spread at one moment of different
 * runs, about the true shortest delay.
 *
 * <p>{@code benchmarks/run ClockAlignment [RUNS] [SEED]}
 */
public final class ClockAlignment {

  private static final double SECONDS = 600;
  private static final double MILLIS_PER_NANO = 1e-6;
  private static final int TYPICAL = 100; // packets whose median tells the mean delay

  private ClockAlignment() {}

  /** One stretch of a run, in seconds. */
  private record Stretch(double from, double to) {}

  private static final List<Stretch> STRETCHES =
      List.of(
          new Stretch(5, SECONDS),
          new Stretch(5, 10),
          new Stretch(5, 30),
          new Stretch(30, 60),
          new Stretch(60, SECONDS));

  private static final List<PacketNetwork> NETWORKS =
      List.of(
          polar("Polar, exp 2 ms", 50, exponential(0.03, 0.002, 0.02, 0.1, 0.3)),
          polar("Polar, exp 5 ms", 50, exponential(0.03, 0.005, 0.02, 0.1, 0.3)),
          polar("Polar, exp 10 ms", 80, exponential(0.03, 0.010, 0.02, 0.1, 0.3)),
          polar("Polar, exp 15 ms", -50, exponential(0.03, 0.015, 0.05, 0.1, 0.5)),
          polar("Polar, radio events 30 ms", 50, connectionEvents(0.03, 0.05, 0.001)),
          polar("Polar, two queues 5 ms", 60, twoQueues(0.03, 0.005)),
          muse("Muse, exp 5 ms", -80, exponential(0.02, 0.005, 0.02, 0.05, 0.3)),
          muse("Muse, exp 10 ms", -80, exponential(0.02, 0.010, 0.05, 0.05, 0.5)),
          muse("Muse, exp 20 ms", 80, exponential(0.02, 0.020, 0.05, 0.05, 0.5)),
          muse("Muse, power saving 100 ms", 60, powerSaving(0.004, 0.002, 0.1024, 0.03)),
          new PacketNetwork(
              "1 of 250 Hz, exp 10 ms", 250, 1, 70, exponential(0.02, 0.010, 0.02, 0.05, 0.3)),
          polar("Polar, exp 10 ms, 300 ppm", 300, exponential(0.03, 0.010, 0.02, 0.1, 0.3)));

  private static PacketNetwork polar(String name, double ppm, PacketNetwork.Delay delay) {
    return new PacketNetwork(name, 130, 73, ppm, delay);
  }

  private static PacketNetwork muse(String name, double ppm, PacketNetwork.Delay delay) {
    return new PacketNetwork(name, 256, 12, ppm, delay);
  }

  /** Errors of one run, in ms, one a packet. */
  private record Run(double[] seconds, double[] errorsMs, int backward) {

    double mean(Stretch stretch) {
      double sum = 0;
      int count = 0;
      for (int i = 0; i < seconds.length; i++) {
        if (inside(i, stretch)) {
          sum += errorsMs[i];
          count++;
        }
      }
      return sum / count;
    }

    double deviation(Stretch stretch) {
      double mean = mean(stretch);
      double squares = 0;
      int count = 0;
      for (int i = 0; i < seconds.length; i++) {
        if (inside(i, stretch)) {
          squares += (errorsMs[i] - mean) * (errorsMs[i] - mean);
          count++;
        }
      }
      return Math.sqrt(squares / count);
    }

    double at(double second) {
      int i = 0;
      while (seconds[i] < second) {
        i++;
      }
      return errorsMs[i];
    }

    private boolean inside(int i, Stretch stretch) {
      return seconds[i] >= stretch.from && seconds[i] < stretch.to;
    }
  }

  /** Prints the table, then the speed. */
  public static void main(String[] arguments) {
    int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 40;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
    PrintStream out = System.out;
    out.println("benchmarks/run ClockAlignment " + runs + " " + seed);
    out.println(
        "sd in ms, rms over runs (worst run; runs within 1 ms): 5-600 s | 5-10 s | 5-30 s | 30-60 s"
            + " | 60-600 s | over runs at 5 s, 30 s, 600 s | backward stamps");
    for (PacketNetwork network : NETWORKS) {
      out.println(network.name() + ", " + network.driftPpm() + " ppm");
      print(out, "  envelope", network, runs, seed, ClockAlignment::aligned);
      print(out, "  drift known", network, runs, seed, ClockAlignment::told);
      print(out, "  peer: RLS", network, runs, seed, ClockAlignment::smoothed);
    }
    printSpeed(out, seed);
  }

  private interface Method {
    Run run(PacketNetwork network, List<Packet> packets);
  }

  private static void print(
      PrintStream out, String name, PacketNetwork network, int runs, long seed, Method method) {
    Run[] all = new Run[runs];
    for (int i = 0; i < runs; i++) {
      all[i] = method.run(network, network.send(SECONDS, seed + 7919L * i));
    }
    StringBuilder line = new StringBuilder(String.format("%-12s", name));
    for (Stretch stretch : STRETCHES) {
      double worst = 0;
      int within = 0;
      for (Run run : all) {
        double deviation = run.deviation(stretch);
        worst = Math.max(worst, deviation);
        within += deviation <= 1 ? 1 : 0;
      }
      line.append(format(rms(all, run -> run.deviation(stretch)))).append(" (");
      line.append(format(worst).strip()).append("; ").append(within).append(") |");
    }
    for (double moment : new double[] {5, 30, SECONDS - 1}) {
      line.append(format(spread(all, moment)));
    }
    int backward = 0;
    for (Run run : all) {
      backward += run.backward;
    }
    out.println(line.append(" | ").append(backward));
  }

  private static String format(double value) {
    return String.format(Locale.ROOT, " %7.3f", value);
  }

  private static double rms(Run[] runs, ToDoubleFunction<Run> of) {
    double squares = 0;
    for (Run run : runs) {
      double value = of.applyAsDouble(run);
      squares += value * value;
    }
    return Math.sqrt(squares / runs.length);
  }

  private static double spread(Run[] runs, double moment) {
    double mean = 0;
    for (Run run : runs) {
      mean += run.at(moment) / runs.length;
    }
    double centre = mean;
    return rms(runs, run -> run.at(moment) - centre);
  }

  private static Run aligned(PacketNetwork network, List<Packet> packets) {
    ClockAligner aligner = ClockAligner.ofStamps();
    long sample = Math.round(1e9 / network.sampleRateHz());
    double[] seconds = new double[packets.size()];
    double[] errors = new double[packets.size()];
    long last = Long.MIN_VALUE;
    int backward = 0;
    for (int i = 0; i < errors.length; i++) {
      Packet packet = packets.get(i);
      aligner.observe(packet.deviceNanos(), packet.arrivalNanos());
      for (int n = network.samplesPerPacket() - 1; n >= 0; n--) {
        long told = aligner.hostNanos(packet.deviceNanos() - n * sample);
        backward += told < last ? 1 : 0;
        last = told;
      }
      seconds[i] = packet.deviceNanos() / 1e9;
      errors[i] = (last - packet.trueNanos()) * MILLIS_PER_NANO;
    }
    return new Run(seconds, errors, backward);
  }

  /**
   * What can be had at best from arrivals: the drift is told beforehand, so only the shortest delay
   * is sought, as the lowest of all packets so far less the mean delay above it over their number.
   */
  private static Run told(PacketNetwork network, List<Packet> packets) {
    double[] seconds = new double[packets.size()];
    double[] errors = new double[packets.size()];
    double[] delays = new double[TYPICAL];
    double lowest = Double.POSITIVE_INFINITY;
    double typical = 0;
    double last = Double.NEGATIVE_INFINITY;
    int backward = 0;
    for (int i = 0; i < errors.length; i++) {
      Packet packet = packets.get(i);
      double line = packet.deviceNanos() * (1 + network.driftPpm() * 1e-6);
      double delay = packet.arrivalNanos() - line;
      lowest = Math.min(lowest, delay);
      if (i < TYPICAL) {
        delays[i] = delay;
        double[] sorted = Arrays.copyOf(delays, i + 1);
        Arrays.sort(sorted);
        typical = (sorted[i / 2] - lowest) / Math.log(2);
      }
      double now = line + lowest - typical / (i + 1);
      backward += now < last ? 1 : 0;
      last = now;
      seconds[i] = packet.deviceNanos() / 1e9;
      errors[i] = (now - packet.trueNanos()) * MILLIS_PER_NANO;
    }
    return new Run(seconds, errors, backward);
  }

  private static Run smoothed(PacketNetwork network, List<Packet> packets) {
    RecursiveDejitter line = new RecursiveDejitter(network.packetSeconds());
    double[] seconds = new double[packets.size()];
    double[] errors = new double[packets.size()];
    double last = Double.NEGATIVE_INFINITY;
    int backward = 0;
    for (int i = 0; i < errors.length; i++) {
      Packet packet = packets.get(i);
      double told = line.next(packet.deviceNanos() / 1e9, packet.arrivalNanos() / 1e9);
      backward += told < last ? 1 : 0;
      last = told;
      seconds[i] = packet.deviceNanos() / 1e9;
      errors[i] = (told * 1e9 - packet.trueNanos()) * MILLIS_PER_NANO;
    }
    return new Run(seconds, errors, backward);
  }

  private static void printSpeed(PrintStream out, long seed) {
    PacketNetwork network = NETWORKS.get(10);
    List<Packet> packets = network.send(SECONDS, seed);
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      ClockAligner aligner = ClockAligner.ofStamps();
      long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      for (Packet packet : packets) {
        aligner.observe(packet.deviceNanos(), packet.arrivalNanos());
      }
      long time = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
      best = Math.min(best, time / packets.size());
    }
    out.println("processor time a packet, 250 packets a second: " + best + " ns");
  }
}
