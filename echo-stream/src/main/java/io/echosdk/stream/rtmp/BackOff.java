package io.echosdk.stream.rtmp;

import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next try: half a second, doubled each time, at most thirty, each
 * varied by half of itself so that destinations which fell together do not return together.
 */
final class BackOff {

  private static final long FIRST_NANOS = 500_000_000L;
  private static final long CAP_NANOS = 30_000_000_000L;
  private static final double JITTER = 0.5;

  private final DoubleSupplier random;
  private long baseNanos = FIRST_NANOS;

  /**
   * Creates one that has not waited yet.
   *
   * @param random uniform in [0, 1)
   */
  BackOff(DoubleSupplier random) {
    this.random = random;
  }

  /** Returns the next wait: the base plus or minus half, never over the cap. */
  long nextNanos() {
    double factor = 1 + JITTER * (2 * random.getAsDouble() - 1);
    long wait = Math.min(CAP_NANOS, (long) (baseNanos * factor));
    baseNanos = Math.min(CAP_NANOS, baseNanos * 2);
    return wait;
  }

  /** Begins again at half a second. */
  void reset() {
    baseNanos = FIRST_NANOS;
  }
}
