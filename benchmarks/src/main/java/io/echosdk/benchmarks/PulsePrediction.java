package io.echosdk.benchmarks;

import io.echosdk.biometric.IntervalFile;
import io.echosdk.biometric.PulsePredictor;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How far off the predicted next beat is, one beat ahead, on beats that experts marked: over all
 * beats, and over those between normal ones. The peer is the last interval repeated.
 *
 * <p>{@code benchmarks/run PulsePrediction [FOLDER]}; the folder holds nsr2db, ltdb-annotations and
 * mitdb.
 */
public final class PulsePrediction {

  private static final double LONGEST_MS = 3000;

  private PulsePrediction() {}

  private static final class Errors {
    final List<Double> all = new ArrayList<>();
    final List<Double> normal = new ArrayList<>();
    final List<Double> repeated = new ArrayList<>();

    void addAll(Errors other) {
      all.addAll(other.all);
      normal.addAll(other.normal);
      repeated.addAll(other.repeated);
    }

    void print(PrintStream out, String name) {
      out.printf(
          "%-12s %8d %8.1f %7.1f %10.1f %7.1f %12.1f %7.1f%n",
          name,
          all.size(),
          quantile(all, 0.5),
          quantile(all, 0.9),
          quantile(normal, 0.5),
          quantile(normal, 0.9),
          quantile(repeated, 0.5),
          quantile(repeated, 0.9));
    }

    private static double quantile(List<Double> values, double share) {
      if (values.isEmpty()) {
        return Double.NaN;
      }
      values.sort(null);
      return values.get((int) (share * (values.size() - 1)));
    }
  }

  /** Prints a line for each recording and one for each database. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "../shared/data/biometric");
    out.println(
        "recording       beats   median  p90 ms   normal: median p90   last again: median p90");
    for (String database : new String[] {"nsr2db", "ltdb-annotations", "mitdb"}) {
      Errors pooled = new Errors();
      try (Stream<Path> files = Files.list(folder.resolve(database))) {
        for (Path file : files.filter(IntervalFile::isAnnotation).sorted().toList()) {
          Errors errors = predict(file);
          errors.print(out, file.getFileName().toString());
          pooled.addAll(errors);
        }
      }
      pooled.print(out, database);
    }
  }

  private static Errors predict(Path file) {
    PulsePredictor predictor = new PulsePredictor();
    Errors errors = new Errors();
    double[] last = {Double.NaN};
    boolean[] lastStrange = {true};
    IntervalFile.readAnnotations(
        file,
        0,
        (end, ms, strange, hole) -> {
          long before = end - Math.round(ms * 1e6);
          if (ms > LONGEST_MS) {
            predictor.gap();
          } else if (predictor.known(before)) {
            double error = Math.abs(predictor.nextBeatNanos(before) - end) * 1e-6;
            errors.all.add(error);
            errors.repeated.add(Math.abs(ms - last[0]));
            if (!strange && !lastStrange[0]) {
              errors.normal.add(error);
            }
          } else {
            predictor.beat(before);
          }
          predictor.beat(end);
          last[0] = ms;
          lastStrange[0] = strange;
        });
    return errors;
  }
}
