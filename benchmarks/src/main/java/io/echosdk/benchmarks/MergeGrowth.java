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
  private static final int AS_MUCH_WORK = 600_000; // updates in one measurement of each size

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
    int[] sizes = {10_000, 30_000, 100_000, all.size()};
    double[][] millis = new double[sizes.length][rounds];
    for (int round = 0; round < rounds; round++) { // in turn, so that load hits all of them
      for (int i = 0; i < sizes.length; i++) {
        millis[i][round] = cost(all.subList(0, sizes[i]), AS_MUCH_WORK / sizes[i]);
      }
    }
    for (int i = 0; i < sizes.length; i++) {
      Arrays.sort(millis[i]);
      System.out.printf(
          Locale.ROOT,
          "%,d updates: %.1f ms (%.1f to %.1f)%n",
          sizes[i],
          millis[i][rounds / 2],
          millis[i][0],
          millis[i][rounds - 1]);
    }
    double ten = millis[0][rounds / 2];
    System.out.printf(
        Locale.ROOT,
        "exponent of the growth from 10,000 to 100,000: %.2f, to 259,778: %.2f%n",
        Math.log10(millis[2][rounds / 2] / ten),
        Math.log(millis[3][rounds / 2] / ten) / Math.log(all.size() / 1e4));
    try (YjsPeer peer = new YjsPeer()) {
      Map<?, ?> yjs = peer.run("merge", "file", RecordedUpdates.b4().toString(), "count", 10_000);
      System.out.printf(
          Locale.ROOT,
          "Yjs, 10,000 updates: %.0f ms, ratio %.0f%n",
          YjsPeer.number(yjs, "ms"),
          YjsPeer.number(yjs, "ms") / ten);
    }
  }

  /** Returns what one merge costs if it is done some times. */
  private static double cost(List<byte[]> updates, int times) {
    System.gc();
    return ProcessCpu.millis(
            () -> {
              for (int i = 0; i < times; i++) {
                Updates.merge(updates, UpdateFormat.V1);
              }
            })
        / times;
  }
}
