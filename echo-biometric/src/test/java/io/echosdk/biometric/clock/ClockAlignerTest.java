package io.echosdk.biometric.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.testing.Allocations;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClockAlignerTest {

  private static final long SECOND = 1_000_000_000;
  private static final long MILLI = 1_000_000;

  private record Error(double seconds, double millis) {}

  /** Runs packets through the aligner; checks every sample's time for steps back. */
  private static List<Error> errors(
      double rateHz, int samples, double ppm, double meanDelayMs, double seconds, long seed) {
    Random random = new Random(seed);
    ClockAligner aligner = ClockAligner.ofStamps();
    List<Error> errors = new ArrayList<>();
    double packet = samples / rateHz;
    double arrived = 0;
    long told = Long.MIN_VALUE;
    for (int i = 1; i * packet < seconds; i++) {
      double truth = 17 + i * packet * (1 + ppm * 1e-6);
      double delay = 0.03 - meanDelayMs / 1e3 * Math.log(1 - random.nextDouble());
      delay += random.nextInt(50) == 0 ? 0.1 + 0.2 * random.nextDouble() : 0;
      arrived = Math.max(arrived, truth + delay);
      long device = Math.round(i * packet * 1e9);
      assertThat(aligner.observe(device, Math.round(arrived * 1e9))).isTrue();
      for (int n = samples - 1; n >= 0; n--) {
        long next = aligner.hostNanos(device - Math.round(n * 1e9 / rateHz));
        assertThat(next).as("seed %d, packet %d", seed, i).isGreaterThanOrEqualTo(told);
        told = next;
      }
      errors.add(new Error(i * packet, (told - truth * 1e9) / 1e6));
    }
    assertThat(aligner.epochs()).isEqualTo(1);
    assertThat(aligner.drift()).isBetween((ppm - 100) * 1e-6, (ppm + 100) * 1e-6);
    return errors;
  }

  private static double deviation(List<Error> errors, double from, double to) {
    double[] inside =
        errors.stream()
            .filter(e -> e.seconds >= from && e.seconds < to)
            .mapToDouble(Error::millis)
            .toArray();
    double mean = java.util.Arrays.stream(inside).average().orElseThrow();
    return Math.sqrt(
        java.util.Arrays.stream(inside).map(e -> (e - mean) * (e - mean)).average().orElseThrow());
  }

  @Test
  void afterFiveSecondsTheTimesOfAStrapSpreadByLessThanAMillisecond() {
    double squares = 0;
    for (long seed = 1; seed <= 20; seed++) {
      double sd = deviation(errors(130, 73, seed % 2 == 0 ? 50 : -80, 10, 60, seed), 5, 30);
      squares += sd * sd / 20;
    }
    assertThat(Math.sqrt(squares)).isLessThan(1);
  }

  @Test
  void afterFiveSecondsTheTimesOfAHeadbandSpreadByAFractionOfAMillisecond() {
    for (long seed = 1; seed <= 10; seed++) {
      assertThat(deviation(errors(256, 12, -80, 10, 60, seed), 5, 30))
          .as("seed %d", seed)
          .isLessThan(0.5);
    }
  }

  @Test
  void aDeviceThatStartsAnewBeginsANewEpochWithoutAStepBack() {
    ClockAligner aligner = ClockAligner.ofStamps();
    long last = run(aligner, 100, 1000 * SECOND, 0, Long.MIN_VALUE);
    long before = aligner.epochs();
    last = run(aligner, 100, 0, 11 * SECOND, last);
    assertThat(aligner.epochs()).isEqualTo(before + 1);
    assertThat(last).isBetween(21 * SECOND - 10 * MILLI, 21 * SECOND + 10 * MILLI);
  }

  /** Sends packets of 100 ms without jitter; returns the last time told. */
  private static long run(
      ClockAligner aligner, int packets, long deviceNanos, long startNanos, long toldBefore) {
    long told = toldBefore;
    for (int i = 1; i <= packets; i++) {
      aligner.observe(deviceNanos + i * 100 * MILLI, startNanos + i * 100 * MILLI);
      long next = aligner.hostNanos(deviceNanos + i * 100 * MILLI);
      assertThat(next).isGreaterThan(told);
      told = next;
    }
    return told;
  }

  @Test
  void aPacketThatWasOvertakenOrSentTwiceChangesNothing() {
    ClockAligner aligner = ClockAligner.ofStamps();
    run(aligner, 50, 0, 0, Long.MIN_VALUE);
    long before = aligner.hostNanos(5 * SECOND);
    assertThat(aligner.observe(5 * SECOND, 5 * SECOND + 30 * MILLI)).isFalse();
    assertThat(aligner.observe(5 * SECOND - 200 * MILLI, 5 * SECOND + 40 * MILLI)).isFalse();
    assertThat(aligner.hostNanos(5 * SECOND)).isEqualTo(before);
    assertThat(aligner.epochs()).isEqualTo(1);
  }

  @Test
  void aFrozenStampNeverBecomesNew() {
    ClockAligner aligner = ClockAligner.ofStamps();
    run(aligner, 50, 0, 0, Long.MIN_VALUE);
    for (int i = 1; i < 1000; i++) {
      assertThat(aligner.observe(5 * SECOND, 5 * SECOND + i * 100 * MILLI)).isFalse();
    }
  }

  @Test
  void lostPacketsOfACountedSignalAreFoundByTheirAbsence() {
    ClockAligner aligner = ClockAligner.ofCounts();
    long packet = 12 * SECOND / 256;
    long told = 0;
    for (int i = 1; i <= 400; i++) {
      long lost = i > 200 ? 3 : 0; // packets 200 to 202 never came
      aligner.observe(i * packet, (i + lost) * packet + 20 * MILLI);
      told = aligner.hostNanos(i * packet);
    }
    assertThat(aligner.epochs()).isEqualTo(2);
    assertThat(told).isBetween(403 * packet + 15 * MILLI, 403 * packet + 25 * MILLI);
  }

  @Test
  void aPathThatGrowsLongerIsFollowedWithoutAJump() {
    ClockAligner aligner = ClockAligner.ofStamps();
    long told = 0;
    for (int i = 1; i <= 900; i++) {
      long path = i < 300 ? 20 * MILLI : 120 * MILLI;
      aligner.observe(i * 100 * MILLI, i * 100 * MILLI + path);
      long next = aligner.hostNanos(i * 100 * MILLI);
      if (i > 1) {
        assertThat(next - told).isBetween(50 * MILLI, 150 * MILLI);
      }
      told = next;
    }
    assertThat(aligner.epochs()).isEqualTo(1);
    assertThat(told - 90 * SECOND).isBetween(115 * MILLI, 125 * MILLI);
  }

  @Test
  void uncertaintyCoversTheError() {
    int inside = 0;
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      ClockAligner aligner = ClockAligner.ofStamps();
      long device = 0;
      for (int i = 1; i < 40; i++) {
        device = i * 561 * MILLI;
        long delay = Math.round(-10 * MILLI * Math.log(1 - random.nextDouble()));
        aligner.observe(device, Math.round(device * 1.00005) + delay);
      }
      long error = Math.abs(aligner.hostNanos(device) - Math.round(device * 1.00005));
      inside += error < 2 * aligner.uncertaintyNanos() ? 1 : 0;
    }
    assertThat(inside).isGreaterThan(180);
  }

  @Test
  void packetsCostNoAllocation() {
    ClockAligner aligner = ClockAligner.ofStamps();
    Random random = new Random(3);
    int[] sent = {0};
    Runnable send =
        () -> {
          for (int i = 0; i < 5000; i++) {
            long device = ++sent[0] * 4 * MILLI;
            aligner.observe(device, device + random.nextInt(30_000_000));
            aligner.hostNanos(device);
          }
        };
    assertThat(Allocations.leastBytesDuring(send, 3)).isZero();
  }
}
