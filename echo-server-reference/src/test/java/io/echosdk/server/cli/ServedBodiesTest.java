package io.echosdk.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.biometric.ConsentException;
import io.echosdk.api.biometric.ConsentException.Reason;
import io.echosdk.api.biometric.Purpose;
import io.echosdk.biometric.Consent;
import io.echosdk.biometric.ConsentText;
import io.echosdk.sync.room.RoomClient;
import io.echosdk.sync.room.Rooms;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(120)
class ServedBodiesTest {

  @TempDir private Path folder;

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

  private ConsentFolder consents() {
    return CommandLine.populateCommand(new ConsentFolder(), "--consents", folder.toString());
  }

  private static boolean shows(RoomClient somebody, String name) {
    return somebody.awareness().states().values().stream()
        .map(JsonObject::new)
        .anyMatch(state -> state.getJsonObject("bodies", new JsonObject()).containsKey(name));
  }

  private static void until(BooleanSupplier wanted) {
    while (!wanted.getAsBoolean()) { // at most until the timeout of the class
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void liveBodyIsShownUntilItsConsentIsTakenBackElsewhereAndOthersStay() throws Exception {
    List<ServedBodies.Argument> bodies =
        List.of(
            ServedBodies.Argument.parse("song/ana=simulate:seed=1"),
            ServedBodies.Argument.parse("song/noor=osc:0"));
    try (EchoRuntime runtime = EchoRuntime.create();
        Rooms rooms = Rooms.builder(runtime).build();
        RoomClient somebody = RoomClient.builder(rooms, "song").join()) {
      somebody.synced().toCompletableFuture().get(30, TimeUnit.SECONDS);
      assertThatThrownBy(() -> ServedBodies.show(runtime, rooms, consents(), bodies))
          .isInstanceOfSatisfying(
              ConsentException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_GIVEN));
      Consent elsewhere = consents().open().of("noor");
      elsewhere.grant(Purpose.VISUALISE, ConsentText.first("test"));
      elsewhere.grant(Purpose.SHARE, ConsentText.first("test"));
      try (ServedBodies served = ServedBodies.show(runtime, rooms, consents(), bodies)) {
        until(() -> shows(somebody, "noor") && shows(somebody, "ana"));
        assertThat(runtime.liveThreads()).anyMatch(name -> name.contains("osc"));
        elsewhere.revokeAll();
        until(() -> !shows(somebody, "noor"));
        until(() -> runtime.liveThreads().stream().noneMatch(name -> name.contains("osc")));
        assertThat(shows(somebody, "ana")).isTrue();
      }
    }
  }
}
