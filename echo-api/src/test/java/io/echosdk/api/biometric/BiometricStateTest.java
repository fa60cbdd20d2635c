package io.echosdk.api.biometric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BiometricStateTest {

  private final BiometricState state = new BiometricState();

  @Test
  void nothingIsKnownInTheBeginning() {
    for (Metric metric : Metric.values()) {
      assertThat(state.value(metric)).isNaN();
      assertThat(state.confidence(metric)).isZero();
      assertThat(state.ageNanos(metric, 5)).isEqualTo(Long.MAX_VALUE);
    }
    assertThat(state.timeNanos()).isZero();
    assertThat(state.originNanos()).isZero();
    assertThat(state.beatCount()).isZero();
  }

  @Test
  void everyMetricHasThreeWordsOfItsOwnBehindFourCommonOnes() {
    state.stamp(11, 12);
    state.beat(13, 14);
    for (Metric metric : Metric.values()) {
      state.set(metric, metric.ordinal() + 0.5, 0.01 * metric.ordinal(), 1000 + metric.ordinal());
    }
    long[] words = state.words();
    assertThat(words).hasSize(BiometricState.WORDS).startsWith(11, 12, 13, 14);
    for (Metric metric : Metric.values()) {
      int at = 4 + 3 * metric.ordinal();
      assertThat(Double.longBitsToDouble(words[at])).isEqualTo(metric.ordinal() + 0.5);
      assertThat(Double.longBitsToDouble(words[at + 1])).isEqualTo(0.01 * metric.ordinal());
      assertThat(words[at + 2]).isEqualTo(1000 + metric.ordinal());
      assertThat(state.value(metric)).isEqualTo(metric.ordinal() + 0.5);
      assertThat(state.confidence(metric)).isEqualTo(0.01 * metric.ordinal());
    }
  }

  @Test
  void knownValueAgesAndIsNeverYoungerThanNow() {
    state.set(Metric.RMSSD, 42, 0.8, 100);
    assertThat(state.ageNanos(Metric.RMSSD, 130)).isEqualTo(30);
    assertThat(state.ageNanos(Metric.RMSSD, 90)).isZero();
  }

  @Test
  void unknownValueHasNoConfidenceWhateverItsMakerSays() {
    state.set(Metric.COHERENCE, Double.NaN, 0.9, 100);
    assertThat(state.confidence(Metric.COHERENCE)).isZero();
    assertThat(state.ageNanos(Metric.COHERENCE, 200)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void clearForgetsEverything() {
    state.stamp(1, 2);
    state.beat(3, 4);
    state.set(Metric.SDNN, 1, 1, 1);
    state.clear();
    assertThat(state.words()).isEqualTo(new BiometricState().words());
  }

  @Test
  void metricsHaveAUnitAndARange() {
    for (Metric metric : Metric.values()) {
      assertThat(metric.unit()).isNotBlank();
      assertThat(metric.min()).isLessThan(metric.max());
    }
  }
}
