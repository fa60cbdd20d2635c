package io.echosdk.biometric.heart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class RhythmTest {

  private final Rhythm rhythm = new Rhythm();
  private double timeMs;

  @Test
  void rateIsThatOfTheLastFiveIntervals() {
    beat(0);
    for (int i = 0; i < 80; i++) {
      beat(i % 2 == 0 ? 800 : 850);
    }
    assertThat(rhythm.rateBpm()).isCloseTo(60_000 / 825.0, within(1.5));
  }

  @Test
  void earlyBeatAndThePauseAfterItAreNotNormal() {
    beat(0);
    for (int i = 0; i < 40; i++) {
      beat(800);
    }
    beat(500);
    assertThat(rhythm.normal()).isFalse();
    beat(1100);
    assertThat(rhythm.normal()).isFalse();
    beat(800);
    assertThat(rhythm.normal()).isTrue();
  }

  @Test
  void pauseMakesNoHeartRate() {
    beat(0);
    for (int i = 0; i < 10; i++) {
      beat(1000);
    }
    beat(5000);
    assertThat(rhythm.rateBpm()).isNaN();
  }

  private void beat(double afterMs) {
    timeMs += afterMs;
    rhythm.beat(Math.round(timeMs * 1e6));
  }
}
