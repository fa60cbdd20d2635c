package io.echosdk.biometric.skin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class SkinMeterTest {

  private static final int RATE = 32;

  @Test
  void responsesAreCountedWithTheirSizesOnADriftingLevel() {
    SkinMeter meter = new SkinMeter(RATE);
    Random random = new Random(2);
    for (int i = 0; i < 200 * RATE; i++) {
      double t = (double) i / RATE;
      double x = 4 + 0.002 * t + 0.002 * random.nextGaussian();
      for (int response = 1; response < 10; response++) {
        x += response(t - 20 * response, 0.3);
      }
      meter.add((float) x);
    }
    assertThat(meter.responses()).isEqualTo(9);
    assertThat(meter.lastSizeMicrosiemens()).isCloseTo(0.3, within(0.06));
    assertThat(meter.lastOnsetSeconds()).isCloseTo(180, within(1.0));
    assertThat(meter.levelMicrosiemens()).isCloseTo(4.4, within(0.15));
  }

  @Test
  void responsesThatBeginOnEachOthersSlopesAreToldApart() {
    SkinMeter meter = new SkinMeter(RATE);
    Random random = new Random(4);
    for (int i = 0; i < 60 * RATE; i++) {
      double t = (double) i / RATE;
      double x = 4 - 0.01 * t + 0.002 * random.nextGaussian();
      for (double onset : new double[] {20, 22, 40, 42.5}) {
        x += response(t - onset, 0.6);
      }
      meter.add((float) x);
    }
    assertThat(meter.responses()).isEqualTo(4);
    assertThat(meter.lastOnsetSeconds()).isCloseTo(42.5, within(1.0));
  }

  @Test
  void levelThatRisesSlowlyIsNoResponse() {
    SkinMeter meter = new SkinMeter(RATE);
    Random random = new Random(5);
    for (int i = 0; i < 200 * RATE; i++) {
      meter.add((float) (4 + 0.005 * i / RATE + 0.002 * random.nextGaussian()));
    }
    assertThat(meter.responses()).isZero();
    assertThat(meter.responseMicrosiemens()).isLessThan(0.06); // what counts begins at 0.05
  }

  @Test
  void plateauEndsAResponse() {
    SkinMeter meter = new SkinMeter(RATE);
    for (int i = 0; i < 60 * RATE; i++) {
      double t = (double) i / RATE;
      meter.add((float) (4 + 0.5 * step(t - 20) + 0.4 * step(t - 30)));
    }
    assertThat(meter.responses()).isEqualTo(2);
  }

  @Test
  void slippingElectrodeIsNoResponse() {
    for (double step : new double[] {0.1, 0.3, 1, 5, -2}) {
      SkinMeter meter = new SkinMeter(RATE);
      for (int i = 0; i < 60 * RATE; i++) {
        meter.add((float) (i < 30 * RATE ? 4 : 4 + step));
      }
      assertThat(meter.responses()).as("a step of " + step).isZero();
    }
  }

  @Test
  void openCircuitAndInvalidSamplesAreUnknown() {
    SkinMeter meter = new SkinMeter(RATE);
    for (int i = 0; i < 10 * RATE; i++) {
      meter.add(i < 5 * RATE ? 4 : Float.NaN);
    }
    assertThat(meter.levelMicrosiemens()).isNaN();
    assertThat(meter.responseMicrosiemens()).isNaN();
    for (int i = 0; i < 5 * RATE; i++) {
      meter.add(0);
    }
    assertThat(meter.levelMicrosiemens()).isNaN();
  }

  /** From 0 to 1 within two seconds, to stay. */
  private static double step(double since) {
    return since <= 0 ? 0 : since >= 2 ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * since / 2);
  }

  /** A Bateman function with time constants of 0.75 s and 2 s. */
  private static double response(double since, double size) {
    return since < 0 ? 0 : size / 0.347 * (Math.exp(-since / 2) - Math.exp(-since / 0.75));
  }
}
