package io.echosdk.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ToneCommandTest {

  private static final int HEADER_BYTES = 58;

  @TempDir Path folder;

  private final StringWriter printed = new StringWriter();
  private final StringWriter complained = new StringWriter();
  private final CommandLine line = new CommandLine(new ToneCommand());

  @BeforeEach
  void listen() {
    line.setOut(new PrintWriter(printed, true));
    line.setErr(new PrintWriter(complained, true));
  }

  @Test
  void everyProgramIsWrittenForAsLongAsAsked() throws IOException {
    for (String program : new String[] {"bowl", "binaural", "sine"}) {
      Path file = folder.resolve(program + ".wav");
      int code = run("--program", program, "--seconds", "5", "--out", file.toString());
      assertThat(code).as(complained.toString()).isZero();
      assertThat(Files.size(file)).isEqualTo(HEADER_BYTES + 5 * 48_000 * 6);
      assertThat(printed.toString()).contains(program + ".wav  5.0 s  48000 Hz");
    }
  }

  @Test
  void equalInputGivesAnEqualFile() throws IOException {
    Path first = folder.resolve("first.wav");
    Path second = folder.resolve("second.wav");
    run("--seconds", "6", "--out", first.toString());
    run("--seconds", "6", "--out", second.toString());
    assertThat(first).hasSameBinaryContentAs(second);
  }

  @Test
  void fileBeginsAndEndsInSilence() throws IOException {
    Path file = folder.resolve("calm.wav");
    run("--seconds", "8", "--out", file.toString());
    byte[] bytes = Files.readAllBytes(file);
    assertThat(loudest(bytes, HEADER_BYTES, 48)).isLessThan(1e-3);
    assertThat(loudest(bytes, HEADER_BYTES + 4 * 48_000 * 6, 4800)).isGreaterThan(1e-2);
    assertThat(loudest(bytes, bytes.length - 48 * 6, 48)).isLessThan(1e-3);
  }

  @Test
  void missingRecordingIsNamedAndNothingIsWritten() throws IOException {
    String out = folder.resolve("x.wav").toString();
    int code = EchoCommand.run("tone", "--biometrics", "no-such.hea", "--out", out);
    assertThat(code).isEqualTo(1);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void wrongUseIsExplained() {
    assertThat(run("--out", "x.mp3")).isEqualTo(2);
    assertThat(complained.toString()).contains(".wav file but is x.mp3");
    assertThat(run("--seconds", "1", "--out", "x.wav")).isEqualTo(2);
    assertThat(complained.toString()).contains("4 to 86400 but is 1");
    assertThat(EchoCommand.run("tone", "--frequency", "9", "--out", "x.wav")).isEqualTo(2);
  }

  private int run(String... arguments) {
    return line.execute(arguments);
  }

  private static double loudest(byte[] bytes, int from, int frames) {
    double loudest = 0;
    for (int at = from; at < from + frames * 6; at += 3) {
      int sample = (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8 | bytes[at + 2] << 16;
      loudest = Math.max(loudest, Math.abs(sample) / 8388608.0);
    }
    return loudest;
  }
}
