package io.echosdk.benchmarks;

import io.echosdk.api.biometric.Beat;
import io.echosdk.benchmarks.BeatScorer.Score;
import io.echosdk.biometric.BeatDetector;
import io.echosdk.biometric.LeadVote;
import io.echosdk.biometric.WfdbAnnotations.Annotation;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many beats of annotated recordings the detector finds, invents and misses, where it puts them
 * how late it tells, and which it calls ectopic: matched one to one within 150 ms, the first five
 * minutes and ventricular flutter left out (ANSI/AAMI EC57). Three times: of channel 0 as it tells
 * first, of channel 0 as it tells for good, and of channels 0 and 1 together for good.
 *
 * <p>{@code benchmarks/run BeatAccuracy [FOLDER]}; the folder holds .hea, .dat and .atr files.
 */
public final class BeatAccuracy {

  private static final double TOLERANCE_SECONDS = 0.15;
  private static final double MILLIS = 1000;
  private static final double[] TOLERANCES_MS = {8, 16, 25, 50, 75, 100, 150};
  private static final int SPEED_RUNS = 5;
  private static final int CODES = 64; // of annotations, as numbered by WFDB
  private static final int NORMAL = 1;
  private static final int LEFT_BUNDLE = 2;
  private static final int RIGHT_BUNDLE = 3;
  private static final int VENTRICULAR = 5;
  private static final int ATRIAL = 8;
  private static final int PACED = 12;

  private BeatAccuracy() {}

  private record Result(
      AnnotatedEcg recording,
      double[] found,
      Score score,
      double[] normalErrorsMs,
      double[] delaysMs,
      Kinds kinds) {}

  /** How many beats of each code of the annotations were found, and how many called ectopic. */
  private record Kinds(int[] found, int[] ectopic) {

    Kinds() {
      this(new int[CODES], new int[CODES]);
    }

    void count(int code, Beat.Kind kind) {
      found[code]++;
      ectopic[code] += kind == Beat.Kind.ECTOPIC ? 1 : 0;
    }

    void add(Kinds other) {
      for (int code = 0; code < CODES; code++) {
        found[code] += other.found[code];
        ectopic[code] += other.ectopic[code];
      }
    }

    void print(PrintStream out) {
      int ownFound = found[NORMAL] + found[LEFT_BUNDLE] + found[RIGHT_BUNDLE];
      int own = ectopic[NORMAL] + ectopic[LEFT_BUNDLE] + ectopic[RIGHT_BUNDLE];
      int early = ectopic[VENTRICULAR];
      out.printf(
          "kind ECTOPIC: V %d of %d (se %.1f %%), N %d of %d, L %d of %d, R %d of %d"
              + " (V against N, L, R: ppv %.1f %%, specificity %.2f %%), A %d of %d, / %d of %d%n",
          early,
          found[VENTRICULAR],
          100.0 * early / found[VENTRICULAR],
          ectopic[NORMAL],
          found[NORMAL],
          ectopic[LEFT_BUNDLE],
          found[LEFT_BUNDLE],
          ectopic[RIGHT_BUNDLE],
          found[RIGHT_BUNDLE],
          100.0 * early / (early + own),
          100 - 100.0 * own / ownFound,
          ectopic[ATRIAL],
          found[ATRIAL],
          ectopic[PACED],
          found[PACED]);
    }
  }

  /** Prints one line for each recording, then all together, then the speed. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "../shared/data/biometric/mitdb");
    out.println("benchmarks/run BeatAccuracy " + folder);
    List<AnnotatedEcg> first = AnnotatedEcg.load(folder, 0);
    List<AnnotatedEcg> second = AnnotatedEcg.load(folder, 1);
    List<Telling> alone = first.stream().map(Telling::ofOneLead).toList();
    List<Telling> both = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      both.add(Telling.ofBothLeads(first.get(i), second.get(i)));
    }
    print(out, "one lead, as told first", alone.stream().map(t -> t.result(t.atOnce)).toList());
    print(out, "one lead, as told for good", alone.stream().map(t -> t.result(t.finals)).toList());
    print(out, "both leads, as told first", both.stream().map(t -> t.result(t.atOnce)).toList());
    print(out, "both leads, as told for good", both.stream().map(t -> t.result(t.finals)).toList());
    printSpeed(out, first);
  }

  private static void print(PrintStream out, String name, List<Result> results) {
    out.println();
    out.println(name);
    out.println(
        "record   beats missed invented     se%    ppv%   DER%"
            + "  normal beats: bias ms  sd ms  delay ms: p50   p99");
    results.forEach(result -> print(out, result.recording.name(), result));
    Result total = total(results);
    print(out, "TOTAL", total);
    total.kinds.print(out);
    printSpread(out, results);
    printTolerances(out, results);
  }

  /** A beat as it was told. */
  private record Told(double sample, double delayMs, Beat.Kind kind) {}

  /** What a detector told of a recording. */
  private static final class Telling implements BeatDetector.Listener {
    private final AnnotatedEcg recording;
    private final List<Told> atOnce = new ArrayList<>();
    private final List<Told> finals = new ArrayList<>();

    private Telling(AnnotatedEcg recording) {
      this.recording = recording;
    }

    static Telling ofOneLead(AnnotatedEcg ecg) {
      Telling telling = new Telling(ecg);
      BeatDetector detector = new BeatDetector(ecg.rateHz(), telling);
      detector.push(ecg.wave(), 0, ecg.wave().length);
      detector.gap(); // the last beat is final
      return telling;
    }

