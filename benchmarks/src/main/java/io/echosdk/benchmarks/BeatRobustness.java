package io.echosdk.benchmarks;

import io.echosdk.benchmarks.BeatScorer.Score;
import io.echosdk.biometric.BeatDetector;
import io.echosdk.biometric.LeadVote;
import io.echosdk.biometric.WfdbAnnotations.Annotation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * How the detector fares when the same recordings come at another rate, upside down, quieter or
 * louder, with mains hum, with noise, or on two leads, of which one may come off. One line each,
 * scored as {@link BeatAccuracy} does.
 *
 * <p>Noise begins after five minutes and is on for two minutes of every four, at a ratio of a QRS
 * complex's power (peak to peak squared over 8) to the noise's (Moody, Muldrow and Mark, "A noise
 * stress test for arrhythmia detectors", Computers in Cardiology 11, 1984). A window is ten
 * seconds; a beat's confidence counts for one and a half of the interval before it.
 *
 * <p>{@code benchmarks/run BeatRobustness [FOLDER]}
 */
public final class BeatRobustness {

  private static final double TOLERANCE_SECONDS = 0.15;
  private static final double WINDOW_SECONDS = 10;
  private static final int SINC_HALF = 16;
  private static final int PHASES = 1024; // places between two samples, finer than any jitter

  private BeatRobustness() {}

  private record Found(double sample, double confidence) {}

  /** Changes a wave before it is heard. */
  private interface Change {
    AnnotatedEcg of(AnnotatedEcg ecg);
  }

  /** Prints one line for each variant. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "../shared/data/biometric/mitdb");
    out.println("benchmarks/run BeatRobustness " + folder);
    out.println(
        "variant                 missed invented     se%    ppv%   DER%  windows with"
            + " se < 90 %: count, confidence < 0.5 %; others: confidence >= 0.5 %");
    List<AnnotatedEcg> first = AnnotatedEcg.load(folder, 0);
    alone(out, "as recorded", first, ecg -> ecg);
    for (int rate : new int[] {100, 125, 130, 250, 500, 1000}) {
      alone(out, rate + " Hz", first, ecg -> resampled(ecg, rate));
    }
    for (double gain : new double[] {-1, 0.1, 10}) {
      alone(out, "gain " + gain, first, ecg -> mixed(ecg, gain, new double[ecg.wave().length]));
    }
    for (double hum : new double[] {50, 60}) {
      for (double level : new double[] {0.1, 0.3, 1}) {
        alone(out, "hum " + hum + " Hz " + level + " mV", first, ecg -> humming(ecg, hum, level));
      }
    }
    for (Noise noise : Noise.values()) {
      for (double ratio : new double[] {12, 6, 0}) {
        alone(out, noise + " " + ratio + " dB", first, ecg -> noisy(ecg, noise, ratio));
      }
    }
    List<AnnotatedEcg> second = AnnotatedEcg.load(folder, 1);
    alone(out, "second lead alone", second, ecg -> ecg);
    voted(out, "both leads", first, second);
    voted(out, "second comes off", first, second.stream().map(BeatRobustness::comesOff).toList());
  }

  private static void alone(PrintStream out, String name, List<AnnotatedEcg> ecgs, Change change) {
    Tally tally = new Tally();
    for (AnnotatedEcg original : ecgs) {
      AnnotatedEcg ecg = change.of(original);
      List<Found> found = new ArrayList<>();
      new BeatDetector(ecg.rateHz(), (sample, at, sure, kind) -> found.add(new Found(sample, sure)))
          .push(ecg.wave(), 0, ecg.wave().length);
      tally.add(ecg, found);
    }
    tally.print(out, name);
  }

  private static void voted(
      PrintStream out, String name, List<AnnotatedEcg> first, List<AnnotatedEcg> second) {
    Tally tally = new Tally();
    for (int n = 0; n < first.size(); n++) {
      AnnotatedEcg ecg = first.get(n);
      float[] both = new float[2 * ecg.wave().length];
      for (int i = 0; i < ecg.wave().length; i++) {
        both[2 * i] = ecg.wave()[i];
        both[2 * i + 1] = second.get(n).wave()[i];
      }
      List<Found> found = new ArrayList<>();
      new LeadVote(ecg.rateHz(), 2, (sample, at, sure, kind) -> found.add(new Found(sample, sure)))
          .push(both, 0, ecg.wave().length, 2);
      tally.add(ecg, found);
    }
    tally.print(out, name);
  }

  private static AnnotatedEcg comesOff(AnnotatedEcg ecg) {
    float[] wave = ecg.wave().clone();
    Arrays.fill(wave, wave.length / 3, wave.length, Float.NaN);
    return new AnnotatedEcg(ecg.name(), ecg.rateHz(), wave, ecg.marks());
  }

  /** Band-limited: a sinc under a Hann window, cut at the lower of both halves of the rates. */
  private static AnnotatedEcg resampled(AnnotatedEcg ecg, double rateHz) {
    double step = ecg.rateHz() / rateHz;
    double cut = Math.min(1, 1 / step);
    double reach = SINC_HALF / cut;
    double[][] kernels = kernels(cut, reach);
    int half = kernels[0].length / 2;
    float[] wave = new float[(int) ((ecg.wave().length - 1) / step)];
    for (int i = 0; i < wave.length; i++) {
      long place = Math.round(i * step * PHASES);
      double[] kernel = kernels[(int) (place % PHASES)];
      int first = (int) (place / PHASES) - half + 1;
      double sum = 0;
      for (int k = 0; k < kernel.length; k++) {
        sum += kernel[k] * ecg.wave()[Math.max(0, Math.min(ecg.wave().length - 1, first + k))];
      }
      wave[i] = (float) sum;
    }
    List<Annotation> marks =
        ecg.marks().stream()
            .map(mark -> new Annotation(Math.round(mark.sample() / step), mark.code()))
            .toList();
    return new AnnotatedEcg(ecg.name(), rateHz, wave, marks);
  }

  /** For each fraction of a sample, the weights of the samples around it. */
  private static double[][] kernels(double cut, double reach) {
    int half = (int) Math.ceil(reach);
    double[][] kernels = new double[PHASES][2 * half];
    for (int phase = 0; phase < PHASES; phase++) {
      double sum = 0;
      for (int k = 0; k < 2 * half; k++) {
        double distance = k - half + 1 - phase / (double) PHASES;
        double x = Math.PI * cut * distance;
        double sinc = Math.abs(x) < 1e-9 ? 1 : Math.sin(x) / x;
        double hann = 0.5 + 0.5 * Math.cos(Math.PI * Math.min(1, Math.abs(distance) / reach));
        kernels[phase][k] = sinc * hann;
        sum += sinc * hann;
      }
      for (int k = 0; k < 2 * half; k++) {
        kernels[phase][k] /= sum;
      }
    }
    return kernels;
  }

  private static AnnotatedEcg humming(AnnotatedEcg ecg, double hz, double level) {
    double[] hum = new double[ecg.wave().length];
    for (int i = 0; i < hum.length; i++) {
      hum[i] = level * Math.sin(2 * Math.PI * hz * i / ecg.rateHz());
    }
    return mixed(ecg, 1, hum);
  }

  private static AnnotatedEcg noisy(AnnotatedEcg ecg, Noise noise, double ratioDb) {
    Random random = new Random(ecg.name().hashCode());
    double[] added = noise.wave(ecg.wave().length, ecg.rateHz(), random);
    double power = 0;
    for (double value : added) {
      power += value * value / added.length;
    }
    double scale = Math.sqrt(complexPower(ecg) / power / Math.pow(10, ratioDb / 10));
    for (int i = 0; i < added.length; i++) {
      double minutes = i / ecg.rateHz() / 60;
      added[i] *= minutes >= 5 && (int) ((minutes - 5) / 2) % 2 == 0 ? scale : 0;
    }
    return mixed(ecg, 1, added);
  }

  private static double complexPower(AnnotatedEcg ecg) {
    int half = (int) (0.05 * ecg.rateHz());
    double sum = 0;
    int count = 0;
    for (double beat : ecg.beats()) {
      int at = (int) beat;
      if (at < half || at + half >= ecg.wave().length) {
        continue;
      }
      float low = ecg.wave()[at];
      float high = low;
      for (int i = at - half; i <= at + half; i++) {
        low = Math.min(low, ecg.wave()[i]);
        high = Math.max(high, ecg.wave()[i]);
      }
      sum += high - low;
      count++;
    }
    return sum / count * (sum / count) / 8;
  }

  private static AnnotatedEcg mixed(AnnotatedEcg ecg, double gain, double[] added) {
    float[] wave = new float[added.length];
    for (int i = 0; i < wave.length; i++) {
      wave[i] = (float) (gain * ecg.wave()[i] + added[i]);
    }
    return new AnnotatedEcg(ecg.name(), ecg.rateHz(), wave, ecg.marks());
  }

  /** What one variant counted over all recordings. */
  private static final class Tally {
    private Score score = Score.none();
    private int poor;
    private int poorDoubted;
    private int good;
    private int goodBelieved;

    void add(AnnotatedEcg ecg, List<Found> found) {
      double[] beats = ecg.beats();
      double[] samples = found.stream().mapToDouble(Found::sample).toArray();
      double tolerance = TOLERANCE_SECONDS * ecg.rateHz();
      score = score.plus(BeatScorer.score(beats, samples, tolerance, ecg.excluded()));
      boolean[] hit = new boolean[beats.length];
      for (int partner : BeatScorer.match(beats, samples, tolerance)) {
        if (partner >= 0) {
          hit[partner] = true;
        }
      }
      double window = WINDOW_SECONDS * ecg.rateHz();
      double from = AnnotatedEcg.LEARNING_SECONDS * ecg.rateHz();
      for (; from + window <= ecg.wave().length; from += window) {
        judge(beats, hit, found, from, from + window);
      }
    }

    private void judge(double[] beats, boolean[] hit, List<Found> found, double from, double to) {
      int all = 0;
      int hits = 0;
      for (int i = 0; i < beats.length; i++) {
        if (beats[i] >= from && beats[i] < to) {
          all++;
          hits += hit[i] ? 1 : 0;
        }
      }
      boolean believed = confidence(found, from, to) >= 0.5;
      if (all > 0 && hits < 0.9 * all) {
        poor++;
        poorDoubted += believed ? 0 : 1;
      } else if (all > 0) {
        good++;
        goodBelieved += believed ? 1 : 0;
      }
    }

    private static double confidence(List<Found> found, double from, double to) {
      double sum = 0;
      for (int i = 1; i < found.size(); i++) {
        Found beat = found.get(i);
        double lasts = 1.5 * (beat.sample - found.get(i - 1).sample);
        double next = i + 1 < found.size() ? found.get(i + 1).sample : to;
        double end = Math.min(to, Math.min(next, beat.sample + lasts));
        sum += Math.max(0, end - Math.max(from, beat.sample)) * beat.confidence;
      }
      return sum / (to - from);
    }

    void print(PrintStream out, String name) {
      out.printf(
          "%-23s %6d %8d %7.3f %7.3f %6.3f %28d %17.1f %28.1f%n",
          name,
          score.missed(),
          score.invented(),
          score.sensitivity(),
          score.precision(),
          score.detectionErrorRate(),
          poor,
          100.0 * poorDoubted / Math.max(1, poor),
          100.0 * goodBelieved / Math.max(1, good));
    }
  }

  /** Noises of a recording, each a plain model; scaled by who uses them. */
  private enum Noise {
    WHITE,
    WANDER,
    MUSCLE,
    MOTION;

    double[] wave(int length, double rateHz, Random random) {
      double[] wave = new double[length];
      double slow = 0;
      double slower = 0;
      double step = 0;
      double target = 0;
      double before = 0;
      double high = 0;
      for (int i = 0; i < length; i++) {
        double white = random.nextGaussian();
        switch (this) {
          case WHITE -> wave[i] = white;
          case WANDER -> {
            slow += share(0.3, rateHz) * (white - slow);
            slower += share(0.3, rateHz) * (slow - slower);
            wave[i] = slower;
          }
          case MUSCLE -> { // above 20 Hz, in bursts
            high = (1 - share(20, rateHz)) * (high + white - before);
            before = white;
            slow += share(0.5, rateHz) * (random.nextGaussian() * Math.sqrt(rateHz) - slow);
            wave[i] = high * (0.3 + Math.abs(slow));
          }
          case MOTION -> { // steps that fade, over a rumble of 1 to 5 Hz
            target += random.nextDouble() < 0.7 / rateHz ? 3 * random.nextGaussian() : 0;
            target *= 1 - 1 / (0.4 * rateHz);
            step += (target - step) / (0.03 * rateHz);
            slow += share(5, rateHz) * (white - slow);
            wave[i] = step + 9 * slow;
          }
          default -> throw new AssertionError(this);
        }
      }
      return wave;
    }

    private static double share(double cornerHz, double rateHz) {
      return 1 - Math.exp(-2 * Math.PI * cornerHz / rateHz);
    }
  }
}
