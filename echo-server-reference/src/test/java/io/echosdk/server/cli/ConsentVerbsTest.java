package io.echosdk.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConsentVerbsTest {

  @TempDir Path folder;

  private final StringWriter complained = new StringWriter();

  private String run(int expectedCode, String... arguments) {
    StringWriter printed = new StringWriter();
    CommandLine line = EchoCommand.line();
    line.setOut(new PrintWriter(printed, true));
    line.setErr(new PrintWriter(complained, true));
    assertThat(line.execute(arguments)).as(complained.toString()).isEqualTo(expectedCode);
    return printed.toString();
  }

  private String consents() {
    return folder.resolve("mine").toString();
  }

  @Test
  void recordingPlaysUntilItsConsentIsTakenBack() {
    String file = folder.resolve("a.echo").toString();
    String[] record = {
      "record",
      "--source",
      "simulate",
      "--seconds",
      "5",
      "--consent",
      "Noor",
      "--consents",
      consents(),
      file
    };
    String[] replay = {"replay", file, "--consent", "Noor", "--consents", consents()};
    run(1, record);
    assertThat(complained.toString()).contains("no consent to record").doesNotContain("Noor");
    run(0, "consent", "grant", "Noor", "record", "visualise", "--consents", consents());
    run(0, record);
    assertThat(run(0, replay)).contains("heart_rate");
    run(1, "replay", file);
    run(0, "consent", "revoke", "Noor", "record", "--consents", consents());
    run(1, replay);
    assertThat(complained.toString()).contains("there is no key");
    assertThat(run(0, "consent", "list", "--json", "--consents", consents()).lines())
        .hasSize(3)
        .last()
        .asString()
        .contains("\"granted\":false");
  }

  @Test
  void liveSourceNeedsSomebodysConsent() {
    run(2, "record", "--source", "osc:5000", folder.resolve("a.echo").toString());
    assertThat(complained.toString()).contains("--consent NAME");
    assertThat(folder.resolve("a.echo")).doesNotExist();
  }
}
