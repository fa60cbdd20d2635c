package io.echosdk.biometric.heart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RhythmTest {

  private final Rhythm rhythm = new Rhythm();
  private double timeMs;

  @Test
  void alternatingIntervalsGiveTheirDifferenceAsRmssd() {
    beat(0);
    for (int i = 0; i < 80; i++) {
      beat(i % 2 == 0 ? 800 : 850);
    }
    assertThat(rhythm.rmssdMs()).isCloseTo(50, within(1e-6));
    assertThat(rhythm.sdnnMs()).isCloseTo(25 * Math.sqrt(80 / 79.0), within(1e-6));
    assertThat(rhythm.rateBpm()).isCloseTo(60_000 / 825.0, within(1.5));
  }

  @Test
  void windowsEqualABatchOverTheSameIntervals() {
    Random random = new Random(3);
    List<double[]> all = new ArrayList<>(); // end time, interval
    beat(0);
    for (int i = 0; i < 2000; i++) {
      double interval = 800 + 30 * random.nextGaussian();
      beat(interval);
      all.add(new double[] {timeMs, interval});
    }
    double sum = 0;
    int count = 0;
    for (int i = 1; i < all.size(); i++) {
      if (timeMs - all.get(i)[0] <= 60_000) {
        double difference = all.get(i)[1] - all.get(i - 1)[1];
        sum += difference * difference;
        count++;
      }
    }
    assertThat(rhythm.rmssdMs()).isCloseTo(Math.sqrt(sum / count), within(1e-3));
    double[] last =
        all.stream().filter(x -> timeMs - x[0] <= 300_000).mapToDouble(x -> x[1]).toArray();
    double mean = java.util.Arrays.stream(last).average().orElseThrow();
    double squares = java.util.Arrays.stream(last).map(x -> (x - mean) * (x - mean)).sum();
    assertThat(rhythm.sdnnMs()).isCloseTo(Math.sqrt(squares / (last.length - 1)), within(1e-3));
  }

  @Test
  void earlyBeatAndPauseEnterNoDifference() {
    beat(0);
    for (int i = 0; i < 40; i++) {
      beat(800);
    }
    beat(500);
    assertThat(rhythm.normal()).isFalse();
    beat(1100);
    assertThat(rhythm.normal()).isFalse();
    for (int i = 0; i < 10; i++) {
      beat(800);
    }
    assertThat(rhythm.rmssdMs()).isCloseTo(0, within(1e-9));
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

  @Test
  void variabilityIsUnknownBeforeThereIsEnough() {
    beat(0);
    for (int i = 0; i < 15; i++) {
      beat(800);
    }
    assertThat(rhythm.rmssdMs()).isNaN();
    assertThat(rhythm.sdnnMs()).isNaN();
  }

  private void beat(double afterMs) {
    timeMs += afterMs;
    rhythm.beat(Math.round(timeMs * 1e6));
  }
}
