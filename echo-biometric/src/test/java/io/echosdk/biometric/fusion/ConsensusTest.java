package io.echosdk.biometric.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class ConsensusTest {

  private static final long SECOND = 1_000_000_000;
  private final Consensus rate = new Consensus(3, 1, 10, 10 * SECOND);

  private void second(int second, double... values) {
    for (int i = 0; i < values.length; i++) {
      rate.tell(i, values[i], 0.9, second * SECOND);
    }
    rate.settle(second * SECOND);
  }

  @Test
  void twoNoisySourcesAreBetterThanEither() {
    Random random = new Random(1);
    double[] errors = new double[3];
    for (int s = 1; s <= 2000; s++) {
      double one = 70 + 2 * random.nextGaussian();
      double two = 70 + 3 * random.nextGaussian();
      second(s, one, two);
      errors[0] += (one - 70) * (one - 70);
      errors[1] += (two - 70) * (two - 70);
      errors[2] += (rate.value() - 70) * (rate.value() - 70);
    }
    // inverse variance: 1 / (1/4 + 1/9) = 2.77
    assertThat(errors[2] / 2000).isCloseTo(2.77, within(0.5));
    assertThat(errors[2]).isLessThan(0.8 * Math.min(errors[0], errors[1]));
  }

  @Test
  void whoContradictsTheOthersIsLeftOutAtOnceAndLosesTrust() {
    for (int s = 1; s <= 20; s++) {
      second(s, 60, 61, 60);
    }
    for (int s = 21; s <= 25; s++) {
      second(s, 60, 61, 90);
      assertThat(rate.value()).isBetween(60.0, 61.0);
      assertThat(rate.members()).isEqualTo(0b011);
    }
    assertThat(rate.trust(2)).isLessThan(0.1);
    for (int s = 26; s <= 45; s++) {
      second(s, 60, 61, 60);
    }
    assertThat(rate.members()).isEqualTo(0b111);
    assertThat(rate.trust(2)).isEqualTo(1);
  }

  @Test
  void ofTwoWhoAgreedTheOneThatJumpsIsLeftOut() {
    for (int s = 1; s <= 20; s++) {
      second(s, 60, 61);
    }
    for (int s = 21; s <= 200; s++) {
      second(s, 90, 61);
      assertThat(rate.value()).isEqualTo(61);
    }
  }

  @Test
  void liarWhoIsLeftAloneIsNotBelievedAfterwards() {
    for (int s = 1; s <= 20; s++) {
      second(s, 60, 61);
    }
    for (int s = 21; s <= 40; s++) {
      second(s, 90, 61);
    }
    rate.tell(1, Double.NaN, 0, 41 * SECOND);
    rate.tell(0, 90, 0.9, 41 * SECOND);
    assertThat(rate.settle(41 * SECOND)).isFalse();
  }

  @Test
  void twoWhoNeverAgreedAreHardlyBelieved() {
    for (int s = 1; s <= 100; s++) {
      second(s, 90, 60);
      assertThat(rate.confidence()).isLessThan(0.5);
    }
    assertThat(rate.trust(0)).isEqualTo(1);
    assertThat(rate.trust(1)).isEqualTo(1);
  }

  @Test
  void leapThatAllMakeOneAfterTheOtherIsFollowed() {
    for (int s = 1; s <= 20; s++) {
      second(s, 60, 60, 60);
    }
    second(21, 90, 60, 60);
    second(22, 90, 90, 60);
    assertThat(rate.value()).isCloseTo(90, within(1e-9));
  }

  @Test
  void silentSourceFadesOut() {
    second(1, 60, 66);
    for (int s = 2; s <= 12; s++) {
      rate.tell(0, 60, 0.9, s * SECOND);
      rate.settle(s * SECOND);
    }
    assertThat(rate.value()).isEqualTo(60);
    assertThat(rate.members()).isEqualTo(1);
  }

  @Test
  void sourcesThatScatterMoreThanTheyShouldLowerTheConfidence() {
    second(1, 60, 60);
    double agreed = rate.confidence();
    second(2, 60, 67);
    assertThat(rate.confidence()).isLessThan(0.7 * agreed);
  }
}
