package io.echosdk.biometric.movement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class MovementMeterTest {

  private static final int RATE = 100;

  @Test
  void stepsAreCounted() {
    for (double hz : new double[] {0.8, 1.4, 2, 2.9, 3.8}) {
      MovementMeter meter = new MovementMeter(RATE);
      feed(meter, 20, 1, 0.3, hz);
      assertThat(meter.cadencePerMinute()).isCloseTo(60 * hz, within(1.5));
      assertThat(meter.madMg()).isCloseTo(1000 * 0.3 * 2 / Math.PI, within(8.0));
    }
  }

  @Test
  void nothingRepeatsInWhoIsStillOrSquatsSlowly() {
    MovementMeter still = new MovementMeter(RATE);
    feed(still, 20, 1, 0, 1);
    assertThat(still.cadencePerMinute()).isNaN();
    assertThat(still.enmoMg()).isLessThan(3);
    MovementMeter squats = new MovementMeter(RATE);
    feed(squats, 20, 1, 0.3, 0.33);
    assertThat(squats.cadencePerMinute()).isNaN();
    assertThat(squats.madMg()).isGreaterThan(100);
  }

  @Test
  void stillnessCalibratesASensorOfAnyUnit() {
    for (double gravity : new double[] {0.098, 0.93, 1.05, 9.81}) {
      MovementMeter meter = new MovementMeter(RATE);
      feed(meter, 10, gravity, 0, 1);
      feed(meter, 10, gravity, 0.3 * gravity, 2);
      assertThat(meter.calibrated()).isTrue();
      assertThat(meter.enmoMg()).isCloseTo(1000 * 0.3 / Math.PI, within(5.0));
    }
  }

  @Test
  void deadOrInvalidSensorSaysNothing() {
    MovementMeter meter = new MovementMeter(RATE);
    for (int i = 0; i < 10 * RATE; i++) {
      meter.add(0, 0, 0);
    }
    assertThat(meter.enmoMg()).isNaN();
    for (int i = 0; i < RATE; i++) {
      meter.add(Float.NaN, 0, 1);
    }
    assertThat(meter.enmoMg()).isNaN();
    assertThat(meter.madMg()).isNaN();
  }

  private static void feed(
      MovementMeter meter, int seconds, double gravity, double size, double hz) {
    Random random = new Random(7);
    for (int i = 0; i < seconds * RATE; i++) {
      double moved = size * Math.sin(2 * Math.PI * hz * i / RATE);
      double noise = 0.003 * gravity * random.nextGaussian();
      meter.add(0, 0, (float) (gravity + moved + noise));
    }
  }
}
