package io.echosdk.sync.simulation;

import java.util.SplittableRandom;

/** One listener's packets on a {@link SimulatedNetwork}. */
final class SimulatedPath {

  private static final double MILLI = 1e6;
  private static final double SECOND = 1e9;

  /** A queue's length is drawn anew so often, and slides there. */
  private static final double QUEUE_CHANGE_NANOS = 2 * SECOND;

  private final SimulatedNetwork network;
  private final SplittableRandom random;
  private boolean uploading;
  private double uploadChangesAt;
  private double queueFrom;
  private double queueTo;
  private double queueChangedAt;
  private double handoverAt;
  private double extraBaseMs;

  SimulatedPath(SimulatedNetwork network, SplittableRandom random) {
    this.network = network;
    this.random = random;
    uploading = false;
    uploadChangesAt = exponential(network.bloatSeconds() * SECOND);
    handoverAt = exponential(network.handoverSeconds() * SECOND);
  }

  boolean loses() {
    return random.nextDouble() < network.lossShare();
  }

  /** Returns how long a packet takes that leaves the listener now. */
  long upNanos(double now) {
    double base = network.latencyMs() + network.asymmetryMs() / 2;
    return nanos(base + handover(now) + jitter(network.jitterUpMs()) + queueMs(now));
  }

  /** Returns how long a packet takes that leaves the server now. */
  long downNanos(double now) {
    double base = network.latencyMs() - network.asymmetryMs() / 2;
    return nanos(base + handover(now) + jitter(network.jitterDownMs()));
  }

  private static long nanos(double ms) {
    return Math.round(ms * MILLI);
  }

  private double jitter(double meanMs) {
    double spike = random.nextDouble() < network.spikeShare() ? exponential(network.spikeMs()) : 0;
    return exponential(meanMs) + spike;
  }

  private double exponential(double mean) {
    return -mean * Math.log(1 - random.nextDouble());
  }

  private double handover(double now) {
    while (network.handoverSeconds() > 0 && now >= handoverAt) {
      extraBaseMs = random.nextDouble() * network.latencyMs() / 2;
      handoverAt += exponential(network.handoverSeconds() * SECOND);
    }
    return extraBaseMs;
  }

  private double queueMs(double now) {
    if (network.bloatMs() == 0) {
      return 0;
    }
    while (now >= uploadChangesAt) {
      uploading = !uploading;
      uploadChangesAt += exponential(network.bloatSeconds() * SECOND);
    }
    while (now >= queueChangedAt + QUEUE_CHANGE_NANOS) {
      queueChangedAt += QUEUE_CHANGE_NANOS;
      queueFrom = queueTo;
      queueTo = uploading ? network.bloatMs() * (0.25 + 0.75 * random.nextDouble()) : 0;
    }
    double share = (now - queueChangedAt) / QUEUE_CHANGE_NANOS;
    return queueFrom + share * (queueTo - queueFrom);
  }
}
