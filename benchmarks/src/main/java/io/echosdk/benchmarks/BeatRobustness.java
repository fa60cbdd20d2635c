package io.echosdk.benchmarks;

import io.echosdk.api.biometric.Beat;
import io.echosdk.benchmarks.BeatScorer.Score;
import io.echosdk.benchmarks.WindowTrust.Found;
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
import java.util.stream.IntStream;

/**
 * How the detector fares when the same recordings come at another rate, upside down, quieter or
 * louder, with mains hum, with noise, or on two leads, of which one may come off. One line each,
 * scored as {@link BeatAccuracy} does.
 *
 * <p>Noise begins after five minutes and is on for two minutes of every four, at a ratio of a QRS
 * complex's power (peak to peak squared over 8) to the noise's (Moody, Muldrow and Mark, "A noise
 * stress test for arrhythmia detectors", Computers in Cardiology 11, 1984).
 *
 * <p>What the detector thinks of itself meanwhile is what {@link WindowTrust} asks; beats are where
 * they were told first, and as sure as they were told for good.
 *
 * <p>{@code benchmarks/run BeatRobustness [FOLDER [odd|even]]}: all recordings of the folder, or
 * the 1st, 3rd, 5th ..., or the others.
 */
public final class BeatRobustness {

  private static final double TOLERANCE_SECONDS = 0.15;
  private static final int SINC_HALF = 16;
  private static final int PHASES = 1024; // places between two samples, finer than any jitter

  private BeatRobustness() {}

  /** Hears beats where they are told first, as sure as they are told for good. */
  private static final class Ear implements BeatDetector.Listener {
    private final List<Found> found = new ArrayList<>();
    private double told;

    @Override
    public void onBeat(double sample, long decidedAt, double confidence, Beat.Kind kind) {
      told = sample;
    }

    @Override
    public void onFinal(double sample, long decidedAt, double confidence, Beat.Kind kind) {
      found.add(new Found(told, confidence));
    }
  }

  /** Changes a wave before it is heard. */
  private interface Change {
    AnnotatedEcg of(AnnotatedEcg ecg);
  }

  /** Prints one line for each variant. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "../shared/data/biometric/mitdb");
    String half = arguments.length > 1 ? arguments[1] : "";
    out.println("benchmarks/run BeatRobustness " + folder + " " + half);
    out.println(
        "variant                 missed invented     se%    ppv%   DER%  " + WindowTrust.header());
    List<AnnotatedEcg> first = load(folder, 0, half);
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
    List<AnnotatedEcg> second = load(folder, 1, half);
    alone(out, "second lead alone", second, ecg -> ecg);
    voted(out, "both leads", first, second);
    voted(out, "second comes off", first, second.stream().map(BeatRobustness::comesOff).toList());
  }

  private static List<AnnotatedEcg> load(Path folder, int channel, String half) throws IOException {
    List<AnnotatedEcg> all = AnnotatedEcg.load(folder, channel);
    if (half.isEmpty()) {
      return all;
    }
    int from = half.equals("odd") ? 0 : 1;
    return IntStream.range(0, all.size()).filter(i -> i % 2 == from).mapToObj(all::get).toList();
  }

  private static void alone(PrintStream out, String name, List<AnnotatedEcg> ecgs, Change change) {
    Tally tally = new Tally();
    for (AnnotatedEcg original : ecgs) {
      AnnotatedEcg ecg = change.of(original);
      Ear ear = new Ear();
      BeatDetector detector = new BeatDetector(ecg.rateHz(), ear);
      detector.push(ecg.wave(), 0, ecg.wave().length);
      detector.gap(); // the last beat is final
      tally.add(ecg, ear.found);
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
      Ear ear = new Ear();
      LeadVote vote = new LeadVote(ecg.rateHz(), 2, ear);
      vote.push(both, 0, ecg.wave().length, 2);
      vote.gap();
      tally.add(ecg, ear.found);
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
    private final WindowTrust trust = new WindowTrust();

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
      trust.add(ecg, hit, found);
    }

    void print(PrintStream out, String name) {
      out.printf(
          "%-23s %6d %8d %7.3f %7.3f %6.3f  %s%n",
          name,
          score.missed(),
          score.invented(),
          score.sensitivity(),
          score.precision(),
          score.detectionErrorRate(),
          trust.line());
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
