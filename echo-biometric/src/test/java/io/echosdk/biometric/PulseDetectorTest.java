package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.testing.Allocations;
import io.echosdk.testing.RestingHeart;
import io.echosdk.testing.TestFiles;
import io.echosdk.testing.Waves;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PulseDetectorTest {

  private record Told(double sample, long decidedAt, double confidence) {}

  @Test
  void pulsesAreFoundAtAnyRateGainAndPolarity() {
    for (int rate : new int[] {25, 50, 64, 100, 250, 500, 1000}) {
      for (double gain : new double[] {1, 1e-4, -2e4}) {
        List<Double> truth = new ArrayList<>();
        float[] wave = wave(rate, 60, gain, truth);
        List<Told> told = tell(wave, rate, wave.length);
        String at = rate + " Hz, gain " + gain;
        assertThat(score(truth, told, rate, 8)).as(at).isGreaterThanOrEqualTo(0.99);
        for (Told beat : told) {
          assertThat((beat.decidedAt - beat.sample) / rate).as(at).isBetween(0.0, 0.15);
        }
      }
    }
  }

  @Test
  void restingPulseIsFoundAsTheEcgBesideItShows() {
    float[] ecg = resting(0);
    float[] pulse = resting(1);
    List<Double> heart = new ArrayList<>();
    new BeatDetector(100, (sample, at, confidence, kind) -> heart.add(sample / 100))
        .push(ecg, 0, ecg.length);
    double[] read = RestingHeart.readByEye(heart.stream().mapToDouble(beat -> beat).toArray());
    List<Double> expected = Arrays.stream(read).map(beat -> beat + 0.436).boxed().toList();
    List<Told> told = tell(pulse, 100, pulse.length);
    assertThat(score(expected, told, 100, 0.436)).isGreaterThanOrEqualTo(0.998);
    assertThat(told).allMatch(beat -> beat.decidedAt - beat.sample <= 15);
  }

  private static float[] resting(int channel) {
    return Waves.all(
        Recordings.open(
            TestFiles.data("biometric/rest5/bio_resting_5min_100hz.csv"),
            ReplayOptions.builder().channels(channel).rateHz(100).asFastAsPolled().build()));
  }

  @Test
  void howSamplesAreCutChangesNothingAndWhatWasToldStays() {
    float[] wave = wave(100, 40, 1, new ArrayList<>());
    List<Told> whole = tell(wave, 100, wave.length);
    for (int chunk : new int[] {1, 7, 73, 4096}) {
      assertThat(tell(wave, 100, chunk)).isEqualTo(whole);
    }
    for (int cut = 250; cut < wave.length; cut += 517) {
      List<Told> part = tell(Arrays.copyOf(wave, cut), 100, 4096);
      assertThat(whole.subList(0, part.size())).isEqualTo(part);
    }
  }

  @Test
  void flatLineAndInvalidSamplesMakeNoBeatAndItIsFoundAgainAfterwards() {
    float[] wave = wave(100, 60, 1, new ArrayList<>());
    Arrays.fill(wave, 2000, 2800, Float.NaN);
    Arrays.fill(wave, 4000, 4600, wave[3999]);
    List<Told> told = tell(wave, 100, 73);
    assertThat(told).noneMatch(beat -> beat.sample > 2010 && beat.sample < 2800);
    assertThat(told).noneMatch(beat -> beat.sample > 4030 && beat.sample < 4590);
    assertThat(told.stream().filter(beat -> beat.sample > 3000 && beat.sample < 4000)).hasSize(12);
    assertThat(told.stream().filter(beat -> beat.sample > 4800)).hasSizeBetween(13, 16);
  }

  @Test
  void noiseWithoutAPulseIsNotTrusted() {
    Random random = new Random(4);
    float[] noise = new float[6000];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    double pulse = mean(tell(wave(100, 60, 1, new ArrayList<>()), 100, 100));
    assertThat(mean(tell(noise, 100, 100))).isLessThan(0.5 * pulse);
    assertThat(pulse).isGreaterThan(0.8);
  }

  private static double mean(List<Told> told) {
    return told.stream().skip(10).mapToDouble(Told::confidence).average().orElse(0);
  }

  @Test
  void nothingIsAllocatedForASample() {
    float[] wave = wave(100, 60, 1, new ArrayList<>());
    PulseDetector detector = new PulseDetector(100, (sample, at, confidence, kind) -> {});
    long least = Allocations.leastBytesDuring(() -> detector.push(wave, 0, wave.length, 1), 3);
    assertThat(least).isZero();
  }

  private static List<Told> tell(float[] wave, double rate, int chunk) {
    List<Told> told = new ArrayList<>();
    PulseDetector detector =
        new PulseDetector(
            rate, (sample, at, confidence, kind) -> told.add(new Told(sample, at, confidence)));
    for (int from = 0; from < wave.length; from += chunk) {
      detector.push(wave, from, Math.min(chunk, wave.length - from), 1);
    }
    return told;
  }

  /** F1 within 150 ms. */
  private static double score(List<Double> truth, List<Told> told, double rate, double from) {
    double until = truth.get(truth.size() - 1) - 0.5;
    List<Double> left = new ArrayList<>(truth);
    int hits = 0;
    int invented = 0;
    for (Told beat : told) {
      double at = beat.sample / rate;
      boolean counts = at > from && at < until;
      Double near = left.stream().filter(t -> Math.abs(t - at) <= 0.15).findFirst().orElse(null);
      left.remove(near);
      hits += counts && near != null ? 1 : 0;
      invented += counts && near == null ? 1 : 0;
    }
    left.removeIf(t -> t <= from || t >= until);
    return 2.0 * hits / (2 * hits + invented + left.size());
  }

  /** Pulses of two Gaussian waves on a breathing baseline, with a little noise. */
  private static float[] wave(int rate, double seconds, double gain, List<Double> truth) {
    Random random = new Random(9);
    List<Double> peaks = new ArrayList<>();
    for (double t = 0.4;
        t < seconds;
        t += 0.8 + 0.05 * Math.sin(t) + 0.02 * random.nextGaussian()) {
      peaks.add(t);
    }
    truth.addAll(peaks);
    float[] wave = new float[(int) (seconds * rate)];
    for (int i = 0; i < wave.length; i++) {
      double t = (double) i / rate;
      double sum = 0.3 * Math.sin(2 * Math.PI * 0.25 * t) + 0.01 * random.nextGaussian();
      for (double peak : peaks) {
        sum += bump(t - peak, t < peak ? 0.07 : 0.13) + 0.35 * bump(t - peak - 0.32, 0.09);
      }
      wave[i] = (float) (gain * sum);
    }
    return wave;
  }

  private static double bump(double off, double width) {
    return Math.exp(-off * off / (2 * width * width));
  }
}
