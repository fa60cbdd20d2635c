package io.echosdk.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.echosdk.testing.TestFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A project from outside, compiled against the built jars and run with them, as an embedder would.
 */
@Tag("last")
class ConsumerTest {

  private static final Path SOURCES = TestFiles.root().resolve("docs/samples/src/test/consumer");

  @TempDir Path folder;

  @Test
  void aModuleOfAnEmbedderRunsOnTheModulePath() throws Exception {
    runsOnTheModulePath(Path.of(System.getProperty("java.home")));
  }

  @Test
  void aProgramOfAnEmbedderRunsOnTheClassPath() throws Exception {
    runsOnTheClassPath(Path.of(System.getProperty("java.home")));
  }

  @Test
  void bothRunOnTheOtherJdkToo() throws Exception {
    Path other = otherJdk();
    runsOnTheModulePath(other);
    runsOnTheClassPath(other);
  }

  @Test
  void aModuleCannotReachWhatIsNotExported() throws Exception {
    Path nosy = folder.resolve("nosy");
    Files.createDirectories(nosy.resolve("io/acme"));
    Files.copy(SOURCES.resolve("module-info.java"), nosy.resolve("module-info.java"));
    Files.writeString(
        nosy.resolve("io/acme/Nosy.java"),
        "package io.acme; class Nosy { io.echosdk.internal.Fft fft; }");

    Outcome compiled = compile(Path.of(System.getProperty("java.home")), nosy, "--module-path");

    assertThat(compiled.exitCode()).isNotZero();
    assertThat(compiled.output()).contains("io.echosdk.internal is not visible");
  }

  private void runsOnTheModulePath(Path jdk) throws Exception {
    assertThat(compile(jdk, SOURCES, "--module-path")).isEqualTo(new Outcome(0, ""));
    String path = libraries() + File.pathSeparator + classes("--module-path");
    assertThat(run(jdk, "--module-path", path, "--module", "io.acme.consumer/io.acme.Consumer"))
        .isEqualTo("module path, beats: true, sound: true");
  }

  private void runsOnTheClassPath(Path jdk) throws Exception {
    Path plain = folder.resolve("plain");
    Files.createDirectories(plain.resolve("io/acme"));
    Files.copy(SOURCES.resolve("io/acme/Consumer.java"), plain.resolve("io/acme/Consumer.java"));
    assertThat(compile(jdk, plain, "--class-path")).isEqualTo(new Outcome(0, ""));
    String path = libraries() + File.pathSeparator + classes("--class-path");
    assertThat(run(jdk, "--class-path", path, "io.acme.Consumer"))
        .isEqualTo("class path, beats: true, sound: true");
    try (Stream<Path> files = Files.walk(plain)) {
      files.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(File::delete);
    }
  }

  private Outcome compile(Path jdk, Path sources, String pathOption) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(jdk.resolve("bin/javac").toString());
    command.addAll(List.of(pathOption, libraries(), "-d", classes(pathOption).toString()));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(command::add);
    }
    return execute(command);
  }

  private Path classes(String pathOption) {
    return folder.resolve("classes" + pathOption);
  }

  private static String run(Path jdk, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(jdk.resolve("bin/java").toString()));
    command.addAll(List.of(arguments));
    Outcome outcome = execute(command);
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    return outcome.output().lines().filter(line -> line.contains("beats")).findFirst().orElse("");
  }

  /** The built jars and what they need at run time: nothing but the logging facade. */
  private static String libraries() throws IOException {
    List<String> jars = new ArrayList<>();
    for (String module : List.of("echo-api", "echo-biometric", "echo-audio")) {
      jars.add(builtJar(module).toString());
    }
    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.contains("slf4j-api"))
        .forEach(jars::add);
    return String.join(File.pathSeparator, jars);
  }

  private static Path builtJar(String module) throws IOException {
    try (Stream<Path> files = Files.list(TestFiles.root().resolve(module).resolve("target"))) {
      return files
          .filter(
              file -> file.getFileName().toString().matches(module + "-[0-9].*(?<!tests)\\.jar"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no jar of " + module + ": run verify"));
    }
  }

  private static Path otherJdk() {
    Path other = TestFiles.peer("echosdk.jdk25", "/usr/lib/jvm/temurin-25-jdk-amd64");
    if (Runtime.version().feature() >= 25) {
      other = TestFiles.peer("echosdk.jdk17", "/usr/lib/jvm/java-17-openjdk-amd64");
    }
    assumeTrue(Files.isExecutable(other.resolve("bin/javac")), other + " has no javac");
    return other;
  }

  private record Outcome(int exitCode, String output) {}

  private static Outcome execute(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output;
    try (var reader = process.inputReader()) {
      output = reader.lines().collect(Collectors.joining("\n"));
    }
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException(command + " did not end");
    }
    return new Outcome(process.exitValue(), output);
  }
}
