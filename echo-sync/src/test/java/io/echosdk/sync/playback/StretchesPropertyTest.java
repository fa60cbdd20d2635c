package io.echosdk.sync.playback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StretchesPropertyTest {

  private static final double MILLI = 1e6;
  private static final long MINUTE = 60_000_000_000L;
  private static final double NEW_ROUTE = 3;

  @Test
  void aRouteThatIsLongerFromTheBeginningChangesNothing() {
    for (long seed = 1; seed <= 50; seed++) {
      Stretch[] drawn = drawn(seed);
      Stretch[] longer = drawn.clone();
      Arrays.setAll(longer, i -> moved(drawn[i], 0, 30 * MILLI));
      for (double offset = -20 * MILLI; offset <= 20 * MILLI; offset += MILLI) {
        assertThat(remembered(longer).cost(offset, 3e-6))
            .as("seed %d", seed)
            .isCloseTo(remembered(drawn).cost(offset, 3e-6), within(1e-6));
      }
    }
  }

  @Test
  void anotherOffsetOfAllStretchesMovesTheLineByIt() {
    for (long seed = 1; seed <= 50; seed++) {
      Stretch[] drawn = drawn(seed);
      Stretch[] later = drawn.clone();
      Arrays.setAll(later, i -> moved(drawn[i], 7 * MILLI, 0));
      for (double offset = -20 * MILLI; offset <= 20 * MILLI; offset += MILLI) {
        assertThat(remembered(later).cost(offset + 7 * MILLI, 3e-6))
            .as("seed %d", seed)
            .isCloseTo(remembered(drawn).cost(offset, 3e-6), within(1e-6));
      }
    }
  }

  @Test
  void aNewRouteCostsTheSameHoweverDifferentItIs() {
    for (long seed = 1; seed <= 50; seed++) {
      Stretch[] drawn = drawn(seed);
      int changes = 1 + new SplittableRandom(seed).nextInt(drawn.length - 1);
      double most = Double.NEGATIVE_INFINITY;
      double least = Double.POSITIVE_INFINITY;
      for (double longer : new double[] {-500, -100, 100, 500, 5000}) {
        Stretch[] changed = drawn.clone();
        for (int i = changes; i < changed.length; i++) {
          changed[i] = moved(drawn[i], 0, longer * MILLI);
        }
        double cost = remembered(changed).cost(0, 0);
        most = Math.max(most, cost);
        least = Math.min(least, cost);
      }
      assertThat(most - least).as("seed %d", seed).isBetween(0.0, 1e-6);
      assertThat(Math.abs(most - remembered(drawn).cost(0, 0)))
          .as("seed %d", seed)
          .isLessThan(2 * NEW_ROUTE); // those after it are compared with fewer
    }
  }

  @Test
  void waitsBecomeLessLikelyTheLongerTheyAreAndNeverImpossible() {
    for (long seed = 1; seed <= 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double[] waits = waits(random, 1 + random.nextInt(30), 4 * MILLI);
      Waits summary = Waits.of(waits, 4 * MILLI);
      double before = 0;
      assertThat(summary.surprise(0)).isZero();
      for (double longer = 0.01 * MILLI; longer < 1000 * MILLI; longer *= 2) {
        double surprise = summary.surprise(longer);
        assertThat(surprise).as("seed %d", seed).isGreaterThan(before).isLessThan(summary.most());
        assertThat(summary.slope(longer))
            .as("seed %d", seed)
            .isCloseTo((summary.surprise(longer + 10) - surprise) / 10, within(1e-9));
        before = surprise;
      }
    }
  }

  @Test
  void theUsualWaitFallsWithOneOfEightStretchesAndRisesByATenthAStretch() {
    SplittableRandom random = new SplittableRandom(5);
    UsualWait usual = new UsualWait();
    for (int i = 0; i < 7; i++) {
      usual.add(waits(random, 30, 100 * MILLI));
    }
    double[] fast = waits(random, 30, MILLI);
    double after = usual.nanos(fast);
    assertThat(after).isBetween(0.6 * MILLI, 2 * MILLI);
    usual.add(fast);
    for (int i = 0; i < 60; i++) {
      double[] slow = waits(random, 30, 100 * MILLI);
      double before = usual.nanos(slow);
      usual.add(slow);
      assertThat(usual.nanos(slow)).isLessThanOrEqualTo(1.1 * before + 1);
    }
    assertThat(usual.nanos(fast)).isGreaterThan(10 * MILLI);
  }

  /** Shows stretches as if each had been seen to its end. */
  private static Stretches remembered(Stretch[] drawn) {
    Stretches stretches = new Stretches();
    for (int i = 0; i < drawn.length; i++) {
      if (i > 0) {
        stretches.keep();
      }
      stretches.show(drawn[i], drawn[i].atNanos());
    }
    return stretches;
  }

  private static Stretch[] drawn(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Stretch[] drawn = new Stretch[2 + random.nextInt(60)];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] =
          new Stretch(
              i * MINUTE,
              MILLI * (random.nextDouble() - 0.5),
              MILLI * (50 + random.nextDouble()),
              waits(random, 20, 5 * MILLI),
              waits(random, 20, 3 * MILLI));
    }
    return drawn;
  }

  private static Stretch moved(Stretch stretch, double offset, double way) {
    return new Stretch(
        stretch.atNanos(),
        stretch.offset() + offset,
        stretch.way() + way,
        stretch.waitsUp(),
        stretch.waitsDown());
  }

  private static double[] waits(SplittableRandom random, int count, double mean) {
    double[] waits = new double[count];
    for (int i = 1; i < count; i++) {
      waits[i] = -mean * Math.log(1 - random.nextDouble());
    }
    Arrays.sort(waits);
    return waits;
  }
}
