package io.echosdk.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServedBodiesTest {

  @Test
  void roomNameAndSourceAreTakenApartAlsoWhereTheRoomHasSlashes() {
    ServedBodies.Argument body = ServedBodies.Argument.parse("hall/song/ana=simulate:seed=1");
    assertThat(body.room()).isEqualTo("hall/song");
    assertThat(body.name()).isEqualTo("ana");
    assertThat(body.source()).isEqualTo(new SourceArgument("simulate", "seed=1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "song", "song/ana", "ana=simulate", "song/=simulate", "/ana=simulate"})
  void whatNamesNoRoomOrNobodyIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> ServedBodies.Argument.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ROOM/NAME=SOURCE");
  }

  @Test
  void liveBodyIsRefusedBecauseItsConsentCouldNotEndIt() {
    assertThatThrownBy(() -> ServedBodies.Argument.parse("song/ana=ble:any"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("consent")
        .hasMessageContaining("RoomBodies");
  }
}
