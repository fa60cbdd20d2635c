package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.biometric.IntervalKind;
import io.echosdk.testing.Allocations;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class HeartRateVariabilityTest {

  private static final HeartRateVariability.Listener NOBODY = (end, ms, kind) -> {};

  @Test
  void hoursOfBeatsEqualABatchInExactNumbers() {
    double[] day = walk(25_000);
    HeartRateVariability variability = new HeartRateVariability(true, NOBODY);
    feed(variability, day);
    variability.finish();
    HeartRateVariability.Summary summary = variability.summary();
    assertThat(summary.normals()).isEqualTo(day.length);
    double mean = sum(day).doubleValue() / day.length;
    double[] squares = new double[day.length];
    double[] successive = new double[day.length];
    int over = 0;
    for (int i = 0; i < day.length; i++) {
      squares[i] = (day[i] - mean) * (day[i] - mean);
      double difference = i == 0 ? 0 : day[i] - day[i - 1];
      successive[i] = difference * difference;
      over += Math.abs(difference) > 50 ? 1 : 0;
    }
    double sdnn = Math.sqrt(sum(squares).doubleValue() / (day.length - 1));
    double rmssd = Math.sqrt(sum(successive).doubleValue() / (day.length - 1));
    assertThat(summary.meanRrMs()).isCloseTo(mean, within(1e-12 * mean));
    assertThat(summary.sdnnMs()).isCloseTo(sdnn, within(1e-11 * sdnn));
    assertThat(summary.rmssdMs()).isCloseTo(rmssd, within(1e-11 * rmssd));
    assertThat(summary.pnn50()).isEqualTo(100.0 * over / day.length);
  }

  /** A heart that wanders: differences of 20 ms about a level that drifts by hundreds. */
  private static double[] walk(int beats) {
    Random random = new Random(1);
    double[] day = new double[beats];
    double level = 0;
    for (int i = 0; i < beats; i++) {
      level = 0.999 * level + 3 * random.nextGaussian();
      double step = Math.max(-2.5, Math.min(2.5, random.nextGaussian()));
      day[i] = 900 + level + 20 * step;
    }
    return day;
  }

  private static BigDecimal sum(double[] values) {
    BigDecimal sum = BigDecimal.ZERO;
    for (double value : values) {
      sum = sum.add(new BigDecimal(value), MathContext.DECIMAL128);
    }
    return sum;
  }

  @Test
  void differencesNeverBridgeAHoleOrARemovedInterval() {
    HeartRateVariability variability = new HeartRateVariability(false, NOBODY);
    long time = 0;
    for (double interval : new double[] {800, 810}) {
      variability.interval(time += Math.round(interval * 1e6), interval, false);
    }
    variability.interval(time += 500_000_000, 500, true);
    for (double interval : new double[] {900, 930}) {
      variability.interval(time += Math.round(interval * 1e6), interval, false);
    }
    variability.gap();
    for (double interval : new double[] {1000, 1040}) {
      variability.interval(time += Math.round(interval * 1e6), interval, false);
    }
    variability.finish();
    double rmssd = Math.sqrt((100 + 900 + 1600) / 3.0);
    assertThat(variability.summary().rmssdMs()).isCloseTo(rmssd, within(1e-9));
    assertThat(variability.summary().pnn50()).isZero();
    assertThat(variability.summary().intervals()).isEqualTo(7);
    assertThat(variability.summary().normals()).isEqualTo(6);
  }

  @Test
  void pnn50IsOverTheNumberOfIntervals() {
    HeartRateVariability variability = new HeartRateVariability(false, NOBODY);
    feed(variability, new double[] {800, 860, 800, 800});
    variability.finish();
    assertThat(variability.summary().pnn50()).isEqualTo(50);
  }

  @Test
  void holeInTheRecordingLeavesNoValueMadeUp() {
    HeartRateVariability variability = new HeartRateVariability();
    double[] day = walk(500);
    feed(variability, day);
    assertThat(variability.coherence()).isNotNaN();
    assertThat(variability.hfMs2()).isNotNaN();
    variability.gap();
    long later = Math.round(2e12);
    for (int i = 0; i < 20; i++) {
      variability.interval(later += 900_000_000, 900 + i % 3, false);
    }
    assertThat(variability.coherence()).isNaN();
    assertThat(variability.hfMs2()).isNaN();
    assertThat(variability.lfHfRatio()).isNaN();
  }

  @Test
  void nothingIsAllocatedForABeat() {
    HeartRateVariability variability = new HeartRateVariability(true, NOBODY);
    double[] day = walk(3000);
    long[] time = {0};
    long least =
        Allocations.leastBytesDuring(
            () -> {
              for (double interval : day) {
                variability.interval(time[0] += Math.round(interval * 1e6), interval, false);
              }
            },
            3);
    assertThat(least).isZero();
  }

  @Test
  void metronomeHasNoCoherenceAndNoPower() {
    HeartRateVariability variability = new HeartRateVariability();
    long time = 0;
    for (int i = 0; i < 400; i++) {
      variability.beat(time += 1_000_000_000, false);
    }
    variability.finish();
    assertThat(variability.summary().coherence()).isNaN();
    assertThat(variability.summary().lfMs2()).isLessThan(1e-9);
    assertThat(variability.summary().sdnnMs()).isZero();
  }

  @Test
  void beatOfAStrangeShapeTakesBothItsIntervalsOut() {
    List<IntervalKind> kinds = new ArrayList<>();
    HeartRateVariability variability =
        new HeartRateVariability(true, (end, ms, kind) -> kinds.add(kind));
    for (int i = 0; i < 40; i++) {
      variability.beat(i * 900_000_000L, i == 20);
    }
    variability.finish();
    assertThat(kinds).hasSize(39);
    assertThat(kinds.get(19)).isEqualTo(IntervalKind.ECTOPIC);
    assertThat(kinds.get(20)).isEqualTo(IntervalKind.ECTOPIC);
    assertThat(kinds.stream().filter(k -> k == IntervalKind.NORMAL)).hasSize(37);
  }

  private static void feed(HeartRateVariability variability, double[] intervals) {
    long time = 0;
    for (double interval : intervals) {
      variability.interval(time += Math.round(interval * 1e6), interval, false);
    }
  }
}
