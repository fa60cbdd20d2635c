package io.echosdk.biometric.rhythm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

final class CoherenceTest {

  private final Coherence coherence = new Coherence();
  private final Tachogram tachogram = new Tachogram();

  @Test
  void slowSineIsCoherent() {
    double value = after(120, t -> 900 + 60 * Math.sin(2 * Math.PI * 0.1 * t));
    assertThat(value).isGreaterThan(0.95);
  }

  @Test
  void whiteNoiseIsNot() {
    Random random = new Random(7);
    double sum = 0;
    for (int run = 0; run < 20; run++) {
      sum += after(120, t -> 900 + 40 * random.nextGaussian()) / 20;
    }
    assertThat(sum).isLessThan(0.3);
  }

  @Test
  void metronomeHasNoCoherence() {
    assertThat(after(120, t -> 1000)).isNaN();
  }

  @Test
  void nothingIsSaidBefore64Seconds() {
    assertThat(after(62, t -> 900 + 60 * Math.sin(2 * Math.PI * 0.1 * t))).isNaN();
  }

  @Test
  void holeOfFourSecondsLeavesItUnknownUntilItIsOutOfTheWindow() {
    after(120, t -> 900 + 60 * Math.sin(2 * Math.PI * 0.1 * t));
    double time = 130;
    for (int i = 0; i < 60; i++) {
      time += 0.9;
      tachogram.add(Math.round(time * 1e9), 900 + 60 * Math.sin(2 * Math.PI * 0.1 * time), 1);
      coherence.measure(tachogram, Math.round(time * 1e9));
      assertThat(coherence.value()).isNaN();
    }
    assertThat(on(time, 70, t -> 900 + 60 * Math.sin(2 * Math.PI * 0.1 * t))).isGreaterThan(0.95);
  }

  @Test
  void sineOfAnyFrequencyKeepsNearlyAllOfItsPowerAndTellsWhereItIs() {
    for (double hz = 0.05; hz < 0.25; hz += 0.0071) {
      double frequency = hz;
      assertThat(after(100, t -> 800 + 50 * Math.sin(2 * Math.PI * frequency * t)))
          .as("%s Hz", hz)
          .isGreaterThan(0.95);
      assertThat(coherence.peakHz()).isCloseTo(frequency, within(0.003));
      assertThat(coherence.reliability()).isGreaterThan(0.99);
    }
  }

  private double after(double seconds, DoubleUnaryOperator intervalMs) {
    tachogram.clear();
    return on(0, seconds, intervalMs);
  }

  private double on(double from, double seconds, DoubleUnaryOperator intervalMs) {
    coherence.forget();
    for (double time = from; time < from + seconds; ) {
      double interval = intervalMs.applyAsDouble(time);
      time += interval / 1000;
      tachogram.add(Math.round(time * 1e9), interval, 1);
      coherence.measure(tachogram, Math.round(time * 1e9));
    }
    return coherence.value();
  }
}