    static Telling ofBothLeads(AnnotatedEcg first, AnnotatedEcg second) {
      float[] both = new float[2 * first.wave().length];
      for (int i = 0; i < first.wave().length; i++) {
        both[2 * i] = first.wave()[i];
        both[2 * i + 1] = second.wave()[i];
      }
      Telling telling = new Telling(first);
      LeadVote vote = new LeadVote(first.rateHz(), 2, telling);
      vote.push(both, 0, first.wave().length, 2);
      vote.gap();
      return telling;
    }

    @Override
    public void onBeat(double sample, long decidedAt, double confidence, Beat.Kind kind) {
      atOnce.add(told(sample, decidedAt, kind));
    }

    @Override
    public void onFinal(double sample, long decidedAt, double confidence, Beat.Kind kind) {
      finals.add(told(sample, decidedAt, kind));
    }

    private Told told(double sample, long decidedAt, Beat.Kind kind) {
      return new Told(sample, (decidedAt - sample) / recording.rateHz() * MILLIS, kind);
    }

    Result result(List<Told> told) {
      return BeatAccuracy.result(recording, told);
    }
  }

  private static Result result(AnnotatedEcg recording, List<Told> told) {
    double rate = recording.rateHz();
    List<Annotation> beats = recording.marks().stream().filter(Annotation::beat).toList();
    double[] reference = beats.stream().mapToDouble(Annotation::sample).toArray();
    double[] samples = told.stream().mapToDouble(Told::sample).toArray();
    double tolerance = TOLERANCE_SECONDS * rate;
    Score score = BeatScorer.score(reference, samples, tolerance, recording.excluded());
    int[] partner = BeatScorer.match(reference, samples, tolerance);
    double[] normalErrors = new double[samples.length];
    int normals = 0;
    Kinds kinds = new Kinds();
    for (int i = 0; i < samples.length; i++) {
      if (partner[i] < 0 || reference[partner[i]] < AnnotatedEcg.LEARNING_SECONDS * rate) {
        continue;
      }
      kinds.count(beats.get(partner[i]).code(), told.get(i).kind());
      if (beats.get(partner[i]).normalBeat()) {
        normalErrors[normals++] = (samples[i] - reference[partner[i]]) / rate * MILLIS;
      }
    }
    return new Result(
        recording,
        samples,
        score,
        Arrays.copyOf(normalErrors, normals),
        told.stream().mapToDouble(Told::delayMs).toArray(),
        kinds);
  }

  private static Result total(List<Result> results) {
    Score score = Score.none();
    Kinds kinds = new Kinds();
    for (Result result : results) {
      score = score.plus(result.score);
      kinds.add(result.kinds);
    }
    return new Result(
        results.get(0).recording,
        new double[0],
        score,
        results.stream().flatMapToDouble(r -> Arrays.stream(r.normalErrorsMs)).toArray(),
        results.stream().flatMapToDouble(r -> Arrays.stream(r.delaysMs)).toArray(),
        kinds);
  }

  private static void print(PrintStream out, String name, Result result) {
    Score score = result.score;
    double[] delays = result.delaysMs.clone();
    Arrays.sort(delays);
    out.printf(
        "%-7s %6d %6d %8d %7.3f %7.3f %6.3f %23.1f %6.1f %14.0f %5.0f%n",
        name,
        score.matched() + score.missed(),
        score.missed(),
        score.invented(),
        score.sensitivity(),
        score.precision(),
        score.detectionErrorRate(),
        mean(result.normalErrorsMs),
        deviation(result.normalErrorsMs),
        delays[delays.length / 2],
        delays[delays.length * 99 / 100]);
  }

  private static void printSpread(PrintStream out, List<Result> results) {
    double sum = 0;
    int count = 0;
    for (Result result : results) {
      sum += result.normalErrorsMs.length > 0 ? deviation(result.normalErrorsMs) : 0;
      count += result.normalErrorsMs.length > 0 ? 1 : 0;
    }
    out.printf(
        "normal beats: mean of the recordings' sd %.2f ms (%d have any)%n", sum / count, count);
  }

  private static void printTolerances(PrintStream out, List<Result> results) {
    for (double ms : TOLERANCES_MS) {
      Score score = Score.none();
      for (Result result : results) {
        double tolerance = ms / MILLIS * result.recording.rateHz();
        score =
            score.plus(
                BeatScorer.score(
                    result.recording.beats(),
                    result.found,
                    tolerance,
                    result.recording.excluded()));
      }
      out.printf(
          "within %5.0f ms: se %.3f %%, ppv %.3f %%%n", ms, score.sensitivity(), score.precision());
    }
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    return Math.sqrt(
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(Double.NaN));
  }

  private static void printSpeed(PrintStream out, List<AnnotatedEcg> recordings) {
    long samples = recordings.stream().mapToLong(r -> r.wave().length).sum();
    double[] millions = new double[SPEED_RUNS];
    long[] beats = {0};
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (int i = 0; i < SPEED_RUNS; i++) {
      long start = threads.getCurrentThreadCpuTime();
      for (AnnotatedEcg recording : recordings) {
        new BeatDetector(recording.rateHz(), (sample, at, confidence, kind) -> beats[0]++)
            .push(recording.wave(), 0, recording.wave().length);
      }
      millions[i] = samples * 1e3 / (threads.getCurrentThreadCpuTime() - start);
    }
    Arrays.sort(millions);
    out.printf(
        "%.1f million samples a second of processor time (median of %d runs, %d beats)%n",
        millions[SPEED_RUNS / 2], SPEED_RUNS, beats[0]);
  }
}
