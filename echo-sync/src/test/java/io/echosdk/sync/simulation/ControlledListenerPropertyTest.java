package io.echosdk.sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.sync.playback.Timeline;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks drawn at random: what a listener says of its clock has to be true on all of them. */
class ControlledListenerPropertyTest {

  private static final int NETWORKS = 12;
  private static final long MINUTES = 20;

  @ParameterizedTest
  @CsvSource({"0, 0", "300, 0", "0, 100", "300, 100"})
  void theBoundHoldsTheClocksErrorNinetyNinePercentOfTheTime(
      double bloatMs, double handoverSeconds) {
    long seed = Math.round(1000 + bloatMs + handoverSeconds);
    SplittableRandom random = new SplittableRandom(seed);
    long readings = 0;
    long held = 0;
    for (int i = 0; i < NETWORKS; i++) {
      SimulatedNetwork network = network(random, bloatMs, handoverSeconds);
      SimulatedPlayer player = new SimulatedPlayer(random.split(), programme());
      ControlledListener listener =
          new ControlledListener(
              random.split(), new SimulatedPath(network, random.split()), player, programme());
      long steps = MINUTES * 60_000_000_000L / SimulatedPlayer.STEP_NANOS;
      for (long step = 1; step <= steps; step++) {
        player.step();
        listener.act();
        if (step % 100 == 0 && listener.clock().ready()) {
          long told = listener.clock().serverNanos(player.local(player.trueNanos()));
          long error = Math.abs(told - player.trueNanos());
          readings++;
          held += error <= listener.clock().errorBoundNanos() ? 1 : 0;
        }
      }
    }
    assertThat(readings).isGreaterThan(NETWORKS * MINUTES * 55);
    assertThat((double) held / readings).as("seed %d", seed).isGreaterThanOrEqualTo(0.99);
  }

  private static SimulatedNetwork network(
      SplittableRandom random, double bloatMs, double handoverSeconds) {
    double latencyMs = 2 + 80 * random.nextDouble();
    return new SimulatedNetwork(
        "drawn",
        latencyMs,
        latencyMs * (random.nextDouble() - 0.5),
        15 * random.nextDouble(),
        15 * random.nextDouble(),
        0.1 * random.nextDouble(),
        100,
        0.2 * random.nextDouble(),
        bloatMs,
        20 + 200 * random.nextDouble(),
        handoverSeconds);
  }

  private static Timeline programme() {
    return new Timeline(1, Timeline.Phase.PLAYING, 1, 3_000_000_000L, 0, 1);
  }
}
