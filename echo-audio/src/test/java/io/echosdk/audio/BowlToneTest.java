package io.echosdk.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.internal.Fft;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BowlToneTest {

  private static final int RATE = 48_000;
  private static final int TICK = PartialBank.TICK;
  private static final double TICK_SECONDS = (double) TICK / RATE;

  private final PartialBank bank = new PartialBank(RATE);
  private final StateMapping body = new StateMapping(TICK_SECONDS);
  private final BiometricState state = new BiometricState();

  @Test
  void strikeRingsAtInharmonicModesAndEachModeIsAPair() {
    BowlTone bowl = new BowlTone(new Bowl(200, 0.8, 1, 0), bank, TICK_SECONDS);
    strike();
    int length = 1 << 18; // 5.5 s: resolves 0.4 Hz under the window
    double[] spectrum = magnitudes(sound(bowl, length)[0]);
    double[] ratios = {1, 2.76, 5.12, 8.04};
    for (double ratio : ratios) {
      int middle = (int) Math.round(200 * ratio * length / RATE);
      int low = loudest(spectrum, middle - 12, middle);
      int high = loudest(spectrum, middle + 1, middle + 12);
      double splitHz = (double) (high - low) * RATE / length;
      assertThat(splitHz).as("split at ratio %.2f", ratio).isBetween(0.4, 3.2);
      double between = 0.5 * (low + high) * RATE / length;
      assertThat(between / 200).isCloseTo(ratio, within(0.01));
    }
  }

  @Test
  void struckModeFallsSixtyDecibelsInItsTime() {
    BowlMode mode = new BowlMode(0, 136, 0, bank, TICK_SECONDS);
    mode.strike(1, 1);
    for (int i = 0; i < 0.1 / TICK_SECONDS; i++) {
      mode.steer(1, 0, 0);
    }
    double loud = rmsOf(mode, 1);
    for (int i = 0; i < 5 / TICK_SECONDS; i++) {
      mode.steer(1, 0, 0);
    }
    double later = rmsOf(mode, 1);
    assertThat(20 * Math.log10(later / loud)).isCloseTo(-60 * 6 / 12.0, within(1.5));
  }

  @Test
  void fastStrikesNeverMakeItLouderThanItsLevel() {
    BowlTone bowl = new BowlTone(new Bowl(120, 0.5, 1, 0.3), bank, TICK_SECONDS);
    double greatest = 0;
    for (int i = 0; i < 2000; i++) {
      strike();
      for (double[] ear : sound(bowl, TICK)) {
        for (double sample : ear) {
          greatest = Math.max(greatest, Math.abs(sample));
        }
      }
    }
    assertThat(greatest).isBetween(0.2, 0.5);
  }

  @Test
  void bowlIsStruckOnEveryFourthBeatOnly() {
    BowlTone bowl = new BowlTone(new Bowl(300, 0.5, 4, 0), bank, TICK_SECONDS);
    int rises = 0;
    for (int beat = 1; beat <= 12; beat++) {
      double before = rms(sound(bowl, 9600)[0]);
      strike();
      double after = rms(sound(bowl, 9600)[0]);
      if (after > 1.5 * before) {
        rises++;
        assertThat(beat % 4).isZero();
      }
      sound(bowl, 6 * RATE);
    }
    assertThat(rises).isEqualTo(3);
  }

  @Test
  void onsetTakesMilliseconds() {
    BowlMode mode = new BowlMode(0, 136, 0, bank, TICK_SECONDS);
    mode.strike(1, 1);
    double[] peaks = new double[20];
    for (int i = 0; i < peaks.length; i++) {
      mode.steer(1, 0, 0);
      bank.beginTick();
      peaks[i] = level(mode);
    }
    double most = Arrays.stream(peaks).max().orElseThrow();
    assertThat(peaks[0]).isLessThan(0.1 * most);
    assertThat(peaks[3]).isLessThan(0.6 * most);
  }

  @Test
  void bowlIsWide() {
    BowlTone bowl = new BowlTone(new Bowl(136.1, 0.5, 1, 0), bank, TICK_SECONDS);
    strike();
    double[][] ears = sound(bowl, 5 * RATE);
    double product = 0;
    for (int i = 0; i < ears[0].length; i++) {
      product += ears[0][i] * ears[1][i];
    }
    double correlation = product / ears[0].length / rms(ears[0]) / rms(ears[1]);
    assertThat(correlation).isBetween(0.0, 0.8);
    assertThat(20 * Math.log10(rms(ears[0]) / rms(ears[1]))).isBetween(-2.0, 2.0);
  }

  private void strike() {
    state.set(Metric.HEART_RATE, 55, 1, 0);
    state.set(Metric.COHERENCE, 1, 1, 0);
    if (state.beatCount() == 0) {
      body.follow(state); // the first state only tells where counting begins
    }
    state.beat(state.beatCount() + 1, 0);
    body.follow(state);
  }

  private double[][] sound(BowlTone bowl, int frames) {
    double[][] ears = new double[2][frames];
    double[] left = new double[TICK];
    double[] right = new double[TICK];
    for (int at = 0; at < frames; at += TICK) {
      body.tick();
      bowl.steer(body);
      bank.beginTick();
      Arrays.fill(left, 0);
      Arrays.fill(right, 0);
      bank.addTo(left, right, 0, TICK);
      System.arraycopy(left, 0, ears[0], at, Math.min(TICK, frames - at));
      System.arraycopy(right, 0, ears[1], at, Math.min(TICK, frames - at));
    }
    return ears;
  }

  private double rmsOf(BowlMode mode, double seconds) {
    double squares = 0;
    int ticks = (int) (seconds / TICK_SECONDS);
    for (int i = 0; i < ticks; i++) {
      mode.steer(1, 0, 0);
      bank.beginTick();
      squares += level(mode) * level(mode);
    }
    return Math.sqrt(squares / ticks);
  }

  private double level(BowlMode mode) {
    double[] left = new double[TICK];
    double[] right = new double[TICK];
    bank.addTo(left, right, 0, TICK);
    return Math.max(
        Arrays.stream(left).map(Math::abs).max().orElseThrow(),
        Arrays.stream(right).map(Math::abs).max().orElseThrow());
  }

  private static double rms(double[] samples) {
    return Math.sqrt(Arrays.stream(samples).map(x -> x * x).sum() / samples.length);
  }

  private static double[] magnitudes(double[] samples) {
    int length = samples.length;
    double[] re = new double[length];
    double[] im = new double[length];
    for (int i = 0; i < length; i++) {
      re[i] = samples[i] * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / length));
    }
    new Fft(length).transform(re, im);
    for (int i = 0; i < length; i++) {
      re[i] = Math.hypot(re[i], im[i]);
    }
    return re;
  }

  private static int loudest(double[] spectrum, int from, int to) {
    int best = from;
    for (int i = from; i <= to; i++) {
      best = spectrum[i] > spectrum[best] ? i : best;
    }
    return best;
  }
}
