package io.echosdk.benchmarks;

import io.echosdk.server.doc.DocBench;
import io.echosdk.server.doc.ProcessCpu;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.UpdateFormat;
import java.io.IOException;
import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Documents beside Yjs: the same edits and updates in both, in turn, processor time of the whole
 * process. Each case has a Node process of its own, warms up in both for some seconds and then runs
 * as often as asked; medians are compared, and where a case ends with a document the bytes must be
 * the same. What is short is done many times within one measurement, as often on both sides.
 *
 * <p>{@code YjsRatio [rounds] [case,case,...]}; without arguments 5 rounds of all cases. {@code
 * YjsRatio cold} runs the cases of a paper once each in processes of their own and counts all that
 * they cost, start included. Needs {@code .ci/npm/node_modules} and the test data.
 */
public final class YjsRatio {

  private static final int MOST_TIMES = 200; // within one measurement
  private static final double LONG_ENOUGH_MILLIS = 60; // against steps of some microseconds
  private static final int MOST_WARM_UPS = 60;
  private static final double WARM_UP_MILLIS = 12_000; // of both sides together
  private static final List<String> ALL =
      List.of(
          "parse1",
          "parse2",
          "remote",
          "remoteInOne",
          "B1.4",
          "B1.5",
          "B1.6",
          "B1.7",
          "B1.8",
          "B1.9",
          "B1.10",
          "B1.11",
          "B2.1",
          "B2.2",
          "B2.3",
          "B2.4",
          "local",
          "localInOne");

  private final PrintStream out;
  private final YjsPeer peer;
  private final List<byte[]> updates;

  private YjsRatio(PrintStream out, YjsPeer peer, List<byte[]> updates) {
    this.out = out;
    this.peer = peer;
    this.updates = updates;
  }

  /** What a case cost and what it ended with. */
  private record Cost(double millis, String sha) {}

  /** One measurement of one side. */
  private interface Side {

    /** Returns what one time costs if it is done so many times. */
    Cost run(int times) throws IOException;
  }

  private record Case(Side echo, Side yjs) {}

  /** Prints a line for each case. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals("cold")) {
      YjsRatioCold.main(Arrays.copyOfRange(arguments, 1, arguments.length));
      return;
    }
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    List<byte[]> updates = RecordedUpdates.readB4();
    List<String> names = arguments.length > 1 ? List.of(arguments[1].split(",")) : ALL;
    for (String name : names) {
      try (YjsPeer peer = new YjsPeer()) {
        new YjsRatio(System.out, peer, updates).measure(name, rounds);
      }
    }
  }

  private Case of(String name) throws IOException {
    switch (name) {
      case "parse1":
      case "parse2":
        int version = name.charAt(5) - '0';
        return new Case(
            times -> parse(UpdateFormat.values()[version - 1], times),
            times -> cost(peer.run("parse", "file", b4(), "version", version, "times", times)));
      case "remote":
      case "remoteInOne":
        boolean one = name.endsWith("InOne");
        return new Case(
            times -> remote(one), times -> cost(peer.run("remote", "file", b4(), "one", one)));
      case "local":
        return log("B4", false);
      case "localInOne":
        return log("B4", true);
      default:
        if (!ALL.contains(name)) {
          throw new IllegalArgumentException("no case " + name + " in " + ALL);
        }
        return log(name, false);
    }
  }

  private Case log(String id, boolean inOne) throws IOException {
    DocBench bench = DocBench.read(RecordedUpdates.log(id));
    String kind = inOne ? "local" : "log";
    String file = RecordedUpdates.log(id).toString();
    return new Case(
        times -> {
          Map<String, Object> result = bench.repeated(times, inOne);
          return new Cost(YjsPeer.number(result, "time"), String.valueOf(result.get("sha1")));
        },
        times -> cost(peer.run(kind, "file", file, "times", times)));
  }

  private static String b4() {
    return RecordedUpdates.b4().toString();
  }

  private void measure(String name, int rounds) throws IOException {
    Case of = of(name);
    double warm = 0;
    double least = LONG_ENOUGH_MILLIS;
    for (int i = 0; i < MOST_WARM_UPS && warm < WARM_UP_MILLIS; i++) {
      int times = name.startsWith("remote") ? 1 : times(least);
      Cost first = of.echo.run(times);
      Cost second = of.yjs.run(times);
      checkSame(name, first, second);
      warm += times * (first.millis + second.millis);
      least = Math.min(first.millis, second.millis);
    }
    int times = name.startsWith("remote") ? 1 : times(least);
    double[] echo = new double[rounds];
    double[] yjs = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      System.gc();
      echo[i] = of.echo.run(times).millis;
      yjs[i] = of.yjs.run(times).millis;
    }
    Arrays.sort(echo);
    Arrays.sort(yjs);
    out.printf(
        Locale.ROOT,
        "%-12s Echo %9.2f ms (%.2f to %.2f)   Yjs %9.2f ms (%.2f to %.2f)   ratio %.1f"
            + "   median of %d x %d%n",
        name,
        echo[rounds / 2],
        echo[0],
        echo[rounds - 1],
        yjs[rounds / 2],
        yjs[0],
        yjs[rounds - 1],
        yjs[rounds / 2] / echo[rounds / 2],
        rounds,
        times);
  }

  private static int times(double leastMillis) {
    return (int) Math.max(1, Math.min(MOST_TIMES, Math.ceil(LONG_ENOUGH_MILLIS / leastMillis)));
  }

  private static void checkSame(String name, Cost echo, Cost yjs) {
    if (!echo.sha.equals(yjs.sha)) {
      throw new IllegalStateException(name + " ends with other bytes than Yjs");
    }
  }

  private static Cost cost(Map<?, ?> answer) {
    Object sha = answer.get("sha");
    return new Cost(YjsPeer.number(answer, "ms"), sha == null ? "" : sha.toString());
  }

  private Cost remote(boolean inOne) {
    SharedDoc doc = SharedDoc.create();
    long[] bytes = {0};
    doc.onUpdate(UpdateFormat.V1, (update, origin) -> bytes[0] += update.length);
    Runnable applied = () -> updates.forEach(update -> doc.apply(update, UpdateFormat.V1, null));
    double millis =
        ProcessCpu.millis(
            () -> {
              if (inOne) {
                doc.transact(applied);
              } else {
                applied.run();
              }
            });
    return new Cost(millis, sha(doc.encode(UpdateFormat.V1)));
  }

  private Cost parse(UpdateFormat format, int times) {
    SharedDoc whole = SharedDoc.create();
    whole.transact(() -> updates.forEach(update -> whole.apply(update, UpdateFormat.V1, null)));
    byte[] encoded = whole.encode(format);
    double millis =
        ProcessCpu.millis(
            () -> {
              for (int i = 0; i < times; i++) {
                SharedDoc doc = SharedDoc.create();
                doc.apply(encoded, format, null);
                if (doc.text("text").toString().isEmpty()) {
                  throw new IllegalStateException("the text is empty");
                }
              }
            });
    return new Cost(millis / times, "");
  }

  private static String sha(byte[] bytes) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
          .substring(0, 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
