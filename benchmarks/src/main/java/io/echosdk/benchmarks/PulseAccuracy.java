package io.echosdk.benchmarks;

import io.echosdk.benchmarks.BeatScorer.Score;
import io.echosdk.biometric.BeatDetector;
import io.echosdk.biometric.PulseDetector;
import io.echosdk.biometric.Recordings;
import io.echosdk.biometric.ReplayOptions;
import io.echosdk.testing.RestingHeart;
import io.echosdk.testing.Waves;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How well beats are found in a pulse wave: five minutes of a resting person, 100 Hz, against the
 * ECG beside it, one to one within 150 ms of the median lag; then simulated people who move, with
 * and without an accelerometer ({@link MovingPulses}).
 *
 * <p>The ECG's beats are those of {@link BeatDetector}, once as it tells them and once with those
 * that were read by eye where noise of the electrodes misled it ({@link RestingHeart}). Nothing is
 * left out but the pulse whose beat was before the recording and the beat whose pulse is after it.
 *
 * <p>{@code benchmarks/run PulseAccuracy}
 */
public final class PulseAccuracy {

  private static final Path RESTING =
      Path.of("../shared/data/biometric/rest5/bio_resting_5min_100hz.csv");
  private static final double RATE_HZ = 100;
  private static final double TOLERANCE_SECONDS = 0.15;

  private PulseAccuracy() {}

  /** Prints the scores, the delay and the jitter. */
  public static void main(String[] arguments) {
    PrintStream out = System.out;
    float[] wave = column(1);
    List<double[]> told = new ArrayList<>(); // s, delay ms
    new PulseDetector(
            RATE_HZ,
            (sample, at, confidence, kind) ->
                told.add(new double[] {sample / RATE_HZ, (at - sample) / RATE_HZ * 1000}))
        .push(wave, 0, wave.length, 1);
    double[] pulse = told.stream().mapToDouble(t -> t[0]).toArray();
    double[] heart = heart(column(0));
    double[] read = RestingHeart.readByEye(heart);
    double lag = lag(read, pulse);
    double seconds = wave.length / RATE_HZ;
    out.println("resting person, every place");
    print(out, "ECG by its detector", score(heart, pulse, lag, seconds));
    print(out, "six places read by eye", score(read, pulse, lag, seconds));
    double[] delays = told.stream().mapToDouble(t -> t[1]).sorted().toArray();
    out.printf(
        "lag behind the ECG %.0f ms; told after the peak: median %.0f, p99 %.0f, most %.0f ms%n",
        lag * 1000,
        delays[delays.length / 2],
        delays[delays.length * 99 / 100],
        delays[delays.length - 1]);
    jitter(out, shifted(read, lag), pulse);
    MovingPulses.print(out);
  }

  private static float[] column(int channel) {
    return Waves.all(
        Recordings.open(
            RESTING,
            ReplayOptions.builder().channels(channel).rateHz(RATE_HZ).asFastAsPolled().build()));
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

  private static double[] shifted(double[] heart, double lag) {
    return Arrays.stream(heart).map(beat -> beat + lag).toArray();
  }

  private static Score score(double[] heart, double[] pulse, double lag, double seconds) {
    double[] before = {0, lag};
    double[] after = {seconds, Double.POSITIVE_INFINITY};
    return BeatScorer.score(shifted(heart, lag), pulse, TOLERANCE_SECONDS, before, after);
  }

  private static void print(PrintStream out, String name, Score score) {
    out.printf(
        "%s: found %d, missed %d, invented %d, F1 %.4f%n",
        name, score.matched(), score.missed(), score.invented(), score.f1());
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
