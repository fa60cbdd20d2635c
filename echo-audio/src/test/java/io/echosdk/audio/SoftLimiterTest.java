package io.echosdk.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SoftLimiterTest {

  @Test
  void whatIsBelowTheKneePassesToTheBit() {
    for (double x = -SoftLimiter.KNEE; x <= SoftLimiter.KNEE; x += 0.0009765) {
      assertThat(SoftLimiter.limit(x)).isEqualTo(x);
    }
  }

  @Test
  void nothingReachesTheCeilingNotEvenAsAFloat() {
    for (double x : new double[] {0.9, 1, 2, 100, 1e9}) {
      assertThat((float) SoftLimiter.limit(x)).isLessThanOrEqualTo((float) SoftLimiter.CEILING);
      assertThat(SoftLimiter.limit(-x)).isEqualTo(-SoftLimiter.limit(x));
    }
    assertThat(20 * Math.log10(SoftLimiter.CEILING)).isCloseTo(-1, within(1e-14));
    assertThat(20 * Math.log10(SoftLimiter.KNEE)).isCloseTo(-2, within(1e-14));
  }

  @Test
  void curveHasNoStepAndNoCorner() {
    double step = 1e-5;
    double lastSlope = 1;
    for (double x = SoftLimiter.KNEE - 0.01; x < 2; x += step) {
      double slope = (SoftLimiter.limit(x + step) - SoftLimiter.limit(x)) / step;
      assertThat(slope).isBetween(0.0, lastSlope + 1e-9);
      assertThat(lastSlope - slope).isLessThan(1e-3);
      lastSlope = slope;
    }
  }
}
