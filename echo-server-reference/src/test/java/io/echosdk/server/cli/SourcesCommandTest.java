package io.echosdk.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.biometric.ReplayOptions;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SourcesCommandTest {

  @Test
  void everyTransportSaysWhetherItIsHereAndWhatToDoOtherwise() {
    StringWriter printed = new StringWriter();
    CommandLine line = new CommandLine(new SourcesCommand());
    line.setOut(new PrintWriter(printed, true));
    assertThat(line.execute("--json")).isZero();
    String[] lines = printed.toString().split("\\R");
    assertThat(lines).hasSize(4);
    for (String each : lines) {
      JsonObject reach = new JsonObject(each);
      assertThat(reach.getString("reason")).isNotEmpty();
      assertThat(reach.getString("remedy").isEmpty()).isEqualTo(reach.getBoolean("present"));
    }
    assertThat(new JsonObject(lines[0]).getBoolean("present")).isTrue();
  }

  @Test
  void aDeviceIsNamedByItsSchemeAndIsLive() {
    for (String text : new String[] {"osc:0", "ws:0", "lsl:x", "ble:any", "polar:any"}) {
      assertThat(SourceArgument.parse(text).live()).as(text).isTrue();
    }
    try (EchoRuntime runtime = EchoRuntime.create();
        BiometricSource source =
            SourceArgument.parse("osc:0").open(ReplayOptions.recordedSpeed(), runtime)) {
      assertThat(source.signals()).extracting(Signal::kind).contains(SignalKind.EEG);
    }
  }

  @Test
  void addressesThatAreNoneSayWhatBelongsThere() {
    try (EchoRuntime runtime = EchoRuntime.create()) {
      for (String text :
          List.of("osc:x", "osc:70000", "ws:0/brain@5", "ws:0/ecg@", "polar:any/brain")) {
        assertThatThrownBy(
                () -> SourceArgument.parse(text).open(ReplayOptions.recordedSpeed(), runtime))
            .as(text)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(" no ");
      }
    }
  }

  @Test
  void signalsAreKindRateAndChannels() {
    assertThat(LiveArguments.streams("ppg,ppi"))
        .containsExactlyInAnyOrder(SignalKind.PPG, SignalKind.RR);
    assertThat(LiveArguments.signals("rr,ecg@130,acc@52.5x3"))
        .extracting(each -> each.name() + " " + each.sampleRateHz() + " " + each.channels().size())
        .containsExactly("rr 1.0 1", "ecg 130.0 1", "acc 52.5 3");
  }
}
