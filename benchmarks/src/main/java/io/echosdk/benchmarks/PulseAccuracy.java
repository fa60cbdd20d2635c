package io.echosdk.benchmarks;

import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.benchmarks.BeatScorer.Score;
import io.echosdk.biometric.BeatDetector;
import io.echosdk.biometric.PulseDetector;
import io.echosdk.biometric.Recordings;
import io.echosdk.biometric.ReplayOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How well beats are found in a pulse wave: five minutes of a resting person, 100 Hz, against the
 * ECG beside it, one to one within 150 ms of the median lag.
 *
 * <p>The ECG's beats are those of {@link BeatDetector}; where they jump by more than 150 ms they
 * are in doubt, and what is unmatched within 1.5 s of such a place is listed but not counted.
 *
 * <p>{@code benchmarks/run PulseAccuracy [FILE]}
 */
public final class PulseAccuracy {

  private static final double RATE_HZ = 100;
  private static final double TOLERANCE_SECONDS = 0.15;
  private static final double DOUBT_SECONDS = 1.5;
  private static final double SETTLED_SECONDS = 2;

  private PulseAccuracy() {}

  /** Prints the score, the delay and the jitter. */
  public static void main(String[] arguments) {
    PrintStream out = System.out;
    Path file =
        Path.of(
            arguments.length > 0
                ? arguments[0]
                : "../shared/data/biometric/rest5/bio_resting_5min_100hz.csv");
    double[] heart = heart(column(file, 0));
    List<double[]> told = new ArrayList<>(); // s, delay ms
    float[] wave = column(file, 1);
    new PulseDetector(
            RATE_HZ,
            (sample, at, confidence, kind) ->
                told.add(new double[] {sample / RATE_HZ, (at - sample) / RATE_HZ * 1000}))
        .push(wave, 0, wave.length, 1);
    double[] pulse = told.stream().mapToDouble(t -> t[0]).toArray();
    double lag = lag(heart, pulse);
    double[] expected = Arrays.stream(heart).map(t -> t + lag).toArray();
    double[][] excluded = doubted(expected, wave.length / RATE_HZ);
    print(out, "everything", BeatScorer.score(expected, pulse, TOLERANCE_SECONDS));
    print(
        out,
        "without doubted ECG (" + (excluded.length - 2) + " places)",
        BeatScorer.score(expected, pulse, TOLERANCE_SECONDS, excluded));
    double[] delays = told.stream().mapToDouble(t -> t[1]).sorted().toArray();
    out.printf(
        "lag behind the ECG %.0f ms; told after the peak: median %.0f, p99 %.0f, most %.0f ms%n",
        lag * 1000,
        delays[delays.length / 2],
        delays[delays.length * 99 / 100],
        delays[delays.length - 1]);
    jitter(out, expected, pulse);
  }

  private static float[] column(Path file, int channel) {
    List<float[]> blocks = new ArrayList<>();
    try (BiometricSource source =
        Recordings.open(
            file,
            ReplayOptions.builder().channels(channel).rateHz(RATE_HZ).asFastAsPolled().build())) {
      for (long next = 0; next != BiometricSource.END; ) {
        next =
            source.poll(
                next,
                (signal, time, origin, samples, offset, n, flags) ->
                    blocks.add(Arrays.copyOfRange(samples, offset, offset + n)));
      }
    }
    float[] all = new float[blocks.stream().mapToInt(block -> block.length).sum()];
    int at = 0;
    for (float[] block : blocks) {
      System.arraycopy(block, 0, all, at, block.length);
      at += block.length;
    }
    return all;
  }

  private static double[] heart(float[] ecg) {
    List<Double> beats = new ArrayList<>();
    new BeatDetector(RATE_HZ, (sample, at, confidence, kind) -> beats.add(sample / RATE_HZ))
        .push(ecg, 0, ecg.length);
    return beats.stream().mapToDouble(x -> x).toArray();
  }

  /** The median time from a pulse back to the beat before it, 0.1 s or more ago. */
  private static double lag(double[] heart, double[] pulse) {
    double[] lags = new double[pulse.length];
    int found = 0;
    int h = 0;
    for (double each : pulse) {
      while (h + 1 < heart.length && heart[h + 1] < each - 0.1) {
        h++;
      }
      if (heart[h] < each - 0.1) {
        lags[found++] = each - heart[h];
      }
    }
    Arrays.sort(lags, 0, found);
    return lags[found / 2];
  }

  private static double[][] doubted(double[] beats, double seconds) {
    List<double[]> spans = new ArrayList<>();
    spans.add(new double[] {0, SETTLED_SECONDS});
    spans.add(new double[] {beats[beats.length - 1] - 0.5, seconds});
    for (int i = 2; i < beats.length; i++) {
      if (Math.abs(beats[i] - 2 * beats[i - 1] + beats[i - 2]) > TOLERANCE_SECONDS) {
        spans.add(new double[] {beats[i - 1] - DOUBT_SECONDS, beats[i - 1] + DOUBT_SECONDS});
      }
    }
    return spans.toArray(new double[0][]);
  }

  private static void print(PrintStream out, String name, Score score) {
    out.printf(
        "%s: found %d, missed %d, invented %d, F1 %.4f%n",
        name,
        score.matched(),
        score.missed(),
        score.invented(),
        2.0 * score.matched() / (2 * score.matched() + score.missed() + score.invented()));
  }

  /** How intervals between pulses differ from those between the heart's beats. */
  private static void jitter(PrintStream out, double[] expected, double[] pulse) {
    int[] partner = BeatScorer.match(expected, pulse, TOLERANCE_SECONDS);
    List<Double> differences = new ArrayList<>();
    for (int i = 1; i < pulse.length; i++) {
      if (partner[i] > 0 && partner[i - 1] == partner[i] - 1) {
        double heart = expected[partner[i]] - expected[partner[i - 1]];
        differences.add((pulse[i] - pulse[i - 1] - heart) * 1000);
      }
    }
    differences.sort(null);
    out.printf(
        "intervals against the ECG's: p5 %.1f, median %.1f, p95 %.1f ms%n",
        differences.get(differences.size() / 20),
        differences.get(differences.size() / 2),
        differences.get(differences.size() * 19 / 20));
  }
}
