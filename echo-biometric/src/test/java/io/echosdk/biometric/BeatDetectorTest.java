package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.testing.TestFiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BeatDetectorTest {

  private static final int MINUTES_3 = 3 * 60 * 360;

  private record Found(double sample, long decidedAt, double confidence, Beat.Kind kind) {}

  @ParameterizedTest
  @ValueSource(strings = {"106", "108", "203", "207"})
  void earlierBeatsAreTheSameWhereverTheInputEnds(String record) {
    float[] wave = record(record, 10 * MINUTES_3 / 3);
    List<Found> whole = detect(wave, wave.length, 4096, 360);
    Random random = new Random(17);
    for (int i = 0; i < 12; i++) {
      int end = random.nextInt(wave.length);
      List<Found> cut = detect(Arrays.copyOf(wave, end), end, 4096, 360);
      List<Found> before = whole.stream().filter(beat -> beat.decidedAt < end).toList();
      assertThat(cut).as("record %s cut at sample %d", record, end).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"101", "106", "112", "119", "205", "215"})
  void finalBeatsStandWhereExpertsMarkThem(String record) {
    float[] wave = record(record, 10 * MINUTES_3);
    List<Found> finals = finals(wave, wave.length);
    double[] errors =
        WfdbAnnotations.read(TestFiles.data("biometric/mitdb").resolve(record + ".atr"))
            .annotations()
            .stream()
            .filter(mark -> mark.normalBeat() && mark.sample() > 10 * 360)
            .flatMapToDouble(
                mark ->
                    finals.stream()
                        .mapToDouble(beat -> (beat.sample - mark.sample()) / 0.36)
                        .filter(error -> Math.abs(error) < 150))
            .toArray();
    double mean = Arrays.stream(errors).average().orElseThrow();
    double spread = Arrays.stream(errors).map(e -> (e - mean) * (e - mean)).average().orElseThrow();
    assertThat(mean).as("bias, ms").isBetween(-3.0, 3.0);
    assertThat(Math.sqrt(spread)).as("sd, ms").isLessThan(2);
  }

  @Test
  void everyBeatBecomesFinalOnceBeforeTheNextIsTold() {
    float[] wave = record("203", MINUTES_3);
    List<Found> told = detect(wave, wave.length, 73, 360);
    List<Found> finals = finals(wave, wave.length);
    assertThat(finals).hasSameSizeAs(told);
    for (int i = 0; i < told.size(); i++) {
      assertThat(finals.get(i).decidedAt).isGreaterThanOrEqualTo(told.get(i).decidedAt);
      if (i + 1 < told.size()) {
        assertThat(finals.get(i).decidedAt).isLessThanOrEqualTo(told.get(i + 1).decidedAt);
      }
    }
  }

  /** In pieces of several sizes, and a gap at the end makes the last beat final. */
  private static List<Found> finals(float[] wave, int length) {
    List<Found> finals = new ArrayList<>();
    BeatDetector detector =
        new BeatDetector(
            360,
            new BeatDetector.Listener() {
              @Override
              public void onBeat(double s, long at, double confidence, Beat.Kind kind) {}

              @Override
              public void onFinal(double s, long at, double confidence, Beat.Kind kind) {
                finals.add(new Found(s, at, confidence, kind));
              }
            });
    for (int i = 0, chunk = 1; i < length; i += chunk, chunk = chunk % 997 + 1) {
      detector.push(wave, i, Math.min(chunk, length - i));
    }
    detector.gap();
    return finals;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 73, 4096})
  void sizeOfChunksChangesNoBit(int chunk) {
    float[] wave = record("203", MINUTES_3);
    assertThat(detect(wave, wave.length, chunk, 360))
        .isNotEmpty()
        .isEqualTo(detect(wave, wave.length, wave.length, 360));
  }

  @Test
  void polarityChangesNothing() {
    float[] wave = record("208", MINUTES_3);
    float[] turned = wave.clone();
    for (int i = 0; i < turned.length; i++) {
      turned[i] = -turned[i];
    }
    assertThat(detect(turned, turned.length, 73, 360))
        .isNotEmpty()
        .isEqualTo(detect(wave, wave.length, 73, 360));
  }

  @ParameterizedTest
  @ValueSource(floats = {0.1f, 0.5f, 3, 10})
  void gainMovesNoBeat(float gain) {
    float[] wave = record("119", MINUTES_3);
    float[] louder = wave.clone();
    for (int i = 0; i < louder.length; i++) {
      louder[i] *= gain;
    }
    List<Found> expected = detect(wave, wave.length, 73, 360);
    List<Found> found = detect(louder, louder.length, 73, 360);
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).sample).isCloseTo(expected.get(i).sample, within(0.5));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {100, 125, 130, 250, 360, 500, 1000})
  void simulatedHeartIsFoundAtEveryRate(double rateHz) {
    SimulatedSubject subject = SimulatedSubject.builder().seed(3).heartRateBpm(70).build();
    float[] wave = resample(simulatedEcg(subject, 120), 250, rateHz);
    List<Double> truth = subject.groundTruth(Duration.ofSeconds(120)).beatSeconds();
    List<Found> found = detect(wave, wave.length, 64, rateHz);
    double[] errors = errorsAfterStart(found, truth, rateHz);
    assertThat(errors).isNotEmpty();
    for (double error : errors) {
      assertThat(error).isCloseTo(0, within(0.012));
    }
  }

  @Test
  void decisionComesSoonAfterTheBeat() {
    float[] wave = record("115", 5 * MINUTES_3);
    double[] delays =
        detect(wave, wave.length, 4096, 360).stream()
            .mapToDouble(beat -> (beat.decidedAt - beat.sample) / 360)
            .sorted()
            .toArray();
    assertThat(delays[delays.length / 2]).isLessThan(0.062);
    assertThat(delays[delays.length * 99 / 100]).isLessThan(0.1);
    assertThat(delays[0]).isPositive();
  }

  @Test
  void pausesAndAsystoleInventNoBeat() {
    SimulatedSubject subject = SimulatedSubject.builder().seed(5).build();
    float[] beating = simulatedEcg(subject, 30);
    for (double pauseSeconds : new double[] {3, 4, 5, 6, 60}) {
      int from = 20 * 250;
      int pause = (int) (pauseSeconds * 250);
      float[] wave = new float[from + pause + 10 * 250];
      System.arraycopy(beating, 0, wave, 0, from);
      System.arraycopy(beating, from, wave, from + pause, 10 * 250);
      Random noise = new Random(11);
      for (int i = from; i < from + pause; i++) {
        wave[i] = beating[from] + 0.02f * (float) noise.nextGaussian();
      }
      List<Found> found = detect(wave, wave.length, 50, 250);
      assertThat(found)
          .as("pause of %s s", pauseSeconds)
          .noneMatch(beat -> beat.sample > from + 100 && beat.sample < from + pause - 50);
      assertThat(found.stream().filter(beat -> beat.sample >= from + pause).count())
          .as("beats in the ten seconds after a pause of %s s", pauseSeconds)
          .isGreaterThanOrEqualTo(8);
    }
  }

  /** From 30 s on they are told, as a heart that has become weaker would be. */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.15})
  void pWavesThatGoOnAloneAreNotBelievedForTwoMinutes(double height) {
    float[] wave = new float[180 * 250];
    Random noise = new Random(3);
    for (int i = 0; i < wave.length; i++) {
      wave[i] = 0.003f * (float) noise.nextGaussian();
    }
    for (double at = 0.5; at < 179; at += 0.8) {
      addBell(wave, at, height, 0.03);
      if (at < 60) {
        addBell(wave, at + 0.18, 1, 0.012);
        addBell(wave, at + 0.45, 0.25, 0.05);
      }
    }
    List<Found> found = detect(wave, wave.length, 64, 250);
    assertThat(found)
        .filteredOn(beat -> beat.sample > 95 * 250)
        .hasSizeGreaterThan(50)
        .allMatch(beat -> beat.confidence < 0.3);
    assertThat(found)
        .filteredOn(beat -> beat.sample > 5 * 250 && beat.sample < 60 * 250)
        .hasSizeGreaterThan(60)
        .allMatch(beat -> beat.confidence > 0.5);
  }

  private static void addBell(float[] wave, double seconds, double height, double deviation) {
    for (int i = 0; i < wave.length; i++) {
      double away = (i / 250.0 - seconds) / deviation;
      wave[i] += (float) (height * StrictMath.exp(-0.5 * away * away));
    }
  }

  @Test
  void beatsThatAreMissedTakeTheConfidenceOfThoseAfterThem() {
    float[] wave = record("115", MINUTES_3);
    List<Found> clean = detect(wave, wave.length, 73, 360);
    Found hidden = clean.get(clean.size() / 2);
    for (int i = -30; i <= 30; i++) { // a slow hill in its place
      int at = (int) hidden.sample + i;
      wave[at] = wave[(int) hidden.sample - 31] + 0.3f * (float) Math.cos(Math.PI * i / 62);
    }
    List<Found> found = detect(wave, wave.length, 73, 360);
    assertThat(found).noneMatch(beat -> Math.abs(beat.sample - hidden.sample) < 30);
    assertThat(found)
        .filteredOn(b -> b.sample > hidden.sample && b.sample < hidden.sample + 9 * 360)
        .isNotEmpty()
        .allMatch(beat -> beat.confidence < 0.55);
  }

  @Test
  void noiseWithoutHeartGivesNoBeat() {
    float[] wave = new float[60 * 250];
    Random noise = new Random(23);
    for (int i = 0; i < wave.length; i++) {
      wave[i] = (float) noise.nextGaussian();
    }
    assertThat(detect(wave, wave.length, 50, 250)).isEmpty();
    assertThat(detect(new float[60 * 250], 60 * 250, 50, 250)).isEmpty();
  }

  @Test
  void invalidSamplesAreNoBeats() {
    float[] wave = record("115", MINUTES_3);
    int from = wave.length / 2;
    Arrays.fill(wave, from, from + 4 * 360, Float.NaN);
    assertThat(detect(wave, wave.length, 73, 360))
        .noneMatch(beat -> beat.sample > from && beat.sample < from + 4 * 360)
        .anyMatch(beat -> beat.sample > from + 4 * 360);
  }

  @ParameterizedTest
  @ValueSource(doubles = {50, 60})
  void mainsHumAsLargeAsTheHeartHidesNoBeat(double humHz) {
    float[] wave = record("115", MINUTES_3);
    float[] humming = wave.clone();
    for (int i = 0; i < wave.length; i++) {
      humming[i] += (float) StrictMath.sin(2 * Math.PI * humHz * i / 360);
    }
    int expected = detect(wave, wave.length, 73, 360).size();
    assertThat(detect(humming, humming.length, 73, 360)).hasSizeBetween(expected - 1, expected + 1);
  }

  @Test
  void noiseThatHidesBeatsTakesTheConfidence() {
    float[] wave = record("119", MINUTES_3);
    double clean = meanConfidence(detect(wave, wave.length, 73, 360));
    Random noise = new Random(31);
    for (int i = 0; i < wave.length; i++) {
      wave[i] += 1.5f * (float) noise.nextGaussian();
    }
    assertThat(clean).isGreaterThan(0.7);
    assertThat(meanConfidence(detect(wave, wave.length, 73, 360))).isLessThan(0.5);
  }

  private static double meanConfidence(List<Found> found) {
    return found.stream().mapToDouble(Found::confidence).average().orElse(0);
  }

  @Test
  void firstBeatIsToldAfterTwoSecondsOfLearning() {
    float[] wave = simulatedEcg(SimulatedSubject.builder().seed(8).heartRateBpm(70).build(), 10);
    List<Found> found = detect(wave, wave.length, 50, 250);
    assertThat(found.get(0).decidedAt / 250.0).isBetween(2.0, 3.0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 0, 99, 1001})
  void ratesOutsideTheRangeAreRefused(double rateHz) {
    assertThatThrownBy(() -> new BeatDetector(rateHz, (sample, at, confidence, kind) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(rateHz));
  }

  private static double[] errorsAfterStart(List<Found> found, List<Double> truth, double rateHz) {
    return truth.stream()
        .filter(beat -> beat > 5 && beat < 119)
        .mapToDouble(
            beat ->
                found.stream()
                    .mapToDouble(f -> f.sample / rateHz - beat)
                    .filter(error -> Math.abs(error) < 0.15)
                    .findFirst()
                    .orElse(Double.NaN))
        .toArray();
  }

  private static List<Found> detect(float[] wave, int length, int chunk, double rateHz) {
    List<Found> found = new ArrayList<>();
    BeatDetector detector =
        new BeatDetector(
            rateHz,
            (sample, at, confidence, kind) -> found.add(new Found(sample, at, confidence, kind)));
    for (int i = 0; i < length; i += chunk) {
      detector.push(wave, i, Math.min(chunk, length - i));
    }
    return found;
  }

  private static float[] record(String name, int samples) {
    BiometricSource source =
        Recordings.open(
            TestFiles.data("biometric/mitdb").resolve(name + ".hea"),
            ReplayOptions.builder().channels(0).asFastAsPolled().build());
    float[] wave = new float[samples];
    int[] count = {0};
    while (count[0] < samples) {
      source.poll(
          0,
          (signal, time, origin, block, offset, frames, flags) -> {
            int taken = Math.min(frames, samples - count[0]);
            System.arraycopy(block, offset, wave, count[0], taken);
            count[0] += taken;
          });
    }
    source.close();
    return wave;
  }

  /** Sample n of the result was measured n / 250 s after the beginning. */
  private static float[] simulatedEcg(SimulatedSubject subject, int seconds) {
    float[] wave = new float[seconds * 250 + 1];
    int[] count = {1};
    subject.poll(
        0, (signal, time, origin, block, offset, frames, flags) -> assertThat(frames).isZero());
    subject.poll(
        seconds * 1_000_000_000L,
        (signal, time, origin, block, offset, frames, flags) -> {
          if (signal.name().equals("ecg")) {
            System.arraycopy(block, offset, wave, count[0], frames);
            count[0] += frames;
          }
        });
    return wave;
  }

  /** Cubic interpolation; the simulated ECG has nothing above a quarter of its rate. */
  private static float[] resample(float[] wave, double fromHz, double toHz) {
    int length = (int) ((wave.length - 3) * toHz / fromHz);
    float[] result = new float[length];
    for (int i = 0; i < length; i++) {
      double at = i * fromHz / toHz;
      int n = Math.max(1, (int) at);
      double x = at - n;
      double a = wave[n - 1];
      double b = wave[n];
      double c = wave[n + 1];
      double d = wave[n + 2];
      result[i] =
          (float)
              (b + 0.5 * x * (c - a + x * (2 * a - 5 * b + 4 * c - d + x * (3 * (b - c) + d - a))));
    }
    return result;
  }
}
