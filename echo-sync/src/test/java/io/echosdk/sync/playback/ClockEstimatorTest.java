package io.echosdk.sync.playback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClockEstimatorTest {

  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000_000_000;

  @Test
  void equalWaysGiveTheExactOffset() {
    ClockEstimator clock = new ClockEstimator();
    for (int i = 0; i < 10; i++) {
      exchange(clock, i * SECOND, 5 * SECOND, 3 * MILLI, 3 * MILLI);
    }
    assertThat(clock.offsetAt(20 * SECOND)).isBetween(5 * SECOND - 1000, 5 * SECOND + 1000);
    assertThat(clock.serverNanos(20 * SECOND)).isEqualTo(20 * SECOND + clock.offsetAt(20 * SECOND));
    assertThat(clock.localNanos(clock.serverNanos(20 * SECOND))).isEqualTo(20 * SECOND);
  }

  @Test
  void unequalWaysLeaveHalfOfTheirDifferenceAndTheBoundKnowsIt() {
    ClockEstimator clock = new ClockEstimator();
    for (int i = 0; i < 30; i++) {
      exchange(clock, i * SECOND, 0, 30 * MILLI, 5 * MILLI);
    }
    assertThat(clock.offsetAt(30 * SECOND) / 1e6).isBetween(12.4, 12.6);
    assertThat(clock.errorBoundNanos()).isGreaterThan(clock.offsetAt(30 * SECOND));
  }

  @Test
  void twoClocksOfDifferentSpeedAreFollowed() {
    ClockEstimator clock = new ClockEstimator();
    for (int i = 0; i < 200; i++) {
      long now = i * 2 * SECOND;
      exchange(clock, now, Math.round(80e-6 * now), MILLI, MILLI);
    }
    assertThat(clock.skewPpm()).isBetween(79.5, 80.5);
    long later = 460 * SECOND;
    assertThat(clock.offsetAt(later) - 80e-6 * later).isBetween(-50_000.0, 50_000.0);
  }

  @Test
  void aQueueOfFiveMinutesOnOneWayDoesNotPullTheClock() {
    ClockEstimator clock = new ClockEstimator();
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 90; i++) {
      exchange(clock, i * 2 * SECOND, 0, 10 * MILLI + random.nextInt(1_000_000), 10 * MILLI);
    }
    for (int i = 90; i < 240; i++) { // five minutes of 100 to 400 ms, on the way up only
      long up = 10 * MILLI + 100 * MILLI + random.nextInt(300_000_000);
      exchange(clock, i * 2 * SECOND, 0, up, 10 * MILLI + random.nextInt(1_000_000));
    }
    assertThat(Math.abs(clock.offsetAt(480 * SECOND)) / 1e6).isLessThan(0.5);
  }

  @Test
  void aRouteThatBecomesLongerOrShorterLeavesTheClockAloneNinetyNineTimesOfAHundred() {
    int far = 0;
    for (long seed = 1; seed <= 20; seed++) {
      ClockEstimator clock = new ClockEstimator();
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < 600; i++) {
        long base = (i / 150 % 2 == 0 ? 40 : 60) * MILLI; // another route every five minutes
        exchange(clock, i * 2 * SECOND, 0, base + wait(random, 4), base + wait(random, 4));
        far += i >= 60 && Math.abs(clock.offsetAt(i * 2 * SECOND)) > 2 * MILLI ? 1 : 0;
      }
    }
    assertThat(far).as("of 20 times 540 exchanges").isLessThan(108);
  }

  @Test
  void routesThatChangeByAsMuchAsPacketsWaitLeaveTheClockAloneNinetyNineTimesOfAHundred() {
    int far = 0;
    for (long seed = 1; seed <= 20; seed++) {
      ClockEstimator clock = new ClockEstimator();
      SplittableRandom random = new SplittableRandom(seed);
      long base = 30 * MILLI;
      for (int i = 0; i < 600; i++) {
        if (random.nextInt(40) == 0) { // every 80 seconds, by up to 20 ms
          base = 30 * MILLI + random.nextLong(20 * MILLI);
        }
        exchange(clock, i * 2 * SECOND, 0, base + wait(random, 8), base + wait(random, 6));
        far += i >= 60 && Math.abs(clock.offsetAt(i * 2 * SECOND)) > 2 * MILLI ? 1 : 0;
      }
    }
    assertThat(far).as("of 20 times 540 exchanges").isLessThan(108);
  }

  @Test
  void aNewRouteDuringAnUploadIsNotTakenForAnotherTime() {
    for (long seed = 1; seed <= 20; seed++) {
      for (long longer : new long[] {-20 * MILLI, 20 * MILLI}) {
        ClockEstimator clock = new ClockEstimator();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 240; i++) {
          long base = 40 * MILLI + (i < 150 ? 0 : longer);
          long queue = i < 100 || i >= 200 ? 0 : 100 * MILLI + random.nextLong(300 * MILLI);
          exchange(
              clock, i * 2 * SECOND, 0, base + queue + wait(random, 2), base + wait(random, 2));
          if (i >= 60) {
            assertThat(Math.abs(clock.offsetAt(i * 2 * SECOND)) / 1e6)
                .as("seed %d, %d ns longer, exchange %d", seed, longer, i)
                .isLessThan(1.5);
          }
        }
      }
    }
  }

  @Test
  void anUploadOfHalfAnHourDoesNotPullTheClock() {
    for (long seed = 1; seed <= 10; seed++) {
      ClockEstimator clock = new ClockEstimator();
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < 1200; i++) {
        long queue = i < 200 || i >= 1100 ? 0 : 100 * MILLI + random.nextLong(300 * MILLI);
        exchange(
            clock,
            i * 2 * SECOND,
            0,
            40 * MILLI + queue + wait(random, 2),
            40 * MILLI + wait(random, 2));
        if (i >= 60) {
          assertThat(Math.abs(clock.offsetAt(i * 2 * SECOND)) / 1e6)
              .as("seed %d, exchange %d", seed, i)
              .isLessThan(1.5);
        }
      }
    }
  }

  @Test
  void clockThatStoodStillForASecondIsToldAnewFromTheThirdExchangeOn() {
    for (long step : new long[] {SECOND, -SECOND, 3600 * SECOND}) {
      ClockEstimator clock = new ClockEstimator();
      SplittableRandom random = new SplittableRandom(11);
      for (int i = 0; i < 300; i++) {
        exchange(clock, i * 2 * SECOND, 0, wait(random, 20), wait(random, 20));
      }
      for (int i = 300; i < 312; i++) {
        long sent = i * 2 * SECOND;
        long received = sent + step + 10 * MILLI + wait(random, 5);
        long answered = received - step + 10 * MILLI + wait(random, 5);
        assertThat(clock.add(sent, received, received, answered)).isEqualTo(i >= 302);
      }
      double error = (clock.offsetAt(624 * SECOND) - step) / 1e6;
      assertThat(error).as("after a step of " + step).isBetween(-10.0, 10.0);
      assertThat(clock.exchanges()).isEqualTo(10);
    }
  }

  @Test
  void whoJoinedDuringAnUploadKnowsTheTimeTwentySecondsAfterItsEnd() {
    for (long seed = 1; seed <= 20; seed++) {
      ClockEstimator clock = new ClockEstimator();
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < 40; i++) {
        long up = 210 * MILLI + random.nextLong(200 * MILLI);
        exchange(clock, i * 2 * SECOND, 0, up, 10 * MILLI + wait(random, 1));
      }
      assertThat(clock.offsetAt(80 * SECOND) / 1e6).isBetween(80.0, 130.0); // nobody could know
      for (int i = 40; i < 50; i++) {
        exchange(
            clock, i * 2 * SECOND, 0, 10 * MILLI + wait(random, 1), 10 * MILLI + wait(random, 1));
        assertThat(Math.abs(clock.offsetAt(i * 2 * SECOND)))
            .as("seed %d, %d exchanges after the end", seed, i - 39)
            .isLessThanOrEqualTo(clock.errorBoundNanos());
      }
      assertThat(Math.abs(clock.offsetAt(100 * SECOND)) / 1e6).as("seed %d", seed).isLessThan(2);
    }
  }

  @Test
  void theBoundHoldsTheTruthOnRandomNetworks() {
    for (long seed = 1; seed <= 100; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      ClockEstimator clock = new ClockEstimator();
      long up = random.nextLong(100 * MILLI);
      long down = random.nextLong(100 * MILLI);
      long jitter = 1 + random.nextLong(20 * MILLI);
      long offset = random.nextLong(1000 * SECOND);
      for (int i = 0; i < 60; i++) {
        exchange(
            clock,
            i * SECOND,
            offset,
            up + random.nextLong(jitter),
            down + random.nextLong(jitter));
      }
      assertThat(Math.abs(clock.offsetAt(60 * SECOND) - offset))
          .as("seed %d", seed)
          .isLessThanOrEqualTo(clock.errorBoundNanos());
    }
  }

  @Test
  void stampsThatNoHonestClocksGiveAreRefused() {
    ClockEstimator clock = new ClockEstimator();
    assertThat(clock.add(10, 0, 0, 5)).isFalse(); // received before it was sent
    assertThat(clock.add(0, 10, 5, 20)).isFalse(); // answered before it was received
    assertThat(clock.add(0, 0, 50, 20)).isFalse(); // the server took longer than the round trip
    assertThat(clock.add(0, 0, 0, 11 * SECOND)).isFalse();
    assertThat(clock.exchanges()).isZero();
    assertThat(clock.errorBoundNanos()).isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> clock.offsetAt(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void tenQuickExchangesThenSlowOnes() {
    ClockEstimator clock = new ClockEstimator();
    for (int i = 0; i < 10; i++) {
      assertThat(clock.intervalNanos()).isEqualTo(200 * MILLI);
      exchange(clock, i * SECOND, 0, MILLI, MILLI);
    }
    assertThat(clock.intervalNanos()).isEqualTo(2 * SECOND);
    clock.reset();
    assertThat(clock.ready()).isFalse();
    assertThat(clock.intervalNanos()).isEqualTo(200 * MILLI);
  }

  /** An exponential wait, ns. */
  private static long wait(SplittableRandom random, double meanMs) {
    return Math.round(-meanMs * MILLI * Math.log(1 - random.nextDouble()));
  }

  private static void exchange(ClockEstimator clock, long now, long offset, long up, long down) {
    long received = now + offset + up;
    assertThat(clock.add(now, received, received + 1000, now + up + 1000 + down)).isTrue();
  }
}
