package io.echosdk.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TurnTest {

  /** The radians given to StrictMath are themselves rounded, by up to pi * 2^-53. */
  private static final double ROUNDED_RADIANS = 6e-16;

  @Test
  void sineAndCosineAgreeWithStrictMathAllAroundTheTurn() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200_000; i++) {
      long turn = random.nextLong();
      double radians = turn * (2 * Math.PI * 0x1p-64);
      assertThat(Turn.sin(turn))
          .as("sin %d", turn)
          .isCloseTo(StrictMath.sin(radians), within(ROUNDED_RADIANS));
      assertThat(Turn.cos(turn))
          .as("cos %d", turn)
          .isCloseTo(StrictMath.cos(radians), within(ROUNDED_RADIANS));
    }
  }

  @Test
  void quartersAreExact() {
    long quarter = 1L << 62;
    assertThat(Turn.sin(0)).isEqualTo(0);
    assertThat(Turn.sin(quarter)).isEqualTo(1);
    assertThat(Turn.sin(2 * quarter)).isEqualTo(0);
    assertThat(Turn.sin(3 * quarter)).isEqualTo(-1);
    assertThat(Turn.cos(0)).isEqualTo(1);
    assertThat(Turn.cos(2 * quarter)).isEqualTo(-1);
  }

  @Test
  void stepsOfASecondMakeWholeTurns() {
    long angle = 0;
    for (int i = 0; i < 48_000; i++) {
      angle += Turn.step(375, 48_000); // 375 / 48000 = 2^-7 exactly
    }
    assertThat(angle).isZero();
  }
}
