package io.echosdk.stream.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.stream.Rendition;
import io.echosdk.api.stream.StreamListener;
import io.echosdk.stream.testing.Ffprobe;
import io.echosdk.stream.testing.LoopedProgramme;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a recording when its process, or its disk, is gone. */
class CrashTest {

  @TempDir Path directory;

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted(Comparator.comparing(Path::getFileName)).toList();
    }
  }

  private Process child(List<String> prefix, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String modules = System.getProperty("jdk.module.path", "");
    String classes = System.getProperty("java.class.path", "");
    Path tests = Path.of("target", "test-classes").toAbsolutePath();
    command.addAll(
        List.of("-cp", String.join(java.io.File.pathSeparator, tests + "", modules, classes)));
    command.add(RecordingChild.class.getName());
    command.add(directory.toString());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static double secondsOf(Path file) {
    List<String> packets =
        Ffprobe.run(file, "-select_streams", "v", "-show_entries", "packet=pts_time");
    return Double.parseDouble(packets.get(packets.size() - 1).split("=")[1]);
  }

  @Test
  void killedRecordingPlaysUpToTheLastSecondAndIsCompletedByTheNextStart() throws Exception {
    Process child = child(List.of(), "300", "realtime");
    double reached = 0;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("at ")) {
          reached = Long.parseLong(line.substring(3)) / 1e9;
        }
        if (reached > 3.4) {
          child.destroyForcibly(); // SIGKILL
          break;
        }
      }
    }
    assertThat(child.waitFor()).isNotZero();

    assertThat(files()).singleElement().asString().endsWith(".mp4.part");
    Path part = files().get(0);
    Path copy = Files.copy(part, directory.resolve("copy.mp4"));
    assertThat(secondsOf(copy)).as("plays as it is").isGreaterThan(reached - 1);
    Files.delete(copy);

    List<Path> recovered = new ArrayList<>();
    new Leftovers(directory)
        .recover(
            new StreamListener() {
              @Override
              public void onRecorded(Path file) {
                recovered.add(file);
              }
            });
    assertThat(files()).isEqualTo(recovered).hasSize(1);
    assertThat(recovered.get(0).getFileName().toString()).endsWith("-0000.mp4");
    assertThat(secondsOf(recovered.get(0))).isGreaterThan(reached - 1);
    assertThat(Ffprobe.decode(recovered.get(0), "-f", "null", "-")).isEmpty();
  }

  @Test
  void fullDiskIsToldOnceAndWhatWasRecordedPlays() throws Exception {
    Path bash = Path.of("/bin/bash");
    assumeTrue(Files.exists(bash), "needs a shell that limits the size of files");
    // 512-byte blocks in POSIX mode, 1024 in bash: either way the file ends within the first piece
    List<String> limited = List.of(bash.toString(), "-c", "ulimit -f 1000; exec \"$0\" \"$@\"");
    Process child = child(limited, "600", "fast");
    String text = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(text).isZero();
    List<String> troubles = text.lines().filter(line -> line.startsWith("trouble")).toList();
    assertThat(troubles).singleElement().asString().startsWith("trouble STORAGE");
    assertThat(troubles.get(0)).contains(directory.toString()).contains("free some space");
    assertThat(text).contains("at " + 599 * 1_000_000_000L / 30).contains("done");
    assertThat(files()).singleElement().asString().endsWith(".mp4");
    assertThat(Ffprobe.decode(files().get(0), "-f", "null", "-")).isEmpty();
    assertThat(secondsOf(files().get(0))).isGreaterThan(2);
  }

  @Test
  void fileThatIsBeingWrittenIsNoLeftover() throws Exception {
    try (EchoRuntime runtime = EchoRuntime.create();
        Recorder recorder = Recorder.into(directory, runtime, new StreamListener() {})) {
      LoopedProgramme programme = new LoopedProgramme(Rendition.HD_720P30, 10);
      recorder.header(programme.header());
      programme.play(60, recorder, block -> {});
      while (files().isEmpty() || Files.size(files().get(0)) == 0) {
        Thread.onSpinWait();
      }
      new Leftovers(directory).recover(new StreamListener() {});
      assertThat(files()).singleElement().asString().endsWith(".part");
    }
    assertThat(files()).singleElement().asString().endsWith(".mp4");
  }
}
