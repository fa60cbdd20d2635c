package io.echosdk.server.cli;

import io.echosdk.api.biometric.IntervalKind;
import io.echosdk.biometric.HeartRateVariability;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Prints what {@code echo hrv} knows: lines on the way, figures over all at the end. */
final class HrvReport {

  private static final int BAR = 40;

  private final PrintWriter out;
  private final boolean json;
  private final long everyNanos;
  private HeartRateVariability variability = new HeartRateVariability();
  private final Map<IntervalKind, Long> kinds = new EnumMap<>(IntervalKind.class);
  private long nextNanos = Long.MIN_VALUE;
  private long lastNanos;

  HrvReport(PrintWriter out, boolean json, double everySeconds) {
    this.out = out;
    this.json = json;
    everyNanos = Math.round(everySeconds * 1e9);
  }

  /** Says whose figures are printed. */
  void of(HeartRateVariability figures) {
    variability = figures;
  }

  /** An interval has gone into the figures. */
  void interval(long endNanos, IntervalKind kind) {
    kinds.merge(kind, 1L, Long::sum);
    lastNanos = endNanos;
    if (nextNanos == Long.MIN_VALUE) {
      nextNanos = endNanos + everyNanos;
      if (!json) {
        out.println(
            "   seconds   RMSSD    SDNN   pNN50       VLF        LF        HF  LF/HF  coherence");
      }
    } else if (endNanos >= nextNanos) {
      nextNanos = endNanos + everyNanos;
      line();
    }
  }

  private void line() {
    if (json) {
      out.println(
          new JsonLine()
              .add("seconds", lastNanos * 1e-9)
              .add("rmssdMs", variability.rmssdMs())
              .add("sdnnMs", variability.sdnnMs())
              .add("pnn50", variability.pnn50())
              .add("vlfMs2", variability.vlfMs2())
              .add("lfMs2", variability.lfMs2())
              .add("hfMs2", variability.hfMs2())
              .add("lfHfRatio", variability.lfHfRatio())
              .add("coherence", variability.coherence())
              .add("coherencePeakHz", variability.coherencePeakHz()));
    } else {
      out.printf(
          Locale.ROOT,
          "%10.1f %s %s %s %s %s %s %s %s%n",
          lastNanos * 1e-9,
          cell(7, 1, variability.rmssdMs()),
          cell(7, 1, variability.sdnnMs()),
          cell(7, 1, variability.pnn50()),
          cell(9, 1, variability.vlfMs2()),
          cell(9, 1, variability.lfMs2()),
          cell(9, 1, variability.hfMs2()),
          cell(6, 2, variability.lfHfRatio()),
          cell(10, 3, variability.coherence()));
    }
  }

  private static String cell(int width, int digits, double value) {
    return Double.isNaN(value)
        ? " ".repeat(width - 1) + "-"
        : String.format(Locale.ROOT, "%" + width + "." + digits + "f", value);
  }

  /** Prints the figures over everything. */
  void end() {
    HeartRateVariability.Summary all = variability.summary();
    if (json) {
      out.println(object(all));
    } else {
      table(all);
    }
  }

  private JsonLine object(HeartRateVariability.Summary all) {
    return new JsonLine()
        .add("seconds", lastNanos * 1e-9)
        .add("intervals", all.intervals())
        .add("normals", all.normals())
        .add("ectopic", kinds.getOrDefault(IntervalKind.ECTOPIC, 0L))
        .add("missed", kinds.getOrDefault(IntervalKind.MISSED, 0L))
        .add("extra", kinds.getOrDefault(IntervalKind.EXTRA, 0L))
        .add("long", kinds.getOrDefault(IntervalKind.LONG, 0L))
        .add("short", kinds.getOrDefault(IntervalKind.SHORT, 0L))
        .add("meanRrMs", all.meanRrMs())
        .add("sdnnMs", all.sdnnMs())
        .add("rmssdMs", all.rmssdMs())
        .add("pnn50", all.pnn50())
        .add("vlfMs2", all.vlfMs2())
        .add("lfMs2", all.lfMs2())
        .add("hfMs2", all.hfMs2())
        .add("lombVlfMs2", all.lombVlfMs2())
        .add("lombLfMs2", all.lombLfMs2())
        .add("lombHfMs2", all.lombHfMs2())
        .add("windows", all.windows())
        .add("coherence", all.coherence());
  }

  private void table(HeartRateVariability.Summary all) {
    out.println();
    out.printf(
        Locale.ROOT,
        "over %.1f s: %d intervals, %d of them normal%n",
        lastNanos * 1e-9,
        all.intervals(),
        all.normals());
    kinds.forEach(
        (kind, count) -> {
          if (kind != IntervalKind.NORMAL) {
            out.printf("  %-10s %8d%n", kind.name().toLowerCase(Locale.ROOT), count);
          }
        });
    out.printf("  mean RR    %s ms%n", cell(8, 1, all.meanRrMs()));
    out.printf("  SDNN       %s ms%n", cell(8, 1, all.sdnnMs()));
    out.printf("  RMSSD      %s ms%n", cell(8, 1, all.rmssdMs()));
    out.printf("  pNN50      %s %%%n", cell(8, 1, all.pnn50()));
    double most = Math.max(known(all.vlfMs2()), Math.max(known(all.lfMs2()), known(all.hfMs2())));
    power("VLF", all.vlfMs2(), most);
    power("LF", all.lfMs2(), most);
    power("HF", all.hfMs2(), most);
    out.printf("  coherence  %s%n", cell(8, 3, all.coherence()));
  }

  private void power(String name, double ms2, double most) {
    int length = most > 0 ? (int) Math.round(BAR * known(ms2) / most) : 0;
    out.printf("  %-10s %s ms^2  %s%n", name, cell(8, 1, ms2), "#".repeat(length));
  }

  private static double known(double value) {
    return Double.isNaN(value) ? 0 : value;
  }
}
