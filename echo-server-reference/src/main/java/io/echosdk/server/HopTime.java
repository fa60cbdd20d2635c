package io.echosdk.server;

import java.util.Objects;

/**
 * How long one hop of the line takes, over its last passages (at most 512).
 *
 * @param name from what to what: "state to frame"
 * @param count passages since the start
 * @param medianNanos the median; 0 while there was no passage
 * @param p99Nanos the 99th percentile
 * @param maxNanos the longest
 */
public record HopTime(String name, long count, long medianNanos, long p99Nanos, long maxNanos) {

  /** Checks the name. */
  public HopTime {
    Objects.requireNonNull(name, "name");
  }
}
