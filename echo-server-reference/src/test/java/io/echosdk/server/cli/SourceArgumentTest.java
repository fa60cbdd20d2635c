package io.echosdk.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SourceArgumentTest {

  @Test
  void whatHasNoKnownSchemeIsAFile() {
    assertThat(SourceArgument.parse("C:\\data\\100.hea"))
        .isEqualTo(new SourceArgument("file", "C:\\data\\100.hea"));
    assertThat(SourceArgument.parse("file:100.hea"))
        .isEqualTo(new SourceArgument("file", "100.hea"));
    assertThat(SourceArgument.parse("file")).isEqualTo(new SourceArgument("file", "file"));
  }

  @Test
  void simulationTakesSettings() {
    assertThat(SourceArgument.parse("sim")).isEqualTo(new SourceArgument("simulate", ""));
    assertThat(SourceArgument.parse("simulate:seed=7"))
        .isEqualTo(new SourceArgument("simulate", "seed=7"));
    assertThat(SourceArgument.simulated("seed=7, bpm=70,breaths=10").signals()).isNotEmpty();
    assertThatThrownBy(() -> SourceArgument.simulated("mood=calm"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mood=calm");
    assertThatThrownBy(() -> SourceArgument.simulated("bpm=5"))
        .hasMessageContaining("heartRateBpm");
  }
}
