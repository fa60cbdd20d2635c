package io.echosdk.biometric.heart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

final class CoherenceTest {

  private final Coherence coherence = new Coherence();

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
      coherence.gap();
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
  void holeStartsAnew() {
    double time = 0;
    for (int i = 0; i < 200; i++) {
      time += 0.9;
      coherence.add(Math.round(time * 1e9), 900 + 60 * Math.sin(2 * Math.PI * 0.1 * time));
    }
    assertThat(coherence.add(Math.round((time + 4) * 1e9), 900)).isNaN();
  }

  private double after(double seconds, DoubleUnaryOperator intervalMs) {
    coherence.gap();
    double value = Double.NaN;
    for (double time = 0; time < seconds; ) {
      double interval = intervalMs.applyAsDouble(time);
      time += interval / 1000;
      value = coherence.add(Math.round(time * 1e9), interval);
    }
    return value;
  }
}
