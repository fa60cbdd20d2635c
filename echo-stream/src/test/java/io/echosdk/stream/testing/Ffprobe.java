package io.echosdk.stream.testing;

import io.echosdk.testing.TestFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;

/** FFmpeg's own reader, from the jar with the natives: somebody else's opinion of our files. */
public final class Ffprobe {

  private Ffprobe() {}

  /** Runs ffprobe; returns its lines, and fails on any complaint. */
  public static List<String> run(Path file, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Loader.load(org.bytedeco.ffmpeg.ffprobe.class));
    command.addAll(List.of("-v", "error", "-of", "compact=p=0"));
    command.addAll(List.of(options));
    command.add(file.toString());
    return lines(command);
  }

  /** Decodes everything in a file with the ffmpeg program; fails on any complaint. */
  public static List<String> decode(Path file, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class));
    command.addAll(List.of("-v", "error", "-xerror", "-i", file.toString()));
    command.addAll(List.of(options));
    return lines(command);
  }

  private static List<String> lines(List<String> command) {
    try {
      Process process = TestFiles.bundled(command).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError(String.join(" ", command) + " says:\n" + text);
      }
      return text.lines().toList();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
