package io.echosdk.benchmarks;

import io.echosdk.api.biometric.IntervalKind;
import io.echosdk.biometric.HeartRateVariability;
import io.echosdk.biometric.IntervalFile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * How exact heart rate variability is where the truth is known: the test patterns of ANSI/AAMI EC57
 * (A.4.3.3), the two of the test data and two made here after the same rule, and a day of real
 * beats against sums in double precision over all of it.
 *
 * <p>{@code benchmarks/run HrvAccuracy [FOLDER]}; the folder holds ec57tp and nsr2db.
 */
public final class HrvAccuracy {

  private HrvAccuracy() {}

  private record Interval(long endNanos, double ms) {}

  /** Prints a line for each pattern, then the day. */
  public static void main(String[] arguments) {
    PrintStream out = System.out;
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "../shared/data/biometric");
    out.println("pattern   expected ms2       by     VLF ms2      LF ms2      HF ms2");
    print(out, "EC57 TP2  HF 612.5", read(folder.resolve("ec57tp/HRV256_TP2.txt")));
    print(out, "EC57 TP3  LF 2450", read(folder.resolve("ec57tp/HRV256_TP3.txt")));
    print(out, "as TP4    VLF 39200", sine(28_800, k -> 3000 + 280 * wave(k, 0.1)));
    print(out, "as TP5    none of 9800", sine(28_800, k -> 3000 + 140 * wave(k, 3 / 3600.0)));
    day(out, read(folder.resolve("nsr2db/nsr001.ecg")));
  }

  private static double wave(int number, double cyclesPerBeat) {
    return Math.sin(2 * Math.PI * cyclesPerBeat * number);
  }

  private static List<Interval> sine(int count, IntToDoubleFunction ms) {
    List<Interval> intervals = new ArrayList<>();
    long end = 0;
    for (int k = 0; k < count; k++) {
      double interval = ms.applyAsDouble(k);
      intervals.add(new Interval(end += Math.round(interval * 1e6), interval));
    }
    return intervals;
  }

  private static List<Interval> read(Path file) {
    List<Interval> intervals = new ArrayList<>();
    IntervalFile.Visitor visitor =
        (end, ms, strange, hole) -> {
          if (!strange && !hole && ms < 3000) {
            intervals.add(new Interval(end, ms));
          }
        };
    if (IntervalFile.isAnnotation(file)) {
      IntervalFile.readAnnotations(file, 0, visitor);
    } else {
      IntervalFile.readText(file, visitor);
    }
    return intervals;
  }

  private static void print(PrintStream out, String name, List<Interval> intervals) {
    HeartRateVariability variability = new HeartRateVariability();
    intervals.forEach(each -> variability.interval(each.endNanos, each.ms, false));
    variability.finish();
    HeartRateVariability.Summary all = variability.summary();
    out.printf("%-26s Welch %11.3f %11.3f %11.3f%n", name, all.vlfMs2(), all.lfMs2(), all.hfMs2());
    out.printf(
        "%-26s Lomb  %11.3f %11.3f %11.3f%n",
        "", all.lombVlfMs2(), all.lombLfMs2(), all.lombHfMs2());
  }

  private static void day(PrintStream out, List<Interval> intervals) {
    long[] normal = {0};
    HeartRateVariability judged =
        new HeartRateVariability(
            true, (end, ms, kind) -> normal[0] += kind == IntervalKind.NORMAL ? 1 : 0);
    HeartRateVariability all = new HeartRateVariability(false, (end, ms, kind) -> {});
    long began = System.nanoTime();
    intervals.forEach(each -> all.interval(each.endNanos, each.ms, false));
    all.finish();
    double micros = (System.nanoTime() - began) / 1e3 / intervals.size();
    intervals.forEach(each -> judged.interval(each.endNanos, each.ms, false));
    judged.finish();
    double mean = intervals.stream().mapToDouble(Interval::ms).average().orElseThrow();
    double squares = 0;
    double successive = 0;
    for (int i = 0; i < intervals.size(); i++) {
      squares += (intervals.get(i).ms - mean) * (intervals.get(i).ms - mean);
      double step = i == 0 ? 0 : intervals.get(i).ms - intervals.get(i - 1).ms;
      successive += step * step;
    }
    double sdnn = Math.sqrt(squares / (intervals.size() - 1));
    double rmssd = Math.sqrt(successive / (intervals.size() - 1));
    HeartRateVariability.Summary summary = all.summary();
    out.printf(
        "nsr001, %d normal intervals of a day: relative error of the mean %.1e, SDNN %.1e, RMSSD"
            + " %.1e%n",
        intervals.size(),
        Math.abs(summary.meanRrMs() / mean - 1),
        Math.abs(summary.sdnnMs() / sdnn - 1),
        Math.abs(summary.rmssdMs() / rmssd - 1));
    out.printf(
        "taken for normal: %.3f %%; %.1f us for a beat with its spectra and coherence%n",
        100.0 * normal[0] / intervals.size(), micros);
  }
}
