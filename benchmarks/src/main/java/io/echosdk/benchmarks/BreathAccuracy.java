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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How well the rate of the breath is known, in windows of 32 s that move by 8 s: mean absolute
 * error and the share of the windows in which anything was said, for each source alone.
 *
 * <p>The truth of a recording is its belt, counted by an offline method of its own: smoothed over
 * 0.6 s forwards and backwards, and cut wherever it rises again by a quarter of a usual breath,
 * which is taken from the median distance from its 20 s mean over the whole recording. The truth of
 * the simulated subject is the phase of its breath.
 *
 * <p>{@code benchmarks/run BreathAccuracy [FOLDER]}
 */
public final class BreathAccuracy {

  private static final double WINDOW = 32;
  private static final double STEP = 8;
  private static final long SECOND = 1_000_000_000;

  private BreathAccuracy() {}

  /** Prints one line for each source. */
  public static void main(String[] arguments) {
    PrintStream out = System.out;
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "../shared/data/biometric");
    boolean verbose = arguments.length > 1;
    Path rest = folder.resolve("rest5/bio_resting_5min_100hz.csv");
    double[] truth = troughs(column(rest, 2, 100), 100);
    for (SignalKind kind : List.of(SignalKind.RESPIRATION, SignalKind.ECG, SignalKind.PPG)) {
      Tally tally = new Tally();
      tally.add(rates(open(rest, 100), EnumSet.of(kind), 300), truth, 300, verbose ? out : null);
      tally.print(out, "rest5 " + kind);
    }
    Path belt = folder.resolve("biosppy/resp.txt");
    if (Files.exists(belt)) {
      Tally tally = new Tally();
      tally.add(
          rates(open(belt, 1000), EnumSet.of(SignalKind.RESPIRATION), 60),
          troughs(column(belt, 0, 1000), 1000),
          60,
          verbose ? out : null);
      tally.print(out, "biosppy belt");
    }
    for (double depth : new double[] {5, 15, 40}) {
      for (double breaths : new double[] {6, 9, 12, 15, 20, 25, 30}) {
        for (SignalKind kind : List.of(SignalKind.RESPIRATION, SignalKind.ECG, SignalKind.PPG)) {
          Tally tally = new Tally();
          for (int seed = 1; seed <= 6; seed++) {
            SimulatedSubject.Builder subject = subject(seed, breaths, depth);
            double[] starts =
                starts(subject.build().groundTruth(Duration.ofSeconds(240)).breathPhases());
            tally.add(rates(subject.build(), EnumSet.of(kind), 240), starts, 240, null);
          }
          tally.print(out, "simulated %2.0f/min, RSA %2.0f ms, %s".formatted(breaths, depth, kind));
        }
      }
    }
  }

  /** Where a phase, told every 20 ms, begins anew, s. */
  private static double[] starts(List<Double> phases) {
    List<Double> starts = new ArrayList<>();
    for (int i = 1; i < phases.size(); i++) {
      if (phases.get(i) < phases.get(i - 1)) {
        double passed = 1 - phases.get(i - 1);
        starts.add(0.02 * (i - 1 + passed / (passed + phases.get(i))));
      }
    }
    return starts.stream().mapToDouble(x -> x).toArray();
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

  /** What was said at the end of each second; NaN where nothing was. */
  private static double[] rates(BiometricSource source, Set<SignalKind> kinds, int seconds) {
    double[] rates = new double[seconds + 1];
    BiometricState state = new BiometricState();
    try (BiometricSession session = BiometricSession.of(new OnlySignals(source, kinds))) {
      for (int second = 0; second <= seconds; second++) {
        session.poll(second * SECOND);
        session.read(state);
        rates[second] = state.value(Metric.BREATH_RATE);
      }
    }
    return rates;
  }

  private static BiometricSource open(Path file, double rateHz) {
    return Recordings.open(file, ReplayOptions.builder().rateHz(rateHz).build());
  }

  private static double[] column(Path file, int channel, double rateHz) {
    float[] all =
        Waves.all(
            Recordings.open(
                file,
                ReplayOptions.builder().channels(channel).rateHz(rateHz).asFastAsPolled().build()));
    double[] wide = new double[all.length];
    Arrays.setAll(wide, i -> all[i]);
    return wide;
  }

  /** Where breaths begin, s; looks at the whole recording. */
  private static double[] troughs(double[] belt, double rateHz) {
    double[] smooth = smooth(smooth(belt, rateHz * 0.3), rateHz * 0.3);
    double[] heights = smooth.clone();
    double[] slow = smooth(smooth, rateHz * 10);
    Arrays.setAll(heights, i -> Math.abs(smooth[i] - slow[i]));
    Arrays.sort(heights);
    double clear = heights[heights.length / 2]; // a quarter of a sine's swing is 0.7 of it
    List<Double> troughs = new ArrayList<>();
    int extremum = 0;
    boolean rising = false;
    for (int i = 0; i < smooth.length; i++) {
      if (rising ? smooth[i] > smooth[extremum] : smooth[i] < smooth[extremum]) {
        extremum = i;
      } else if (Math.abs(smooth[i] - smooth[extremum]) > 0.7 * clear) {
        if (!rising) {
          troughs.add(extremum / rateHz);
        }
        rising = !rising;
        extremum = i;
      }
    }
    return troughs.stream().mapToDouble(x -> x).toArray();
  }

  /** A mean over as much to either side. */
  private static double[] smooth(double[] wave, double reach) {
    double[] sums = new double[wave.length + 1];
    for (int i = 0; i < wave.length; i++) {
      sums[i + 1] = sums[i] + wave[i];
    }
    double[] smooth = new double[wave.length];
    for (int i = 0; i < wave.length; i++) {
      int from = (int) Math.max(0, i - reach);
      int to = (int) Math.min(wave.length, i + reach + 1);
      smooth[i] = (sums[to] - sums[from]) / (to - from);
    }
    return smooth;
  }

  /** The mean rate of a window from the breaths that begin in it; NaN if fewer than two do. */
  private static double mean(double[] starts, double from, double to) {
    double first = Double.NaN;
    double last = Double.NaN;
    int count = 0;
    for (double start : starts) {
      if (start >= from && start < to) {
        first = count++ == 0 ? start : first;
        last = start;
      }
    }
    return count < 2 ? Double.NaN : 60 * (count - 1) / (last - first);
  }

  /** Sums over windows. */
  private static final class Tally {
    private int windows;
    private final List<Double> errors = new ArrayList<>();

    void add(double[] rates, double[] truth, int seconds, PrintStream each) {
      for (double end = WINDOW; end <= seconds; end += STEP) {
        double expected = mean(truth, end - WINDOW, end);
        if (Double.isNaN(expected)) {
          continue;
        }
        windows++;
        double said = rates[(int) end];
        if (each != null) {
          each.printf("  %4.0f s: %.2f, truth %.2f%n", end, said, expected);
        }
        if (!Double.isNaN(said)) {
          errors.add(Math.abs(said - expected));
        }
      }
    }

    void print(PrintStream out, String name) {
      errors.sort(null);
      double sum = errors.stream().mapToDouble(x -> x).sum();
      out.printf(
          "%-44s %3d windows: MAE %5.2f, p90 %5.2f /min, coverage %3.0f %%%n",
          name,
          windows,
          sum / errors.size(),
          errors.isEmpty() ? Double.NaN : errors.get(errors.size() * 9 / 10),
          100.0 * errors.size() / windows);
    }
  }
}
