package io.echosdk.biometric.heart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LengthTransformTest {

  private static final double RATE_HZ = 250;

  @ParameterizedTest
  @ValueSource(doubles = {100, 250, 360, 1000})
  void hearsWhatThePlainFormulaHears(double rateHz) {
    Random random = new Random(7);
    DrawnHeart heart = new DrawnHeart(rateHz, 60);
    for (double at = 0.5; at < 60; at += 0.3 + random.nextDouble()) {
      heart.bell(at, 0.7 + 0.6 * random.nextDouble(), 0.01 + 0.03 * random.nextDouble());
      heart.bell(at + 0.3, 0.6 * random.nextDouble(), 0.05);
    }
    List<Integer> heard = hear(new LengthTransform(rateHz), heart.wave());
    assertThat(heard).hasSizeGreaterThan(40).isEqualTo(plainly(heart.wave(), rateHz));
  }

  @Test
  void everyBeatIsHeardOnceAndSoon() {
    DrawnHeart heart = regular(30);
    List<Integer> heard = hear(new LengthTransform(RATE_HZ), heart.wave());
    assertThat(heard).hasSize(28); // those after two seconds, one each second from 0.5 s
    for (int i = 0; i < heard.size(); i++) {
      assertThat(heard.get(i) / RATE_HZ - (2.5 + i)).isBetween(-0.03, 0.05);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {50, 60})
  void mainsHumChangesNoBeat(double humHz) {
    List<Integer> expected = hear(new LengthTransform(300), regular(300, 30).wave());
    List<Integer> heard = hear(new LengthTransform(300), regular(300, 30).hum(humHz, 1).wave());
    assertThat(heard).hasSameSizeAs(expected);
  }

  @Test
  void broadWaveSoonAfterABeatIsItsTWave() {
    DrawnHeart heart = regular(30).bell(10.5 + 0.3, 1, 0.05);
    assertThat(hear(new LengthTransform(RATE_HZ), heart.wave())).hasSize(28);
    heart = regular(30).bell(10.5 + 0.3, 1, 0.02); // as steep as a complex
    assertThat(hear(new LengthTransform(RATE_HZ), heart.wave())).hasSize(29);
  }

  @Test
  void complexSoonAfterATallPWaveIsNoSecondBeat() {
    DrawnHeart heart = regular(30);
    for (int i = 0; i < 30; i++) {
      heart.bell(i + 0.32, 0.4, 0.02);
    }
    assertThat(hear(new LengthTransform(RATE_HZ), heart.wave())).hasSize(28);
  }

  @Test
  void levelIsTheSameAfterTenSecondsOfNoise() {
    DrawnHeart heart = regular(60).noise(20, 30, 10);
    assertThat(hear(new LengthTransform(RATE_HZ), heart.wave()))
        .filteredOn(at -> at > 31 * RATE_HZ)
        .hasSize(29);
  }

  @Test
  void wavesMuchLowerThanBeatsAreNotHeardInAMinuteOfThemAlone() {
    DrawnHeart heart = new DrawnHeart(RATE_HZ, 80);
    for (int i = 0; i < 80; i++) {
      heart.bell(i + 0.3, 0.15, 0.025);
      if (i < 20) {
        heart.beat(i + 0.5);
      }
    }
    assertThat(hear(new LengthTransform(RATE_HZ), heart.wave()))
        .hasSize(18)
        .allMatch(at -> at < 20 * RATE_HZ);
  }

  @Test
  void resetForgetsEverything() {
    float[] wave = regular(20).wave();
    LengthTransform second = new LengthTransform(RATE_HZ);
    List<Integer> first = hear(second, wave);
    second.reset();
    assertThat(hear(second, wave)).isNotEmpty().isEqualTo(first);
  }

  private static DrawnHeart regular(int seconds) {
    return regular(RATE_HZ, seconds);
  }

  private static DrawnHeart regular(double rateHz, int seconds) {
    DrawnHeart heart = new DrawnHeart(rateHz, seconds);
    for (int i = 0; i < seconds; i++) {
      heart.beat(i + 0.5);
    }
    return heart;
  }

  private static List<Integer> hear(LengthTransform second, float[] wave) {
    List<Integer> heard = new ArrayList<>();
    for (int i = 0; i < wave.length; i++) {
      if (second.next(wave[i])) {
        heard.add(i);
      }
    }
    return heard;
  }

  /** The same from the whole wave, with every sum taken anew; no pause is longer than 2.5 s. */
  private static List<Integer> plainly(float[] wave, double rateHz) {
    double[] steps = new double[wave.length];
    double[] lengths = new double[wave.length];
    int window = samples(0.13, rateHz);
    for (int i = 0; i < wave.length; i++) {
      steps[i] = Math.abs(smooth(wave, i, rateHz) - smooth(wave, i - 1, rateHz));
      for (int k = Math.max(0, i + 1 - window); k <= i; k++) {
        lengths[i] += steps[k];
      }
    }
    List<Integer> heard = new ArrayList<>();
    double usual = 0;
    for (int i = 0; i < samples(2, rateHz); i++) {
      usual = Math.max(usual, 0.7 * lengths[i]);
    }
    double steepOfBeat = 0;
    boolean tWave = false;
    boolean rose = false;
    int beat = samples(2, rateHz) - 1;
    int top = -1;
    for (int i = samples(2, rateHz); i < wave.length; i++) {
      if (lengths[i] <= 0.5 * usual) {
        tWave = false;
        rose = true;
        continue;
      }
      tWave |= i - beat < samples(0.42, rateHz);
      if (tWave && most(steps, top + 1, i) < 0.6 * steepOfBeat) {
        continue;
      }
      heard.add(i);
      beat = i;
      int before = top;
      top = i + 1;
      for (int j = i + 1; j <= Math.max(beat + samples(0.25, rateHz), top + window); j++) {
        if (j >= wave.length) {
          return heard;
        }
        top = lengths[j] > lengths[top] ? j : top;
        i = j; // deaf
      }
      steepOfBeat = most(steps, before + 1, top);
      usual += rose ? 0.125 * (Math.min(lengths[top], 1.5 * usual) - usual) : 0;
      rose = false;
    }
    return heard;
  }

  /** Over a period of 50 Hz and one of 60 Hz, times both; nothing was before the first sample. */
  private static double smooth(float[] wave, int at, double rateHz) {
    double sum = 0;
    for (int k = 0; k < samples(1 / 50.0, rateHz); k++) {
      for (int l = 0; l < samples(1 / 60.0, rateHz); l++) {
        sum += at - k - l < 0 ? 0 : wave[at - k - l] - wave[0];
      }
    }
    return sum;
  }

  private static double most(double[] values, int from, int to) {
    double most = 0;
    for (int i = from; i <= Math.min(to, values.length - 1); i++) {
      most = Math.max(most, values[i]);
    }
    return most;
  }

  private static int samples(double seconds, double rateHz) {
    return (int) Math.round(seconds * rateHz);
  }
}
