package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.biometric.WfdbAnnotations.Annotation;
import io.echosdk.testing.Allocations;
import io.echosdk.testing.TestFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PulsePredictorTest {

  private static final int BEATS = 25_000; // of a day; all of it is PulsePrediction's
  private static final long MILLI = 1_000_000;

  @Test
  void nextBeatOfAHealthyHeartIsPredictedWithinFifteenMillisecondsHalfOfTheTime() {
    PulsePredictor predictor = new PulsePredictor();
    List<Double> errors = new ArrayList<>();
    long last = Long.MIN_VALUE;
    for (Annotation mark :
        WfdbAnnotations.read(TestFiles.data("biometric/nsr2db/nsr001.ecg")).annotations()) {
      if (!mark.beat() || errors.size() == BEATS) {
        continue;
      }
      long time = Math.round(mark.sample() / 128.0 * 1e9);
      if (time - last < 3000 * MILLI && predictor.known(last)) {
        errors.add(Math.abs(predictor.nextBeatNanos(last) - time) * 1e-6);
      }
      predictor.beat(time);
      last = time;
    }
    errors.sort(null);
    assertThat(errors).hasSize(BEATS);
    assertThat(errors.get(errors.size() / 2)).isLessThanOrEqualTo(15);
    assertThat(errors.get(errors.size() * 9 / 10)).isLessThanOrEqualTo(45);
  }

  @Test
  void phaseNeverGoesBackAndSlewsAtMostFifteenPercent() {
    Random random = new Random(2);
    PulsePredictor predictor = new PulsePredictor();
    long beat = 0;
    long now = 0;
    double before = Double.NaN;
    for (int i = 0; i < 300; i++) {
      long interval =
          Math.round((800 + 150 * Math.sin(i * 0.4) + 40 * random.nextGaussian()) * 1e6);
      beat += interval;
      predictor.beat(beat);
      for (; now < beat + interval + 400 * MILLI; now += 4 * MILLI) {
        double phase = predictor.phaseAt(now);
        if (!Double.isNaN(before) && !Double.isNaN(phase)) {
          double step = phase - before;
          step += step < -0.5 ? 1 : 0;
          assertThat(step).isBetween(0.0, 4 / 500.0 * 1.15);
        }
        before = phase;
      }
    }
    assertThat(before).isNotNaN();
  }

  @Test
  void steadyHeartIsMetAtItsBeatAlthoughItIsHeardOfHalfASecondLate() {
    PulsePredictor predictor = new PulsePredictor();
    long interval = 810 * MILLI;
    for (int i = 1; i <= 60; i++) {
      predictor.beat(i * interval);
      predictor.phaseAt(i * interval + 500 * MILLI);
    }
    double atBeat = predictor.phaseAt(61 * interval);
    assertThat(Math.abs(atBeat - Math.rint(atBeat))).isLessThan(0.01);
    assertThat(predictor.phaseAt(61 * interval + 405 * MILLI)).isCloseTo(0.5, within(0.01));
    assertThat(predictor.nextBeatNanos(61 * interval + MILLI)).isEqualTo(62 * interval);
  }

  @Test
  void silenceIsUnknownAndUncertaintyGrowsUntilThen() {
    PulsePredictor predictor = new PulsePredictor();
    assertThat(predictor.phaseAt(0)).isNaN();
    assertThat(predictor.nextBeatNanos(0)).isEqualTo(Long.MAX_VALUE);
    for (int i = 0; i < 20; i++) {
      predictor.beat(i * 900 * MILLI);
    }
    long last = 19 * 900 * MILLI;
    assertThat(predictor.uncertaintyMs(last + 3000 * MILLI))
        .isGreaterThan(predictor.uncertaintyMs(last));
    assertThat(predictor.phaseAt(last + 11_000 * MILLI)).isNaN();
    predictor.gap();
    assertThat(predictor.known(last)).isFalse();
  }

  @Test
  void nothingIsAllocated() {
    PulsePredictor predictor = new PulsePredictor();
    long[] time = {0};
    long least =
        Allocations.leastBytesDuring(
            () -> {
              for (int i = 0; i < 2000; i++) {
                predictor.beat(time[0] += 800 * MILLI + i % 7 * MILLI);
                predictor.phaseAt(time[0]);
              }
            },
            3);
    assertThat(least).isZero();
  }
}
