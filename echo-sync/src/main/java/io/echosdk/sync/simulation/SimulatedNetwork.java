package io.echosdk.sync.simulation;

import java.util.Locale;

/**
 * How long packets take between a listener and the server. Times are milliseconds; a path's delay
 * is its base, plus an exponential jitter, plus now and then an exponential spike, plus the queue
 * of a bloated buffer on the way up.
 *
 * @param name what people call it
 * @param latencyMs base delay one way, the mean of both ways
 * @param asymmetryMs how much longer the base of the way up is than that of the way down; no clock
 *     estimate can see it, and half of it is the error that remains
 * @param jitterUpMs mean of the jitter on the way up
 * @param jitterDownMs mean of the jitter on the way down
 * @param spikeShare share of packets with a spike, 0 to 1
 * @param spikeMs mean of a spike
 * @param lossShare share of packets that never arrive, 0 to 1
 * @param bloatMs the queue on the way up while somebody uploads varies between a quarter of this
 *     and all of it; 0 for no queue
 * @param bloatSeconds mean length of an upload, and of the pause between two
 * @param handoverSeconds mean time between two changes of the base delay, both ways alike; 0 for
 *     none
 */
public record SimulatedNetwork(
    String name,
    double latencyMs,
    double asymmetryMs,
    double jitterUpMs,
    double jitterDownMs,
    double spikeShare,
    double spikeMs,
    double lossShare,
    double bloatMs,
    double bloatSeconds,
    double handoverSeconds) {

  /** A cable to a switch. */
  public static final SimulatedNetwork LAN =
      new SimulatedNetwork("lan", 0.3, 0, 0.05, 0.05, 0.001, 2, 0, 0, 0, 0);

  /** A busy flat. */
  public static final SimulatedNetwork WIFI =
      new SimulatedNetwork("wifi", 2.5, 0, 1.5, 1.5, 0.03, 25, 0.01, 0, 0, 0);

  /** Another continent, with a way back that is 25 ms shorter. */
  public static final SimulatedNetwork WAN =
      new SimulatedNetwork("wan", 70, 25, 2, 2, 0.005, 40, 0.005, 0, 0, 0);

  /** Somebody uploads now and then, and the router queues 100 to 400 ms of it. */
  public static final SimulatedNetwork BUFFERBLOAT =
      new SimulatedNetwork("bufferbloat", 15, 0, 1, 1, 0.005, 20, 0.01, 400, 60, 0);

  /** A telephone in one place. */
  public static final SimulatedNetwork MOBILE =
      new SimulatedNetwork("mobile", 35, 8, 12, 8, 0.05, 80, 0.03, 0, 0, 0);

  /** Checks every part. */
  public SimulatedNetwork {
    double least = latencyMs - Math.abs(asymmetryMs) / 2;
    if (!(least >= 0)) {
      throw new IllegalArgumentException(
          "an asymmetry of "
              + asymmetryMs
              + " ms does not fit into a latency of "
              + latencyMs
              + " ms: one way would take less than no time");
    }
    notNegative("jitterUpMs", jitterUpMs);
    notNegative("jitterDownMs", jitterDownMs);
    notNegative("spikeMs", spikeMs);
    notNegative("bloatMs", bloatMs);
    notNegative("bloatSeconds", bloatSeconds);
    notNegative("handoverSeconds", handoverSeconds);
    share("spikeShare", spikeShare);
    share("lossShare", lossShare);
    if (lossShare == 1) {
      throw new IllegalArgumentException("lossShare must be below 1: nothing would ever arrive");
    }
  }

  private static void notNegative(String what, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(what + " must be 0 or more but is " + value);
    }
  }

  private static void share(String what, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(what + " must be 0 to 1 but is " + value);
    }
  }

  /**
   * Returns the network of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static SimulatedNetwork named(String name) {
    for (SimulatedNetwork network : new SimulatedNetwork[] {LAN, WIFI, WAN, BUFFERBLOAT, MOBILE}) {
      if (network.name.equals(name.toLowerCase(Locale.ROOT))) {
        return network;
      }
    }
    throw new IllegalArgumentException(
        "there is no network " + name + "; there are lan, wifi, wan, bufferbloat, mobile");
  }

  /** Returns this network with other base delays. */
  public SimulatedNetwork withBase(double newLatencyMs, double newAsymmetryMs) {
    return new SimulatedNetwork(
        name,
        newLatencyMs,
        newAsymmetryMs,
        jitterUpMs,
        jitterDownMs,
        spikeShare,
        spikeMs,
        lossShare,
        bloatMs,
        bloatSeconds,
        handoverSeconds);
  }

  /** Returns this network with another jitter on both ways. */
  public SimulatedNetwork withJitter(double upMs, double downMs) {
    return new SimulatedNetwork(
        name,
        latencyMs,
        asymmetryMs,
        upMs,
        downMs,
        spikeShare,
        spikeMs,
        lossShare,
        bloatMs,
        bloatSeconds,
        handoverSeconds);
  }

  /** Returns this network with another share of lost packets. */
  public SimulatedNetwork withLoss(double share) {
    return new SimulatedNetwork(
        name,
        latencyMs,
        asymmetryMs,
        jitterUpMs,
        jitterDownMs,
        spikeShare,
        spikeMs,
        share,
        bloatMs,
        bloatSeconds,
        handoverSeconds);
  }
}
