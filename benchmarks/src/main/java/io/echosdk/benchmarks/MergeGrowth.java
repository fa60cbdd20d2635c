package io.echosdk.benchmarks;

import io.echosdk.server.doc.ProcessCpu;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.sync.Updates;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What it costs to merge the updates of a paper, edit by edit, and how that grows with their
 * number; beside Yjs for the first ten thousand, whose cost grows faster than the square.
 *
 * <p>{@code MergeGrowth [rounds]}; 5 without an argument. Milliseconds of processor time, medians.
 */
public final class MergeGrowth {

  private static final int WARM_UP = 20;

  private MergeGrowth() {}

  /** Prints the cost of 10,000, 30,000, 100,000 and all updates, and the exponent of its growth. */
  public static void main(String[] arguments) throws IOException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    List<byte[]> all = RecordedUpdates.readB4();
    double first = ProcessCpu.millis(() -> Updates.merge(all, UpdateFormat.V1));
    System.out.printf(Locale.ROOT, "%,d updates, first: %.0f ms%n", all.size(), first);
    for (int i = 0; i < WARM_UP; i++) {
      Updates.merge(all.subList(0, 30_000), UpdateFormat.V1);
    }
    double ten = median(all.subList(0, 10_000), rounds, 10);
    median(all.subList(0, 30_000), rounds, 3);
    double hundred = median(all.subList(0, 100_000), rounds, 3);
    median(all, rounds, 1);
    System.out.printf(
        Locale.ROOT,
        "exponent of the growth from 10,000 to 100,000: %.2f%n",
        Math.log10(hundred / ten));
    try (YjsPeer peer = new YjsPeer()) {
      Map<?, ?> yjs = peer.run("merge", "file", RecordedUpdates.b4().toString(), "count", 10_000);
      System.out.printf(
          Locale.ROOT,
          "Yjs, 10,000 updates: %.0f ms, ratio %.0f%n",
          YjsPeer.number(yjs, "ms"),
          YjsPeer.number(yjs, "ms") / ten);
    }
  }

  private static double median(List<byte[]> updates, int rounds, int times) {
    double[] millis = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      System.gc();
      millis[i] =
          ProcessCpu.millis(
                  () -> {
                    for (int j = 0; j < times; j++) {
                      Updates.merge(updates, UpdateFormat.V1);
                    }
                  })
              / times;
    }
    Arrays.sort(millis);
    double median = millis[rounds / 2];
    System.out.printf(Locale.ROOT, "%,d updates: %.1f ms%n", updates.size(), median);
    return median;
  }
}
