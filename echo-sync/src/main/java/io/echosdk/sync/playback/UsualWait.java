package io.echosdk.sync.playback;

import java.util.Arrays;

/**
 * How long packets of one way wait on average while there is no queue: as in the fastest eighth of
 * the stretches, so that the others may have been in one. Because an upload may last longer than
 * what is remembered, it rises by no more than a tenth a stretch.
 */
final class UsualWait {

  private static final int SHARE = 8;
  private static final int LEAST_TOLD = 3; // as few are told by chance
  private static final int LEAST_PACKETS = 5;
  private static final double FASTEST_RISE = 1.1;

  private final double[] means = new double[Stretches.CAPACITY];
  private final double[] sorted = new double[Stretches.CAPACITY + 1];
  private int known;
  private int next;
  private double most = Double.POSITIVE_INFINITY;

  /** Returns the usual wait, with a stretch that is not over yet, ns. */
  double nanos(double[] waits) {
    System.arraycopy(means, 0, sorted, 0, known);
    sorted[known] = mean(waits);
    int count = waits.length >= LEAST_PACKETS || known == 0 ? known + 1 : known;
    Arrays.sort(sorted, 0, count);
    return Math.min(most, sorted[(count - 1) / SHARE]);
  }

  /** Takes the waits of a stretch that is over. */
  void add(double[] waits) {
    if (waits.length >= LEAST_PACKETS) {
      most = FASTEST_RISE * nanos(waits);
      means[next] = mean(waits);
      next = (next + 1) % means.length;
      known = Math.min(known + 1, means.length);
    }
  }

  /** The likeliest mean of exponential waits, of which the slower half is known to be slower. */
  private static double mean(double[] waits) {
    int last = waits.length - 1;
    int half = Math.min(last, Math.max(LEAST_TOLD, waits.length / 2));
    if (half == 0) {
      return Clocks.GRAIN_NANOS;
    }
    double sum = (last - half) * waits[half];
    for (int i = 1; i <= half; i++) {
      sum += waits[i];
    }
    return Clocks.GRAIN_NANOS + sum / half * (1 + 1 / Math.sqrt(half));
  }

  void reset() {
    known = 0;
    next = 0;
    most = Double.POSITIVE_INFINITY;
  }
}
