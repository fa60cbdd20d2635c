package io.echosdk.stream.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.stream.StreamException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An application that forgot the optional dependency, or only its natives. */
class NativesTest {

  /** Tells what {@link Natives#require()} says. */
  static final class Child {

    private Child() {}

    public static void main(String[] arguments) {
      for (int i = 0; i < 2; i++) {
        try {
          Natives.require();
          System.out.println("loaded");
        } catch (StreamException e) {
          System.out.println(e.kind() + " " + e.getMessage());
        }
      }
    }
  }

  private static List<String> childWithout(Predicate<String> left) throws Exception {
    String path =
        Stream.of("jdk.module.path", "java.class.path")
            .flatMap(name -> Arrays.stream(System.getProperty(name, "").split(File.pathSeparator)))
            .filter(entry -> !entry.isEmpty() && !left.test(Path.of(entry).getFileName() + ""))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-cp", Path.of("target", "test-classes").toAbsolutePath() + File.pathSeparator + path));
    command.add(Child.class.getName());
    return output(command);
  }

  private static List<String> output(List<String> command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text.lines().toList();
  }

  @Test
  void withoutTheLibraryTheMessageNamesTheArtifactEveryTime() throws Exception {
    assertThat(childWithout(jar -> jar.startsWith("ffmpeg") || jar.startsWith("javacpp")))
        .hasSize(2)
        .allMatch(line -> line.startsWith("NO_NATIVE "))
        .allMatch(line -> line.contains("add org.bytedeco:ffmpeg:8.0.1-1.5.13"));
  }

  @Test
  void withoutTheNativesTheMessageNamesTheClassifierEveryTime() throws Exception {
    assertThat(childWithout(jar -> jar.matches("(ffmpeg|javacpp).*-(linux|mac|win).*")))
        .hasSize(2)
        .allMatch(line -> line.startsWith("NO_NATIVE "))
        .allMatch(line -> line.contains(io.echosdk.internal.Defaults.platform()));
  }
}
