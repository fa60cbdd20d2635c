package io.echosdk.benchmarks;

import io.echosdk.server.doc.DocBench;
import io.echosdk.server.doc.ProcessCpu;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.UpdateFormat;
import java.io.IOException;
import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Documents beside Yjs: the same edits and updates in both, in turn, processor time of the whole
 * process. Each case warms up in both for some seconds and then runs as often as asked; medians are
 * compared, and where a case ends with a document the bytes must be the same.
 *
 * <p>{@code YjsRatio [rounds] [case,case,...]}; without arguments 5 rounds of all cases. {@code
 * YjsRatio cold} runs the cases of a paper once each in processes of their own and counts all that
 * they cost, start included. Needs {@code .ci/npm/node_modules} and the test data.
 */
public final class YjsRatio {

  private static final int PARSES = 40;
  private static final int MOST_WARM_UPS = 20;
  private static final double WARM_UP_MILLIS = 4000; // of both sides together
  private static final List<String> SMALL =
      List.of(
          "B1.4", "B1.5", "B1.6", "B1.7", "B1.8", "B1.9", "B1.10", "B1.11", "B2.1", "B2.2", "B2.3",
          "B2.4");

  private final PrintStream out;
  private final YjsPeer peer;
  private final List<byte[]> updates;
  private final Map<String, DocBench> logs = new LinkedHashMap<>();

  private YjsRatio(PrintStream out, YjsPeer peer) throws IOException {
    this.out = out;
    this.peer = peer;
    this.updates = RecordedUpdates.readB4();
  }

  /** What a case cost and what it ended with. */
  private record Cost(double millis, String sha) {}

  /** One measurement of one side. */
  private interface Side {
    Cost run() throws IOException;
  }

  private record Case(Side echo, Side yjs) {}

  /** Prints a line for each case. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals("cold")) {
      YjsRatioCold.main(Arrays.copyOfRange(arguments, 1, arguments.length));
      return;
    }
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    try (YjsPeer peer = new YjsPeer()) {
      YjsRatio ratio = new YjsRatio(System.out, peer);
      Map<String, Case> cases = ratio.cases();
      List<String> names =
          arguments.length > 1 ? List.of(arguments[1].split(",")) : new ArrayList<>(cases.keySet());
      for (String name : names) {
        Case of = cases.get(name);
        if (of == null) {
          throw new IllegalArgumentException("no case " + name + " in " + cases.keySet());
        }
        ratio.measure(name, of, rounds);
      }
    }
  }

  private Map<String, Case> cases() {
    Map<String, Case> cases = new LinkedHashMap<>();
    for (int version = 1; version <= 2; version++) {
      int of = version;
      cases.put(
          "parse" + version,
          new Case(
              () -> parse(UpdateFormat.values()[of - 1]),
              () -> cost(peer.run("parse", "file", b4(), "version", of, "times", PARSES))));
    }
    for (boolean one : new boolean[] {false, true}) {
      cases.put(
          one ? "remoteInOne" : "remote",
          new Case(() -> remote(one), () -> cost(peer.run("remote", "file", b4(), "one", one))));
    }
    for (String id : SMALL) {
      cases.put(id, new Case(() -> log(id), () -> cost(peer.run("log", "file", file(id)))));
    }
    cases.put("local", new Case(() -> log("B4"), () -> cost(peer.run("log", "file", file("B4")))));
    cases.put(
        "localInOne",
        new Case(() -> inOne("B4"), () -> cost(peer.run("local", "file", file("B4")))));
    return cases;
  }

  private static String b4() {
    return RecordedUpdates.b4().toString();
  }

  private static String file(String id) {
    return RecordedUpdates.log(id).toString();
  }

  private void measure(String name, Case of, int rounds) throws IOException {
    double warm = 0;
    for (int i = 0; i < MOST_WARM_UPS && warm < WARM_UP_MILLIS; i++) {
      Cost first = of.echo.run();
      Cost second = of.yjs.run();
      checkSame(name, first, second);
      warm += first.millis + second.millis;
    }
    double[] echo = new double[rounds];
    double[] yjs = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      System.gc();
      echo[i] = of.echo.run().millis;
      yjs[i] = of.yjs.run().millis;
    }
    Arrays.sort(echo);
    Arrays.sort(yjs);
    out.printf(
        Locale.ROOT,
        "%-12s Echo %9.2f ms (%.2f to %.2f)   Yjs %9.2f ms (%.2f to %.2f)   ratio %.1f%n",
        name,
        echo[rounds / 2],
        echo[0],
        echo[rounds - 1],
        yjs[rounds / 2],
        yjs[0],
        yjs[rounds - 1],
        yjs[rounds / 2] / echo[rounds / 2]);
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

  private DocBench bench(String id) throws IOException {
    DocBench bench = logs.get(id);
    if (bench == null) {
      bench = DocBench.read(RecordedUpdates.log(id));
      logs.put(id, bench);
    }
    return bench;
  }

  private Cost log(String id) throws IOException {
    Map<String, Object> result = bench(id).best(1);
    return new Cost((Double) result.get("time"), String.valueOf(result.get("sha1")));
  }

  private Cost inOne(String id) throws IOException {
    Map<String, Object> result = bench(id).inOneTransaction();
    return new Cost((Double) result.get("time"), String.valueOf(result.get("sha1")));
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

  private Cost parse(UpdateFormat format) {
    SharedDoc whole = SharedDoc.create();
    whole.transact(() -> updates.forEach(update -> whole.apply(update, UpdateFormat.V1, null)));
    byte[] encoded = whole.encode(format);
    double millis =
        ProcessCpu.millis(
            () -> {
              for (int i = 0; i < PARSES; i++) {
                SharedDoc doc = SharedDoc.create();
                doc.apply(encoded, format, null);
                if (doc.text("text").toString().isEmpty()) {
                  throw new IllegalStateException("the text is empty");
                }
              }
            });
    return new Cost(millis / PARSES, "");
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
