package io.echosdk.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BodyVerbsTest {

  @TempDir Path folder;

  private final StringWriter complained = new StringWriter();

  private String run(int expectedCode, Object verb, String... arguments) {
    StringWriter printed = new StringWriter();
    CommandLine line = new CommandLine(verb);
    line.setOut(new PrintWriter(printed, true));
    line.setErr(new PrintWriter(complained, true));
    line.setExecutionExceptionHandler(
        (error, command, parsed) -> {
          complained.write(error.getMessage());
          return EchoCommand.FAILED;
        });
    assertThat(line.execute(arguments)).as(complained.toString()).isEqualTo(expectedCode);
    return printed.toString();
  }

  @Test
  void breathOfAColumnIsToldEverySecondAndSummedUp() throws IOException {
    Path belt = column(50, 60, t -> -Math.cos(2 * Math.PI * 0.2 * t));
    String[] lines =
        run(0, new BreathCommand(), belt.toString(), "--rate", "50", "--channel", "0", "--json")
            .split("\\R");
    assertThat(lines).hasSizeBetween(60, 62);
    assertThat(lines[50]).contains("\"ratePerMinute\":1").contains("\"phase\":0.");
    assertThat(lines[lines.length - 1]).contains("\"meanRatePerMinute\":1").contains("knownShare");
  }

  @Test
  void breathOfTheSimulatedSubjectStopsAfterItsSeconds() {
    String text = run(0, new BreathCommand(), "simulate:breaths=9", "--seconds", "40");
    assertThat(text.split("\\R")).hasSize(43);
    assertThat(text).contains("breaths/min").contains("known in");
  }

  @Test
  void bandsOfAColumnAreToldEverySecondAndSummedUp() throws IOException {
    Path wave = column(200, 20, t -> 20 * Math.sin(2 * Math.PI * 10 * t));
    String[] lines =
        run(0, new EegCommand(), wave.toString(), "--rate", "200", "--channel", "0", "--json")
            .split("\\R");
    assertThat(lines).hasSizeBetween(20, 22);
    assertThat(lines[lines.length - 1]).contains("\"alpha\":0.9").contains("knownShare");
    assertThat(lines[lines.length - 2]).contains("\"blink\":0").contains("\"confidence\":1.0");
  }

  @Test
  void stateOfSeveralSourcesTellsWhereEachValueComesFrom() {
    String[] sources = {"simulate:seed=7", "simulate:seed=7"};
    String text = run(0, new StateCommand(), sources[0], sources[1], "--seconds", "20", "--json");
    String[] lines = text.strip().split("\\R");
    JsonObject last = new JsonObject(lines[lines.length - 1]);
    assertThat(last.getJsonObject("heart_rate").getJsonArray("sources")).containsExactly(0, 1);
    assertThat(last.getJsonObject("rr_interval").getJsonArray("sources")).containsExactly(0);
    assertThat(last.getJsonObject("cadence").getJsonArray("sources")).isEmpty();
    String table = run(0, new StateCommand(), sources[0], sources[1], "--seconds", "20");
    assertThat(table.strip().split("\\R")[20]).contains(" @01 ").contains(" @0 ");
    assertThat(run(0, new StateCommand(), sources[0], "--seconds", "20")).doesNotContain("@");
  }

  @Test
  void stateOfALiveSourceAndARecordingHasNoClock() throws IOException {
    Path wave = column(20, 5, Math::sin);
    run(1, new StateCommand(), wave.toString(), "osc:9");
    assertThat(complained.toString()).contains("no clock in common");
  }

  @Test
  void wrongUseSaysWhatToDo() throws IOException {
    Path slow = column(20, 20, Math::sin);
    run(1, new EegCommand(), slow.toString(), "--rate", "20", "--channel", "0");
    assertThat(complained.toString()).contains("20.0 samples a second");
    run(2, new BreathCommand(), slow.toString(), "--channel", "-1");
    run(2, new BreathCommand(), slow.toString(), "--seconds", "0");
    run(1, new BreathCommand(), folder.resolve("nothing.csv").toString());
    assertThat(complained.toString()).contains("nothing.csv");
  }

  private Path column(int rateHz, int seconds, DoubleUnaryOperator wave) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < seconds * rateHz; i++) {
      double value = wave.applyAsDouble((double) i / rateHz);
      text.append(String.format(Locale.ROOT, "%.6f%n", value));
    }
    return Files.writeString(folder.resolve("wave.csv"), text);
  }
}
