package io.echosdk.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A device that sends packets of samples over a network that delays them: what the device stamps,
 * when each packet arrives, and what is true.
 *
 * @param name what it is like
 * @param sampleRateHz samples per second of the device's own clock
 * @param samplesPerPacket how many
 * @param driftPpm by how much the device's second is longer than ours
 * @param delay how long a packet is under way
 */
record PacketNetwork(
    String name, double sampleRateHz, int samplesPerPacket, double driftPpm, Delay delay) {

  private static final double NANOS = 1e9;

  /** How long a packet is under way. */
  @FunctionalInterface
  interface Delay {
    /** Returns seconds, never less than 0, for a packet sent at {@code seconds}. */
    double next(double seconds, Random random);
  }

  /** One packet: the device's stamp of its last sample, the truth, and the arrival. */
  record Packet(long deviceNanos, long trueNanos, long arrivalNanos) {}

  double packetSeconds() {
    return samplesPerPacket / sampleRateHz;
  }

  /** Sends for so long; equal seeds give equal packets. They arrive in the order of sending. */
  List<Packet> send(double seconds, long seed) {
    Random random = new Random(seed);
    double start = 100 * random.nextDouble();
    double arrived = 0;
    List<Packet> packets = new ArrayList<>();
    for (int i = 1; i * packetSeconds() <= seconds; i++) {
      double device = i * packetSeconds();
      double truth = start + device * (1 + driftPpm * 1e-6);
      arrived = Math.max(arrived, truth + delay.next(truth, random));
      packets.add(new Packet(nanos(device), nanos(truth), nanos(arrived)));
    }
    return packets;
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * NANOS);
  }

  /** A shortest delay, an exponential one above it, and spikes now and then. */
  static Delay exponential(
      double base, double mean, double spikes, double shortestSpike, double longestSpike) {
    return (seconds, random) ->
        base
            + exponential(mean, random)
            + (random.nextDouble() < spikes
                ? shortestSpike + random.nextDouble() * (longestSpike - shortestSpike)
                : 0);
  }

  /** A radio that sends only at fixed moments, and again at the next when a packet was lost. */
  static Delay connectionEvents(double interval, double loss, double mean) {
    return (seconds, random) -> {
      double sent = Math.ceil((seconds + 0.005) / interval) * interval;
      while (random.nextDouble() < loss) {
        sent += interval;
      }
      return sent - seconds + exponential(mean, random);
    };
  }

  /** Two queues in a row: the shortest delay is rare. */
  static Delay twoQueues(double base, double mean) {
    return (seconds, random) -> base + exponential(mean, random) + exponential(mean, random);
  }

  /** A receiver that sleeps: what comes meanwhile arrives when it wakes. */
  static Delay powerSaving(double base, double mean, double period, double awake) {
    return (seconds, random) -> {
      double phase = seconds % period;
      double wait = phase < awake ? 0 : period - phase;
      return base + wait + exponential(mean, random);
    };
  }

  private static double exponential(double mean, Random random) {
    return -mean * Math.log(1 - random.nextDouble());
  }
}
