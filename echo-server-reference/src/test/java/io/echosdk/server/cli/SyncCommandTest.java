package io.echosdk.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SyncCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void anHourEndsWithTheKeysThatProgrammesRead() {
    assertThat(run("sync", "simulate", "--network", "lan", "--hours", "1", "--json")).isZero();
    assertThat(out.toString())
        .contains("\"p50Ms\":0.", "\"p99Ms\":", "\"seeksPerHour\":", "\"rateMovesPerHour\":");
  }

  @Test
  void aNetworkOfOnesOwnIsMadeFromANamedOne() {
    String[] arguments = {
      "sync", "simulate", "--hours", "1", "--latency", "30", "--asymmetry", "9"
    };
    assertThat(run(arguments)).isZero();
    assertThat(out.toString()).contains("4.5 ms cannot be undercut");
  }

  @Test
  void wrongUseIsSaidInOneSentence() {
    assertThat(run("sync", "simulate", "--network", "pigeon")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no network pigeon").hasLineCount(1);
    assertThat(run("sync", "simulate", "--hours", "0")).isEqualTo(2);
    assertThat(run("sync", "simulate", "--latency", "1", "--asymmetry", "9")).isEqualTo(2);
  }

  private int run(String... arguments) {
    CommandLine line = EchoCommand.line();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }
}
