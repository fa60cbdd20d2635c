package io.echosdk.benchmarks;

import io.echosdk.api.biometric.Beat;
import io.echosdk.biometric.IntervalFile;
import io.echosdk.biometric.PulsePredictor;
import io.echosdk.biometric.WfdbAnnotations;
import io.echosdk.biometric.WfdbAnnotations.Annotation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How far off the predicted next beat is, one beat ahead, on beats that experts marked: over all of
 * them, and apart by what can be known beforehand. The peer is the last interval repeated.
 *
 * <p>A beat of the sinus node (marked N, or L or R where a bundle is blocked) after another is
 * predictable as far as breathing and the like are. The beat after an ectopic one ends a pause that
 * has its rule. An ectopic beat comes when it will, but for bigeminy and its like; so does every
 * beat of a fibrillating or fluttering heart.
 *
 * <p>{@code benchmarks/run PulsePrediction [FOLDER]}; the folder holds nsr2db, ltdb-annotations and
 * mitdb.
 */
public final class PulsePrediction {

  private static final long LONGEST_NANOS = 3_000_000_000L;
  private static final int LEFT_BUNDLE = 2;
  private static final int RIGHT_BUNDLE = 3;

  /** Irregular from its beginning to its end; its annotations do not tell the rhythm. */
  private static final String NO_RHYTHM = "14149";

  private PulsePrediction() {}

  /** What a beat is. */
  private enum Group {
    ALL,
    SINUS,
    AFTER,
    ECTOPIC,
    FIBRILLATION
  }

  /** Errors of a recording or of many, in ms. */
  private static final class Errors {

    final Map<Group, List<Double>> of = new EnumMap<>(Group.class);
    final List<Double> repeated = new ArrayList<>();

    Errors() {
      for (Group group : Group.values()) {
        of.put(group, new ArrayList<>());
      }
    }

    List<Double> of(Group group) {
      return Objects.requireNonNull(of.get(group));
    }

    void add(Group group, double error) {
      of(group).add(error);
      of(Group.ALL).add(error);
    }

    void addAll(Errors other) {
      of.forEach((group, errors) -> errors.addAll(other.of(group)));
      repeated.addAll(other.repeated);
    }

    void print(PrintStream out, String name) {
      StringBuilder line = new StringBuilder(String.format("%-28s", name));
      of.values().forEach(errors -> line.append(cell(errors)));
      out.println(line.append(cell(repeated)));
    }

    private static String cell(List<Double> errors) {
      return String.format(
          " |%7d%6.1f%7.1f", errors.size(), quantile(errors, 0.5), quantile(errors, 0.9));
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
    for (boolean kinds : new boolean[] {false, true}) {
      out.println(kinds ? "times and the experts' kinds" : "times alone");
      out.printf("%-28s", "number, median, p90 in ms");
      for (String head : "all,sinus,after ectopic,ectopic or paced,fibrillation,last".split(",")) {
        out.printf(" | %-19s", head);
      }
      out.println();
      Errors regular = new Errors();
      for (String database : new String[] {"nsr2db", "ltdb-annotations", "mitdb"}) {
        Errors pooled = new Errors();
        try (Stream<Path> files = Files.list(folder.resolve(database))) {
          for (Path file : files.filter(IntervalFile::isAnnotation).sorted().toList()) {
            Errors errors = predict(file, database.equals("mitdb") ? 360 : 128, kinds);
            errors.print(out, file.getFileName().toString());
            pooled.addAll(errors);
          }
        }
        pooled.print(out, database);
        regular.addAll(pooled);
      }
      regular.print(out, "everything");
    }
  }

  private static Errors predict(Path file, double rateHz, boolean kinds) {
    PulsePredictor predictor = new PulsePredictor();
    Errors errors = new Errors();
    boolean noRhythm = file.getFileName().toString().startsWith(NO_RHYTHM);
    boolean fibrillation = noRhythm;
    long last = Long.MIN_VALUE / 2;
    long interval = 0;
    boolean lastSinus = false;
    for (Annotation mark : WfdbAnnotations.read(file).annotations()) {
      fibrillation = mark.text().isEmpty() ? fibrillation : noRhythm || fibrillates(mark.text());
      if (!mark.beat()) {
        continue;
      }
      long time = Math.round(mark.sample() / rateHz * 1e9);
      boolean sinus = isSinus(mark);
      if (time - last > LONGEST_NANOS) {
        predictor.gap();
      } else if (predictor.known(last)) {
        double error = Math.abs(predictor.nextBeatNanos(last) - time) * 1e-6;
        errors.add(fibrillation ? Group.FIBRILLATION : group(sinus, lastSinus), error);
        errors.repeated.add(Math.abs(time - last - interval) * 1e-6);
      }
      predictor.beat(time, kinds && !sinus ? Beat.Kind.ECTOPIC : Beat.Kind.NORMAL);
      interval = time - last;
      last = time;
      lastSinus = sinus;
    }
    return errors;
  }

  private static boolean fibrillates(String rhythm) {
    return rhythm.startsWith("(AFIB") || rhythm.startsWith("(AFL") || rhythm.startsWith("(VFL");
  }

  private static boolean isSinus(Annotation mark) {
    return mark.normalBeat() || mark.code() == LEFT_BUNDLE || mark.code() == RIGHT_BUNDLE;
  }

  private static Group group(boolean sinus, boolean lastSinus) {
    return !sinus ? Group.ECTOPIC : lastSinus ? Group.SINUS : Group.AFTER;
  }
}
