package io.echosdk.sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaybackSimulationTest {

  private static final long SEED = 1;

  @ParameterizedTest
  @ValueSource(strings = {"lan", "wifi", "bufferbloat"})
  void wherePathsAreEvenPlayersAreWithinTwoMilliseconds(String name) {
    PlaybackSimulation.Result result = run(SimulatedNetwork.named(name), 24);
    assertThat(result.p50Ms()).isLessThanOrEqualTo(0.3);
    assertThat(result.p99Ms()).isLessThanOrEqualTo(2);
    assertThat(result.seeksPerHour()).isEqualTo(result.stallsPerHour());
  }

  @ParameterizedTest
  @ValueSource(strings = {"wan", "mobile"})
  void whereTheyAreNotHalfOfTheDifferenceRemains(String name) {
    PlaybackSimulation.Result result = run(SimulatedNetwork.named(name), 24);
    assertThat(result.p99Ms()).isLessThanOrEqualTo(result.limitMs() + 1.5);
    assertThat(result.seeksPerHour()).isEqualTo(result.stallsPerHour());
  }

  @Test
  void theSameSeedGivesTheSameFigures() {
    assertThat(run(SimulatedNetwork.WIFI, 1)).isEqualTo(run(SimulatedNetwork.WIFI, 1));
  }

  @Test
  void networksThatCannotBeAreRefused() {
    assertThatThrownBy(() -> SimulatedNetwork.LAN.withBase(1, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("less than no time");
    assertThatThrownBy(() -> SimulatedNetwork.LAN.withLoss(1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SimulatedNetwork.named("avian"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bufferbloat");
    assertThatThrownBy(() -> run(SimulatedNetwork.LAN, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static PlaybackSimulation.Result run(SimulatedNetwork network, int hours) {
    return PlaybackSimulation.run(network, SEED, hours, hour -> {});
  }
}
