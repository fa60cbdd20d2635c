package io.echosdk.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class VisualCommandTest {

  private static final int FRAME_BYTES = 320 * 180 * 3 / 2;

  @TempDir Path folder;

  private final StringWriter complained = new StringWriter();

  private String run(int expectedCode, String... arguments) {
    StringWriter printed = new StringWriter();
    CommandLine line = new CommandLine(new VisualCommand());
    line.setOut(new PrintWriter(printed, true));
    line.setErr(new PrintWriter(complained, true));
    line.setExecutionExceptionHandler(
        (error, command, parsed) -> {
          complained.write(error.toString());
          return EchoCommand.FAILED;
        });
    String[] small = {"--size", "320x180", "--particles", "3000"};
    String[] all = Arrays.copyOf(small, small.length + arguments.length);
    System.arraycopy(arguments, 0, all, small.length, arguments.length);
    assertThat(line.execute(all)).as(complained.toString()).isEqualTo(expectedCode);
    return printed.toString();
  }

  @Test
  void everyFrameIsWrittenAndItsPictureIsNotEmpty() throws IOException {
    Path file = folder.resolve("a.nv12");
    run(0, "--frames", "40", "--out", file.toString());
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes).hasSize(40 * FRAME_BYTES);
    int brightest = 0;
    for (int i = 39 * FRAME_BYTES; i < 39 * FRAME_BYTES + 320 * 180; i++) {
      brightest = Math.max(brightest, bytes[i] & 0xff);
    }
    assertThat(brightest).isBetween(150, 235);
    assertThat(folder.resolve("a.nv12.part")).doesNotExist();
  }

  @Test
  void equalSeedGivesEqualBytesForEveryNumberOfThreadsAndAnotherSeedDoesNot() {
    String one = run(0, "--frames", "20", "--seed", "5", "--crc");
    String seven = run(0, "--frames", "20", "--seed", "5", "--threads", "7", "--crc");
    String other = run(0, "--frames", "20", "--seed", "6", "--crc");
    assertThat(one.lines()).hasSize(21);
    assertThat(seven).isEqualTo(one);
    assertThat(other).isNotEqualTo(one);
  }

  @Test
  void y4mHoldsTheSamePicturesWithPlanarChroma() throws IOException {
    Path nv12 = folder.resolve("a.nv12");
    Path y4m = folder.resolve("a.y4m");
    run(0, "--frames", "3", "--out", nv12.toString());
    run(0, "--frames", "3", "--out", y4m.toString());
    byte[] raw = Files.readAllBytes(nv12);
    byte[] file = Files.readAllBytes(y4m);
    String header = "YUV4MPEG2 W320 H180 F30:1 Ip A1:1 C420mpeg2 XCOLORRANGE=LIMITED\n";
    byte[] start = (header + "FRAME\n").getBytes(StandardCharsets.US_ASCII);
    assertThat(Arrays.copyOf(file, start.length)).isEqualTo(start);
    assertThat(file).hasSize(header.length() + 3 * (6 + FRAME_BYTES));
    int at = header.length() + 2 * (6 + FRAME_BYTES) + 6; // the third picture
    int luma = 320 * 180;
    for (int i = 0; i < luma; i++) {
      assertThat(file[at + i]).isEqualTo(raw[2 * FRAME_BYTES + i]);
    }
    for (int i = 0; i < luma / 4; i++) {
      assertThat(file[at + luma + i]).isEqualTo(raw[2 * FRAME_BYTES + luma + 2 * i]);
      assertThat(file[at + luma + luma / 4 + i]).isEqualTo(raw[2 * FRAME_BYTES + luma + 2 * i + 1]);
    }
  }

  @Test
  void wrongUseIsToldInOneSentenceAndLeavesNothing() throws IOException {
    for (List<String> wrong :
        List.of(
            List.of("--size", "12by8", "--crc"),
            List.of("--size", "321x180", "--crc"),
            List.of("--backend", "vulcan", "--crc"),
            List.of("--frames", "0", "--crc"),
            List.of("--out", folder.resolve("a.mp4").toString()),
            List.<String>of())) {
      complained.getBuffer().setLength(0);
      CommandLine line = new CommandLine(new VisualCommand());
      line.setErr(new PrintWriter(complained, true));
      assertThat(line.execute(wrong.toArray(String[]::new))).isEqualTo(2);
      assertThat(complained.toString().lines().findFirst().orElse("")).isNotBlank();
    }
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void folderThatIsNotThereFailsWithASentenceThatNamesIt() {
    Path file = folder.resolve("absent/a.nv12");
    run(EchoCommand.FAILED, "--frames", "1", "--out", file.toString());
    assertThat(complained.toString())
        .contains("cannot write " + file)
        .contains("its folder is not there");
  }

  @Test
  void recordingThatIsNotThereLeavesNoFile() {
    Path file = folder.resolve("a.nv12");
    run(EchoCommand.FAILED, "--biometrics", "absent.hea", "--out", file.toString());
    assertThat(file).doesNotExist();
    assertThat(folder.resolve("a.nv12.part")).doesNotExist();
  }
}
