package io.echosdk.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PartialBankTest {

  private static final int RATE = 48_000;
  private static final int TICK = PartialBank.TICK;

  private final PartialBank bank = new PartialBank(RATE);
  private final double[] left = new double[TICK];
  private final double[] right = new double[TICK];

  @Test
  void hourOfSineStaysBelowMinus140DbOfError() {
    int hz = 443; // prime to the rate, so that every phase occurs
    PartialBank.Partial partial = bank.add(hz);
    partial.level(1, 0.5);
    tick(); // the level rises
    double signal = 0;
    double error = 0;
    long ticks = 3600L * RATE / TICK;
    for (long t = 1; t < ticks; t++) {
      tick();
      if (t % 50 == 0 || t > ticks - 750) {
        for (int i = 0; i < TICK; i++) {
          long frame = t * TICK + i;
          double expected = Math.sin(2 * Math.PI * (frame * hz % RATE) / RATE);
          signal += expected * expected;
          double off = (float) left[i] - expected;
          error += off * off;
        }
      }
    }
    double snrDb = 10 * Math.log10(signal / error);
    assertThat(snrDb).as("signal to noise over an hour, dB").isGreaterThan(140);
  }

  @Test
  void levelsMoveInAStraightLineThroughATick() {
    PartialBank.Partial partial = bank.add(0); // its sine is 0, so use the golden angle of the next
    PartialBank.Partial constant = bank.add(0);
    partial.level(1, 1);
    tick();
    constant.level(1, 0.25);
    tick();
    double full = left[TICK - 1] * TICK / (TICK - 1);
    for (int i = 0; i < TICK; i++) {
      assertThat(left[i]).isCloseTo(full * i / TICK, within(1e-12));
      assertThat(right[i]).isCloseTo(0.25 * left[i], within(1e-12));
    }
  }

  @Test
  void changeOfPitchKeepsTheAngle() {
    PartialBank.Partial partial = bank.add(1000);
    partial.level(1, 1);
    tick();
    double last = 0;
    double steepest = 2 * Math.PI * 1300 / RATE;
    for (int t = 0; t < 300; t++) {
      partial.pitch(1000 + t);
      tick();
      for (int i = 0; i < TICK; i++) {
        assertThat(Math.abs(left[i] - last)).isLessThanOrEqualTo(t == 0 ? 2 : steepest);
        last = left[i];
      }
    }
  }

  @Test
  void sumOfPartialsEqualsThePlainFormula() {
    double[] hz = {61, 440.5, 1234.25, 9999};
    PartialBank.Partial[] partials = new PartialBank.Partial[hz.length];
    for (int p = 0; p < hz.length; p++) {
      partials[p] = bank.add(hz[p]);
      partials[p].level(0.1 * (p + 1), 0);
    }
    tick();
    for (int t = 1; t < 100; t++) {
      tick();
      for (int i = 0; i < TICK; i++) {
        double expected = 0;
        for (int p = 0; p < hz.length; p++) {
          double firstAngle = p * 0x9E3779B97F4A7C15L * (2 * Math.PI * 0x1p-64);
          expected +=
              0.1 * (p + 1) * Math.sin(firstAngle + 2 * Math.PI * hz[p] * (t * TICK + i) / RATE);
        }
        assertThat(left[i]).isCloseTo(expected, within(1e-9));
      }
    }
  }

  private void tick() {
    bank.beginTick();
    Arrays.fill(left, 0);
    Arrays.fill(right, 0);
    bank.addTo(left, right, 0, TICK);
  }
}
