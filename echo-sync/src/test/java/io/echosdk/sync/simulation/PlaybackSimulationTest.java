package io.echosdk.sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaybackSimulationTest {

  private static final long SEED = 1;

  @ParameterizedTest
  @CsvSource({"lan, 4", "wifi, 4", "bufferbloat, 24"})
  void wherePathsAreEvenPlayersAreWithinTwoMilliseconds(String name, int hours) {
    PlaybackSimulation.Result result = run(SimulatedNetwork.named(name), hours);
    assertThat(result.p50Ms()).isLessThanOrEqualTo(0.3);
    assertThat(result.p99Ms()).isLessThanOrEqualTo(2);
    assertThat(result.seeksPerHour()).isEqualTo(result.stallsPerHour());
  }

  @ParameterizedTest
  @CsvSource({"wan, 4", "mobile, 24"})
  void whereTheyAreNotHalfOfTheDifferenceRemains(String name, int hours) {
    PlaybackSimulation.Result result = run(SimulatedNetwork.named(name), hours);
    assertThat(result.p99Ms()).isLessThanOrEqualTo(result.limitMs() + 1.5);
    assertThat(result.seeksPerHour()).isEqualTo(result.stallsPerHour());
  }

  @ParameterizedTest
  @CsvSource({"lan", "mobile"})
  void listenersThatAreToldToJumpStayWithinTheFloor(String name) {
    PlaybackSimulation.Result result =
        PlaybackSimulation.run(
            PlaybackSimulation.Scheme.CORRECTED, SimulatedNetwork.named(name), SEED, 4, hour -> {});
    assertThat(result.p99Ms()).isBetween(100.0, 500.0);
    assertThat(result.rateMovesPerHour()).isZero();
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
