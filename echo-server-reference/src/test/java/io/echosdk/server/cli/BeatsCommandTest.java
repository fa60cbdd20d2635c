package io.echosdk.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.testing.TestFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BeatsCommandTest {

  @TempDir Path folder;

  private final StringWriter complained = new StringWriter();

  private String run(int expectedCode, String... arguments) {
    StringWriter printed = new StringWriter();
    CommandLine line = new CommandLine(new BeatsCommand());
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
  void everyBeatOfARecordIsAnObjectOnALine() {
    Path record = TestFiles.data("biometric/mitdb/115.hea");
    String[] lines = run(0, record.toString(), "--json").split("\\R");
    assertThat(lines).hasSizeBetween(1940, 1955); // 1953 are marked; two seconds are for learning
    assertThat(lines)
        .allMatch(
            line ->
                line.matches(
                    "\\{\"sample\":\\d+\\.\\d+,\"seconds\":\\d+\\.\\d+,\"confidence\":[01]\\.\\d+,"
                        + "\"decisionDelayMs\":\\d+\\.\\d,\"kind\":\"[A-Z]+\"}"));
  }

  @Test
  void sameBeatsAreToldFirstAndForGoodAtPlacesThatDifferByMillisecondsOnly() {
    String record = TestFiles.data("biometric/mitdb/106.hea").toString();
    double[] last = seconds(run(0, record, "--json"));
    double[] first = seconds(run(0, record, "--json", "--first"));
    assertThat(first).hasSameSizeAs(last);
    int moved = 0;
    for (int i = 0; i < last.length; i++) {
      assertThat(last[i]).isCloseTo(first[i], within(0.15));
      moved += last[i] == first[i] ? 0 : 1;
    }
    assertThat(moved).isPositive();
  }

  private static double[] seconds(String lines) {
    return lines
        .lines()
        .mapToDouble(line -> Double.parseDouble(line.replaceAll(".*\"seconds\":([0-9.]+).*", "$1")))
        .toArray();
  }

  @Test
  void columnOfNumbersNeedsItsRate() throws IOException {
    StringBuilder wave = new StringBuilder();
    for (int i = 0; i < 20 * 200; i++) {
      double t = i / 200.0 - Math.rint(i / 200.0);
      wave.append(String.format(Locale.ROOT, "%.5f%n", Math.exp(-t * t / (2 * 0.015 * 0.015))));
    }
    Path file = Files.writeString(folder.resolve("heart.csv"), wave);
    assertThat(run(0, file.toString(), "--rate", "200").split("\\R")).hasSizeBetween(16, 18);
    run(EchoCommand.FAILED, file.toString());
    assertThat(complained.toString()).contains("--rate HZ");
  }

  @Test
  void wrongChannelIsAnsweredWithThoseThatThereAre() {
    Path record = TestFiles.data("biometric/mitdb/101.hea");
    run(EchoCommand.FAILED, record.toString(), "--channel", "7");
    assertThat(complained.toString()).contains("channels 0 MLII, 1 V1; asked for 7");
  }

  @Test
  void negativeChannelIsWrongUse() {
    run(CommandLine.ExitCode.USAGE, "x.hea", "--channel", "-3");
    run(CommandLine.ExitCode.USAGE, "x.hea", "--channel", "-1");
  }

  @Test
  void rateThatIsNoneIsWrongUse() {
    for (String rate : new String[] {"0", "-100", "NaN", "1e300"}) {
      run(CommandLine.ExitCode.USAGE, "x.csv", "--rate", rate);
    }
    assertThat(complained.toString()).contains("--rate must be above 0");
  }
}
