package io.echosdk.benchmarks;

import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.benchmarks.BeatScorer.Score;
import io.echosdk.biometric.BeatDetector;
import io.echosdk.biometric.Recordings;
import io.echosdk.biometric.ReplayOptions;
import io.echosdk.biometric.WfdbAnnotations;
import io.echosdk.biometric.WfdbAnnotations.Annotation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many beats of annotated recordings the detector finds, invents and misses, where it puts them
 * and how late it tells: channel 0, matched one to one within 150 ms, the first five minutes and
 * ventricular flutter left out (ANSI/AAMI EC57).
 *
 * <p>{@code benchmarks/run BeatAccuracy [FOLDER]}; the folder holds .hea, .dat and .atr files.
 */
public final class BeatAccuracy {

  private static final double TOLERANCE_SECONDS = 0.15;
  private static final double LEARNING_SECONDS = 300;
  private static final double MILLIS = 1000;
  private static final int SPEED_RUNS = 5;

  private BeatAccuracy() {}

  private record Recording(String name, double rateHz, float[] wave, List<Annotation> marks) {}

  private record Result(
      Recording recording, Score score, double[] normalErrorsMs, double[] delaysMs) {}

  /** Prints one line for each recording, then all together, then the speed. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "../shared/data/biometric/mitdb");
    out.println("benchmarks/run BeatAccuracy " + folder);
    List<Recording> recordings = load(folder);
    List<Result> results = recordings.stream().map(BeatAccuracy::run).toList();
    out.println(
        "record   beats missed invented     se%    ppv%   DER%"
            + "  normal beats: bias ms  sd ms  delay ms: p50   p99");
    results.forEach(result -> print(out, result.recording.name, result));
    print(out, "TOTAL", total(results));
    printSpeed(out, recordings);
  }

  private static List<Recording> load(Path folder) throws IOException {
    List<Recording> recordings = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path header : files.filter(f -> f.toString().endsWith(".hea")).sorted().toList()) {
        recordings.add(load(header, folder));
      }
    }
    return recordings;
  }

  private static Recording load(Path header, Path folder) {
    String name = header.getFileName().toString().replace(".hea", "");
    try (BiometricSource source =
        Recordings.open(header, ReplayOptions.builder().channels(0).asFastAsPolled().build())) {
      List<float[]> blocks = new ArrayList<>();
      long next = 0;
      while (next != BiometricSource.END) {
        next =
            source.poll(
                next,
                (signal, time, origin, samples, offset, frames, flags) ->
                    blocks.add(Arrays.copyOfRange(samples, offset, offset + frames)));
      }
      float[] wave = new float[blocks.stream().mapToInt(block -> block.length).sum()];
      int at = 0;
      for (float[] block : blocks) {
        System.arraycopy(block, 0, wave, at, block.length);
        at += block.length;
      }
      return new Recording(
          name,
          source.signals().get(0).sampleRateHz(),
          wave,
          WfdbAnnotations.read(folder.resolve(name + ".atr")).annotations());
    }
  }

  private static Result run(Recording recording) {
    double rate = recording.rateHz;
    List<double[]> found = new ArrayList<>(); // sample, delay
    new BeatDetector(
            rate,
            (sample, decidedAt, confidence, kind) ->
                found.add(new double[] {sample, (decidedAt - sample) / rate * MILLIS}))
        .push(recording.wave, 0, recording.wave.length);
    List<Annotation> beats = recording.marks.stream().filter(Annotation::beat).toList();
    double[] reference = beats.stream().mapToDouble(Annotation::sample).toArray();
    double[] samples = found.stream().mapToDouble(f -> f[0]).toArray();
    double tolerance = TOLERANCE_SECONDS * rate;
    Score score = BeatScorer.score(reference, samples, tolerance, excluded(recording));
    int[] partner = BeatScorer.match(reference, samples, tolerance);
    double[] normalErrors = new double[samples.length];
    int normals = 0;
    for (int i = 0; i < samples.length; i++) {
      if (partner[i] >= 0
          && beats.get(partner[i]).normalBeat()
          && reference[partner[i]] >= LEARNING_SECONDS * rate) {
        normalErrors[normals++] = (samples[i] - reference[partner[i]]) / rate * MILLIS;
      }
    }
    return new Result(
        recording,
        score,
        Arrays.copyOf(normalErrors, normals),
        found.stream().mapToDouble(f -> f[1]).toArray());
  }

  private static double[][] excluded(Recording recording) {
    List<double[]> spans = new ArrayList<>();
    spans.add(new double[] {0, LEARNING_SECONDS * recording.rateHz});
    double began = Double.NaN;
    for (Annotation mark : recording.marks) {
      if (mark.code() == Annotation.FLUTTER_BEGINS) {
        began = mark.sample();
      } else if (mark.code() == Annotation.FLUTTER_ENDS) {
        spans.add(new double[] {began, mark.sample()});
      }
    }
    return spans.toArray(new double[0][]);
  }

  private static Result total(List<Result> results) {
    Score score = Score.none();
    for (Result result : results) {
      score = score.plus(result.score);
    }
    return new Result(
        results.get(0).recording,
        score,
        results.stream().flatMapToDouble(r -> Arrays.stream(r.normalErrorsMs)).toArray(),
        results.stream().flatMapToDouble(r -> Arrays.stream(r.delaysMs)).toArray());
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

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    return Math.sqrt(
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(Double.NaN));
  }

  private static void printSpeed(PrintStream out, List<Recording> recordings) {
    long samples = recordings.stream().mapToLong(r -> r.wave.length).sum();
    double[] millions = new double[SPEED_RUNS];
    long[] beats = {0};
    for (int i = 0; i < SPEED_RUNS; i++) {
      long start = System.nanoTime();
      for (Recording recording : recordings) {
        new BeatDetector(recording.rateHz, (sample, at, confidence, kind) -> beats[0]++)
            .push(recording.wave, 0, recording.wave.length);
      }
      millions[i] = samples * 1e3 / (System.nanoTime() - start);
    }
    Arrays.sort(millions);
    out.printf(
        "%.1f million samples a second on one core (median of %d runs, %d beats)%n",
        millions[SPEED_RUNS / 2], SPEED_RUNS, beats[0]);
  }
}
