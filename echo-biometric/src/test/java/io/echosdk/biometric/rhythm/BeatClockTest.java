package io.echosdk.biometric.rhythm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BeatClockTest {

  private static final long BASE_NANOS = 200_000_000; // the least delay of the radio

  private final BeatClock clock = new BeatClock();
  private final Random random = new Random(6);
  private final List<Long> truth = new ArrayList<>();
  private final List<Long> told = new ArrayList<>();
  private long now = 5_000_000_000L;
  private int gaps;

  @Test
  void beatsThatComeLateAndInBurstsAreWhereTheyWere() {
    for (int i = 0; i < 400; i++) {
      notify(1 + random.nextInt(3), 0);
    }
    assertThat(gaps).isZero();
    double base = 0;
    for (int i = 60; i < told.size(); i++) {
      base += (told.get(i) - truth.get(i)) * 1e-6 / (told.size() - 60);
    }
    assertThat(base).isBetween(195.0, 260.0); // the least delay, which cannot be known
    for (int i = 60; i < told.size(); i++) {
      assertThat((told.get(i) - truth.get(i)) * 1e-6 - base).isBetween(-60.0, 60.0);
      assertThat(told.get(i)).isGreaterThan(told.get(i - 1));
    }
  }

  @Test
  void lostIntervalIsAGapAndTheTimesAreRightAgainAfterIt() {
    for (int i = 0; i < 60; i++) {
      notify(1, 0);
    }
    assertThat(gaps).isZero();
    notify(1, 2);
    for (int i = 0; i < 40; i++) {
      notify(1, 0);
    }
    assertThat(gaps).isEqualTo(1);
    int last = told.size() - 1;
    assertThat((told.get(last) - truth.get(last)) * 1e-6).isBetween(190.0, 350.0);
  }

  @Test
  void silenceIsAGap() {
    for (int i = 0; i < 20; i++) {
      notify(1, 0);
    }
    now += 30_000_000_000L;
    notify(2, 0);
    assertThat(gaps).isEqualTo(1);
  }

  /** A notification of some intervals; so many before them are lost. */
  private void notify(int count, int lost) {
    for (int i = 0; i < lost; i++) {
      now += interval() * 1_000_000L;
    }
    float[] intervals = new float[count];
    for (int i = 0; i < count; i++) {
      int ticks = Math.round(interval() * 1.024f);
      intervals[i] = ticks * 1000f / 1024;
      now += Math.round(intervals[i] * 1e6);
      truth.add(now);
    }
    double late = -Math.log(1 - random.nextDouble()) * 0.15;
    clock.arrived(now + BASE_NANOS + Math.round(late * 1e9), intervals, 0, count);
    gaps += clock.gap() ? 1 : 0;
    for (float each : intervals) {
      told.add(clock.next(each));
    }
  }

  private int interval() {
    return (int) (850 + 40 * random.nextGaussian());
  }
}
