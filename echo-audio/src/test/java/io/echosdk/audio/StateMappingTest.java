package io.echosdk.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import org.junit.jupiter.api.Test;

class StateMappingTest {

  private static final double TICK_SECONDS = 64 / 48_000.0;

  private final StateMapping mapping = new StateMapping(TICK_SECONDS);
  private final BiometricState state = new BiometricState();

  @Test
  void unknownValuesEaseBackToRestWithoutAJump() {
    know(Metric.COHERENCE, 1);
    know(Metric.EEG_ALPHA, 0.6);
    know(Metric.MOVEMENT, 400);
    run(20);
    assertThat(mapping.consonance.value()).isCloseTo(1, within(0.02));
    assertThat(mapping.alpha.value()).isCloseTo(0.96, within(0.02));
    assertThat(mapping.shimmer.value()).isCloseTo(1, within(0.02));
    state.clear();
    mapping.follow(state);
    double before = mapping.consonance.value();
    mapping.tick();
    assertThat(before - mapping.consonance.value()).isBetween(0.0, 0.1 * TICK_SECONDS);
    run(40);
    assertThat(mapping.consonance.value()).isCloseTo(0.5, within(0.01));
    assertThat(mapping.alpha.value()).isCloseTo(0.3, within(0.01));
    assertThat(mapping.shimmer.value()).isZero();
  }

  @Test
  void silenceOfTheBodyEasesBackToRestToo() {
    know(Metric.COHERENCE, 1);
    run(20);
    for (int i = 0; i < 40 / TICK_SECONDS; i++) {
      mapping.tick();
    }
    assertThat(mapping.consonance.value()).isCloseTo(0.5, within(0.01));
  }

  @Test
  void valueOlderThanTenSecondsIsUnknown() {
    state.stamp(30_000_000_000L, 0);
    state.set(Metric.COHERENCE, 1, 1, 19_000_000_000L);
    run(20);
    assertThat(mapping.consonance.value()).isEqualTo(0.5);
  }

  @Test
  void swellFollowsTheBreath() {
    know(Metric.BREATH_PHASE, 0.5);
    run(4);
    assertThat(mapping.swell.value()).isCloseTo(1, within(0.01));
    know(Metric.BREATH_PHASE, 0);
    run(4);
    assertThat(mapping.swell.value()).isCloseTo(0, within(0.01));
  }

  @Test
  void unknownBreathIsImaginedSlowAndFromWhereTheKnownOneEnded() {
    know(Metric.BREATH_PHASE, 0.5);
    run(4);
    state.clear();
    mapping.follow(state);
    double least = 1;
    double last = mapping.swell.value();
    for (int i = 0; i < 10 / TICK_SECONDS; i++) {
      mapping.tick();
      assertThat(Math.abs(mapping.swell.value() - last)).isLessThanOrEqualTo(1.5 * TICK_SECONDS);
      last = mapping.swell.value();
      least = Math.min(least, last);
    }
    assertThat(least).isLessThan(0.05);
    assertThat(last).isGreaterThan(0.95);
  }

  @Test
  void everyNewBeatStrikesOnceAndTheFirstStateDoesNot() {
    beat(17, 0);
    assertThat(mapping.struck()).isZero();
    beat(18, 0);
    beat(18, 0);
    assertThat(mapping.struck()).isEqualTo(1);
    beat(21, 0); // three at once sound as one
    assertThat(mapping.struck()).isEqualTo(2);
    beat(1, 0); // another session
    assertThat(mapping.struck()).isEqualTo(2);
  }

  @Test
  void beatThatIsLongPastIsNotStruck() {
    beat(1, 0);
    beat(2, 5_000_000_000L);
    assertThat(mapping.struck()).isZero();
  }

  @Test
  void strikeIsHarderTheSurerTheBeatAndTheCalmerTheHeart() {
    assertThat(velocity(1, 60)).isGreaterThan(velocity(0.4, 60));
    assertThat(velocity(1, 60)).isGreaterThan(velocity(1, 120));
    assertThat(velocity(1, 50)).isLessThanOrEqualTo(1);
    assertThat(velocity(Double.NaN, 60)).isPositive();
  }

  private static double velocity(double confidence, double heartRate) {
    StateMapping mapping = new StateMapping(TICK_SECONDS);
    BiometricState state = new BiometricState();
    state.set(Metric.HEART_RATE, heartRate, confidence, 0);
    mapping.follow(state);
    for (int i = 0; i < 4 / TICK_SECONDS; i++) {
      mapping.tick();
    }
    state.beat(1, 0);
    mapping.follow(state);
    return mapping.velocity();
  }

  private void know(Metric metric, double value) {
    state.set(metric, value, 1, 0);
  }

  private void beat(long count, long ageNanos) {
    state.stamp(10_000_000_000L, 0);
    state.beat(count, 10_000_000_000L - ageNanos);
    mapping.follow(state);
  }

  private void run(double seconds) {
    for (double t = 0; t < seconds; t += TICK_SECONDS) {
      mapping.follow(state);
      mapping.tick();
    }
  }
}
