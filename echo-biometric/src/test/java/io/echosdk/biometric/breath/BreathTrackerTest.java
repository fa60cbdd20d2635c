package io.echosdk.biometric.breath;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BreathTrackerTest {

  private static final double RATE_HZ = 50;
  private static final double PERIOD_SECONDS = 4;

  private final BreathTracker tracker = new BreathTracker(RATE_HZ);
  private double seconds;

  /** Breathes so many times, each this high. */
  private void breathe(int breaths, double height) {
    double end = seconds + breaths * PERIOD_SECONDS;
    for (; seconds < end; seconds += 1 / RATE_HZ) {
      tracker.add(height * (1 - Math.cos(2 * Math.PI * seconds / PERIOD_SECONDS)) / 2);
    }
  }

  @Test
  void evenBreathIsKnownSurely() {
    breathe(20, 1);
    assertThat(tracker.ratePerMinute()).isBetween(14.8, 15.2);
    assertThat(tracker.confidence()).isGreaterThan(0.9);
  }

  @Test
  void swingThatMayOrMayNotBeABreathIsDoubtedForAsLongAsItIsInTheWindow() {
    for (double height : new double[] {0.25, 0.4}) { // a turn asks for 0.3
      breathe(20, 1);
      breathe(1, height);
      breathe(3, 1);
      assertThat(tracker.confidence()).as("a breath of " + height).isLessThan(0.7);
      breathe(9, 1);
      assertThat(tracker.confidence()).as("later").isGreaterThan(0.9);
    }
  }

  @Test
  void swingThatIsClearlyNoneOrClearlyOneIsNotDoubted() {
    for (double height : new double[] {0.1, 0.8}) {
      breathe(20, 1);
      breathe(1, height);
      breathe(5, 1);
      assertThat(tracker.confidence()).as("a breath of " + height).isGreaterThan(0.8);
      breathe(9, 1);
    }
  }
}
