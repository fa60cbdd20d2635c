package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.biometric.Beat;
import io.echosdk.biometric.WfdbAnnotations.Annotation;
import io.echosdk.testing.Allocations;
import io.echosdk.testing.TestFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
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
  void earlyBeatAndItsPauseDoNotDisturbTheSinusBeatsAfterThem() {
    double[] without = breathing(i -> false);
    double[] with = breathing(i -> i % 11 == 10);
    assertThat(without[1]).isLessThan(8);
    assertThat(with[1]).as("sinus beats").isLessThan(8);
    assertThat(with[2]).as("ends of compensatory pauses").isLessThan(15);
  }

  @Test
  void bigeminyIsLearnt() {
    double[] errors = breathing(i -> i % 2 == 1);
    assertThat(errors[0]).as("early beats").isLessThan(10);
    assertThat(errors[2]).as("ends of pauses").isLessThan(10);
  }

  /**
   * A sinus node that breathes; a ventricular beat replaces some of its beats, 0.65 of an interval
   * after the last. Median errors: of those, of sinus beats after another, after a ventricular one.
   */
  private static double[] breathing(IntPredicate ventricular) {
    Random random = new Random(5);
    PulsePredictor predictor = new PulsePredictor();
    List<List<Double>> errors = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    double node = 0;
    double last = 0;
    for (int i = 0; i < 1200; i++) {
      double interval = 850 + 40 * Math.sin(2 * Math.PI * i / 5.3) + 4 * random.nextGaussian();
      boolean early = ventricular.test(i);
      double beat = early ? node + 0.65 * 850 : node + interval;
      node += interval;
      long time = Math.round(beat * MILLI);
      if (i > 300) {
        int group = early ? 0 : ventricular.test(i - 1) ? 2 : 1;
        long lastNanos = Math.round(last * MILLI);
        errors.get(group).add(Math.abs(predictor.nextBeatNanos(lastNanos) - time) * 1e-6);
      }
      predictor.beat(time);
      last = beat;
    }
    return errors.stream().mapToDouble(PulsePredictorTest::median).toArray();
  }

  private static double median(List<Double> values) {
    values.sort(null);
    return values.isEmpty() ? Double.NaN : values.get(values.size() / 2);
  }

  @Test
  void whateverIsCalledEctopicThePredictionStaysWithinWhatCame() {
    Random random = new Random(8);
    PulsePredictor predictor = new PulsePredictor();
    long time = 0;
    for (int i = 0; i < 4000; i++) {
      predictor.beat(time, random.nextInt(3) > 0 ? Beat.Kind.ECTOPIC : Beat.Kind.NORMAL);
      if (i > 2) {
        double predicted = (predictor.nextBeatNanos(time) - time) * 1e-6;
        assertThat(predicted).as("beat %d", i).isBetween(200.0, 2600.0);
      }
      time += Math.round((400 + 900 * random.nextDouble()) * MILLI);
    }
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
