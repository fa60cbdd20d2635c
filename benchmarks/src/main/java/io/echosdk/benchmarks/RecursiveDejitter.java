package io.echosdk.benchmarks;

/**
 * The peer of clock alignment: a straight line through (device time, arrival) by recursive least
 * squares with forgetting, as the Lab Streaming Layer smooths stamps, half time 90 s. Our own
 * writing of the textbook recursion (Haykin, "Adaptive Filter Theory", ch. 9).
 */
final class RecursiveDejitter {

  private static final double HALF_TIME_SECONDS = 90;
  private static final double UNKNOWN = 1e10;

  private final double forgetting;
  private double p00 = UNKNOWN;
  private double p01;
  private double p11 = UNKNOWN;
  private double level;
  private double slope;

  RecursiveDejitter(double packetSeconds) {
    forgetting = Math.pow(2, -packetSeconds / HALF_TIME_SECONDS);
  }

  /** Takes a packet, both in seconds, and returns the time told for its stamp. */
  double next(double device, double arrival) {
    double g0 = p00 + p01 * device;
    double g1 = p01 + p11 * device;
    double scale = forgetting + g0 + g1 * device;
    double error = (arrival - device) - (level + slope * device);
    level += g0 / scale * error;
    slope += g1 / scale * error;
    p00 = (p00 - g0 * g0 / scale) / forgetting;
    p01 = (p01 - g0 * g1 / scale) / forgetting;
    p11 = (p11 - g1 * g1 / scale) / forgetting;
    return device + level + slope * device;
  }
}
