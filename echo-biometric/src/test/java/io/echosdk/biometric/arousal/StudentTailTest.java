package io.echosdk.biometric.arousal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class StudentTailTest {

  /** Critical values of Student's t as printed in every table. */
  @Test
  void tailsAreThoseOfTheTables() {
    assertThat(StudentTail.above(0, 4)).isCloseTo(0.5, within(1e-12));
    assertThat(StudentTail.above(2.132, 4)).isCloseTo(0.05, within(1e-4));
    assertThat(StudentTail.above(4.604, 4)).isCloseTo(0.005, within(1e-5));
    assertThat(StudentTail.above(1.860, 8)).isCloseTo(0.05, within(1e-4));
    assertThat(StudentTail.above(5.041, 8)).isCloseTo(0.0005, within(1e-6));
    assertThat(StudentTail.above(-1.860, 8)).isCloseTo(0.95, within(1e-4));
  }
}
