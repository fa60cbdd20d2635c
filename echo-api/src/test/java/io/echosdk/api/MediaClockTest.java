package io.echosdk.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MediaClockTest {

  @Test
  void virtualClockStandsUntilItIsMoved() {
    VirtualClock clock = MediaClock.virtual();
    assertThat(clock.nanos()).isZero();
    clock.advance(Duration.ofMillis(3));
    clock.advanceTo(2);
    assertThat(clock.nanos()).isEqualTo(3_000_000);
    clock.advanceTo(5_000_000);
    assertThat(clock.nanos()).isEqualTo(5_000_000);
    assertThat(clock.instant()).isEqualTo(Instant.EPOCH.plusNanos(5_000_000));
  }

  @Test
  void virtualClockNeverGoesBack() {
    assertThatThrownBy(() -> MediaClock.virtual().advance(Duration.ofSeconds(-3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT-3S");
  }

  @Test
  void everySleeperWakesWhenItsTimeIsReachedAndNotBefore() throws InterruptedException {
    VirtualClock clock = MediaClock.virtual();
    int count = 8;
    AtomicLong[] wokenAt = new AtomicLong[count];
    Thread[] sleepers = new Thread[count];
    for (int i = 0; i < count; i++) {
      long deadline = 100L * (i + 1);
      AtomicLong woken = wokenAt[i] = new AtomicLong(-1);
      sleepers[i] =
          new Thread(
              () -> {
                try {
                  clock.sleepUntil(deadline);
                  woken.set(clock.nanos());
                } catch (InterruptedException e) {
                  woken.set(-2);
                }
              });
      sleepers[i].start();
    }
    for (int i = 0; i < count; i++) {
      clock.advanceTo(100L * (i + 1));
      sleepers[i].join();
      assertThat(wokenAt[i].get()).isEqualTo(100L * (i + 1));
      for (int later = i + 1; later < count; later++) {
        assertThat(wokenAt[later].get()).isEqualTo(-1);
      }
    }
  }

  @Test
  void sleepersOfBothClocksCanBeInterrupted() throws InterruptedException {
    for (MediaClock clock : new MediaClock[] {MediaClock.virtual(), MediaClock.system()}) {
      CountDownLatch interrupted = new CountDownLatch(1);
      Thread sleeper =
          new Thread(
              () -> {
                try {
                  clock.sleepUntil(Long.MAX_VALUE);
                } catch (InterruptedException e) {
                  interrupted.countDown();
                }
              });
      sleeper.start();
      sleeper.interrupt();
      sleeper.join();
      assertThat(interrupted.getCount()).isZero();
    }
  }

  @Test
  void timeThatIsPastIsNotWaitedFor() throws InterruptedException {
    for (MediaClock clock : new MediaClock[] {MediaClock.virtual(), MediaClock.system()}) {
      clock.sleepUntil(clock.nanos());
      clock.sleepUntil(Long.MIN_VALUE);
    }
  }

  @Test
  void systemClockIsPositiveAndNeverGoesBack() throws InterruptedException {
    MediaClock clock = MediaClock.system();
    long last = 0;
    for (int i = 0; i < 100_000; i++) {
      long now = clock.nanos();
      assertThat(now).isPositive().isGreaterThanOrEqualTo(last);
      last = now;
    }
    long deadline = clock.nanos() + 1_000_000;
    clock.sleepUntil(deadline);
    assertThat(clock.nanos()).isGreaterThanOrEqualTo(deadline);
  }
}
