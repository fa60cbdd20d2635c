package io.echosdk.benchmarks;

import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.biometric.BiometricSession;
import io.echosdk.biometric.Recordings;
import io.echosdk.biometric.ReplayOptions;
import io.echosdk.biometric.SimulatedSubject;
import io.echosdk.testing.OnlySignals;
import io.echosdk.testing.Waves;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * How well the rate of the breath is known, in windows of 32 s that move by 8 s: mean absolute
 * error and the share of the windows in which anything was said, for each source alone, and how
 * both change if only the more confident windows are kept.
 *
 * <p>The truth of a recording is its belt as {@link BreathReference} annotates it; windows of which
 * its two counts disagree are counted apart. The truth of the simulated subject is the phase of its
 * breath.
 *
 * <p>{@code benchmarks/run BreathAccuracy [FOLDER [each]]}; {@code each} prints every window
 */
public final class BreathAccuracy {

  private static final double WINDOW = 32;
  private static final double STEP = 8;
  private static final long SECOND = 1_000_000_000;
  private static final List<SignalKind> KINDS =
      List.of(SignalKind.RESPIRATION, SignalKind.ECG, SignalKind.PPG);

  private BreathAccuracy() {}

  /** Prints lines for each source. */
  public static void main(String[] arguments) {
    PrintStream out = System.out;
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "../shared/data/biometric");
    boolean each = arguments.length > 1;
    recording(out, "rest5", folder.resolve("rest5/bio_resting_5min_100hz.csv"), 2, 100, each);
    recording(out, "03700181", folder.resolve("wfdb-formats/03700181.hea"), 2, 125, each);
    recording(out, "BioSPPy", folder.resolve("biosppy/resp.txt"), 0, 1000, each);
    for (SignalKind kind : KINDS) {
      simulated(out, kind);
    }
  }

  private static void recording(
      PrintStream out, String name, Path file, int beltColumn, double rateHz, boolean each) {
    double[] belt = belt(file, beltColumn, rateHz);
    int seconds = (int) (belt.length / rateHz);
    BreathReference reference = BreathReference.of(belt, rateHz);
    for (SignalKind kind : KINDS) {
      try (BiometricSource source = open(file, rateHz)) {
        if (source.signals().stream().noneMatch(signal -> signal.kind() == kind)) {
          continue;
        }
        Tally tally = new Tally();
        tally.add(said(source, kind, seconds), reference, seconds);
        if (each) {
          out.println(Arrays.toString(reference.tops()));
          tally.printEach(out);
        }
        tally.print(out, name + " " + kind);
      }
    }
  }

  private static void simulated(PrintStream out, SignalKind kind) {
    Tally all = new Tally();
    for (double depth : new double[] {5, 15, 40}) {
      for (double breaths : new double[] {6, 9, 12, 15, 20, 25, 30}) {
        Tally tally = new Tally();
        for (int seed = 1; seed <= 6; seed++) {
          SimulatedSubject.Builder subject = subject(seed, breaths, depth);
          BreathReference reference =
              BreathReference.of(
                  tops(subject.build().groundTruth(Duration.ofSeconds(240)).breathPhases()));
          double[][] said = said(subject.build(), kind, 240);
          tally.add(said, reference, 240);
          all.add(said, reference, 240);
        }
        tally.printLine(
            out, "simulated %2.0f/min, RSA %2.0f ms, %s".formatted(breaths, depth, kind), 0);
      }
    }
    all.print(out, "simulated " + kind);
  }

  /** Where a phase, told every 20 ms, passes one half, s. */
  private static double[] tops(List<Double> phases) {
    List<Double> tops = new ArrayList<>();
    for (int i = 1; i < phases.size(); i++) {
      double before = phases.get(i - 1);
      if (before < 0.5 && phases.get(i) >= 0.5) {
        tops.add(0.02 * (i - 1 + (0.5 - before) / (phases.get(i) - before)));
      }
    }
    return tops.stream().mapToDouble(x -> x).toArray();
  }

  private static SimulatedSubject.Builder subject(int seed, double breaths, double depth) {
    SimulatedSubject.Builder subject =
        SimulatedSubject.builder()
            .seed(seed)
            .heartRateBpm(60 + 5 * seed)
            .breathsPerMinute(breaths)
            .breathDepthMs(depth);
    for (int i = 1; i < seed; i++) {
      subject.ectopicBeat(15 + 17 * i);
    }
    return subject;
  }

  /** Rate and confidence at the end of each second; NaN where nothing was said. */
  private static double[][] said(BiometricSource source, SignalKind kind, int seconds) {
    double[][] said = new double[seconds + 1][];
    BiometricState state = new BiometricState();
    try (BiometricSession session = BiometricSession.of(new OnlySignals(source, Set.of(kind)))) {
      for (int second = 0; second <= seconds; second++) {
        session.poll(second * SECOND);
        session.read(state);
        said[second] =
            new double[] {state.value(Metric.BREATH_RATE), state.confidence(Metric.BREATH_RATE)};
      }
    }
    return said;
  }

  private static BiometricSource open(Path file, double rateHz) {
    return Recordings.open(file, ReplayOptions.builder().rateHz(rateHz).build());
  }

  private static double[] belt(Path file, int channel, double rateHz) {
    float[] all =
        Waves.all(
            Recordings.open(
                file,
                ReplayOptions.builder().channels(channel).rateHz(rateHz).asFastAsPolled().build()));
    double[] belt = new double[all.length];
    for (int i = 0; i < belt.length; i++) {
      belt[i] = Float.isNaN(all[i]) && i > 0 ? belt[i - 1] : all[i];
    }
    return belt;
  }

  /** One window: what was said, how surely, what is true, and whether the reference knows. */
  private record Window(double end, double said, double confidence, double truth, boolean sure) {

    boolean known() {
      return !Double.isNaN(said);
    }

    double error() {
      return Math.abs(said - truth);
    }
  }

  private static final class Tally {
    private final List<Window> windows = new ArrayList<>();

    void add(double[][] said, BreathReference reference, int seconds) {
      for (double end = WINDOW; end <= seconds; end += STEP) {
        double truth = reference.ratePerMinute(end - WINDOW, end);
        if (!Double.isNaN(truth)) {
          double[] now = said[(int) end];
          windows.add(new Window(end, now[0], now[1], truth, reference.sure(end - WINDOW, end)));
        }
      }
    }

    void printEach(PrintStream out) {
      for (Window window : windows) {
        out.printf(
            "  %4.0f s: %.2f (%.2f), truth %.2f%s%n",
            window.end,
            window.said,
            window.confidence,
            window.truth,
            window.sure ? "" : " in doubt");
      }
    }

    void print(PrintStream out, String name) {
      printLine(out, name, 0);
      for (int percent = 10; percent < 100; percent += 10) {
        printLine(out, name, percent / 100.0);
      }
      List<Window> doubtful = windows.stream().filter(window -> !window.sure).toList();
      if (!doubtful.isEmpty()) {
        line(out, name + ", reference in doubt", doubtful, 0);
        line(out, name + ", reference in doubt >= 0.5", doubtful, 0.5);
      }
    }

    void printLine(PrintStream out, String name, double confidence) {
      List<Window> sure = windows.stream().filter(window -> window.sure).toList();
      line(out, confidence > 0 ? name + " >= " + confidence : name, sure, confidence);
    }

    private static void line(PrintStream out, String name, List<Window> all, double confidence) {
      List<Window> known =
          all.stream()
              .filter(window -> window.known() && window.confidence >= confidence)
              .sorted(Comparator.comparingDouble(Window::error))
              .toList();
      double sum = known.stream().mapToDouble(Window::error).sum();
      out.printf(
          "%-46s %4d windows: MAE %5.2f, p90 %5.2f /min, coverage %3.0f %%%n",
          name,
          all.size(),
          sum / known.size(),
          known.isEmpty() ? Double.NaN : known.get(known.size() * 9 / 10).error(),
          100.0 * known.size() / all.size());
    }
  }
}
