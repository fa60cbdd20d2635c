package io.echosdk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.ffmpeg.ffprobe;
import org.bytedeco.javacpp.Loader;

/** The programs that come with the natives, as judges from outside. */
final class Ffmpeg {

  private Ffmpeg() {}

  /** Starts {@code ffmpeg}; the caller ends it. Its output goes into a log file. */
  static Process start(Path log, String... arguments) throws IOException {
    return launch(Loader.load(ffmpeg.class), log, arguments);
  }

  /** Runs {@code ffmpeg} to its end. */
  static void run(Path log, String... arguments) throws IOException, InterruptedException {
    Process process = start(log, arguments);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ffmpeg ends").isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
  }

  /** Returns what {@code ffprobe -v error -of csv=p=0} prints, line by line. */
  static List<String> probe(Path folder, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-v", "error", "-of", "csv=p=0"));
    all.addAll(List.of(arguments));
    Path log = Files.createTempFile(folder, "probe", ".txt");
    Process process = launch(Loader.load(ffprobe.class), log, all.toArray(String[]::new));
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ffprobe ends").isTrue();
    return Files.readAllLines(log);
  }

  private static Process launch(String program, Path log, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    return TestFiles.bundled(command).redirectOutput(log.toFile()).start();
  }
}
