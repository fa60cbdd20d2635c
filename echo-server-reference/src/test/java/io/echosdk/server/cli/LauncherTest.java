package io.echosdk.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.testing.TestFiles;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a folder of its own that looks built, started as a person starts it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
@Timeout(120)
class LauncherTest {

  private static final String KEY = "live_8fe1-top-secret";

  @TempDir private Path root;
  private Path launcher;

  /** What a process said and how it ended. */
  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void copyTheLauncher() throws IOException {
    launcher = root.resolve("echo");
    Files.copy(TestFiles.root().resolve("echo"), launcher);
    Path target = Files.createDirectories(root.resolve("echo-server-reference/target"));
    Files.writeString(target.resolve("echo.classpath"), System.getProperty("java.class.path"));
  }

  @Test
  void anOldJavaIsNamedBeforeAnythingStarts() throws Exception {
    Path old = Files.createDirectories(root.resolve("jdk-11/bin")).resolve("java");
    Files.writeString(old, "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
    Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rwxr-xr-x"));
    Ended ended = end(start(Map.of("JAVA_HOME", root.resolve("jdk-11").toString()), "doctor"));
    assertThat(ended.code).isEqualTo(1);
    assertThat(ended.err.strip())
        .startsWith("echo: Echo needs Java 17 or newer")
        .contains("is Java 11")
        .doesNotContain("\n");
  }

  @Test
  void aJavaHomeWithoutJavaIsNamed() throws Exception {
    Ended ended = end(start(Map.of("JAVA_HOME", root.toString()), "doctor"));
    assertThat(ended.code).isEqualTo(1);
    assertThat(ended.err).contains("JAVA_HOME is " + root);
  }

  @Test
  void itWorksThroughALinkFromAnotherFolderAndKeepsArgumentsWhole() throws Exception {
    Path link = Files.createSymbolicLink(root.resolve("a link"), Path.of("echo"));
    Process process =
        new ProcessBuilder(link.toString(), "beats of\na heart", "--no-such")
            .directory(Path.of("/").toFile())
            .start();
    Ended ended = end(process);
    assertThat(ended.code).isEqualTo(2);
    assertThat(ended.err).contains("beats of\na heart");
  }

  @Test
  void wrongUseIsOneSentenceAndWhereToReadOn() throws Exception {
    Ended ended = end(start(Map.of(), "broadcast", "--record", "takes", "--seconds", "-1"));
    assertThat(ended.code).isEqualTo(2);
    assertThat(ended.err.lines().filter(line -> !line.startsWith("WARNING")))
        .containsExactly(
            "echo: --seconds must be at least 1 but is -1", "Try 'echo broadcast --help'.");
  }

  @Test
  void aRecordThatBreaksOffEndsTheProgrammeWithAFailureAndAWholeRecording() throws Exception {
    StringBuilder rows = new StringBuilder("seconds,ecg\n");
    for (int i = 0; i < 300; i++) {
      rows.append(i / 100.0).append(',').append(i % 100 == 50 ? 1 : 0).append('\n');
    }
    Path body = Files.writeString(root.resolve("body.csv"), rows.append("3.0,broken\n"));
    Path takes = root.resolve("takes");
    Ended ended =
        end(
            start(
                Map.of(),
                "broadcast",
                "--biometrics",
                body.toString(),
                "--record",
                takes.toString(),
                "--seconds",
                "50"));
    assertThat(ended.code).isEqualTo(1);
    assertThat(ended.err).contains("echo: ").contains("body.csv");
    try (var files = Files.list(takes)) {
      assertThat(files.map(Path::toString)).singleElement().asString().endsWith(".mp4");
    }
  }

  @Test
  void standardOutputHasNothingButTheAnswer() throws Exception {
    Ended ended = end(start(Map.of(), "--version"));
    assertThat(ended.code).isZero();
    assertThat(ended.out.strip()).isEqualTo("Echo 0.1.0");
  }

  @Test
  void aKeyIsNotInTheProcessListAndSigtermEndsWithinSeconds() throws Exception {
    String url = "rtmp://127.0.0.1:" + unusedPort() + "/app/" + KEY;
    Process process = start(Map.of(), "broadcast", "--to", url);
    String said = readUntil(process, "is BACKOFF");
    assertThat(said).doesNotContain(KEY);
    assertThat(commandLines()).contains("io.echosdk.server.cli.Main").doesNotContain(KEY);
    Path arguments = Path.of("/proc/" + process.pid() + "/fd/3");
    if (Files.exists(arguments)) {
      assertThat(Files.size(arguments)).isZero();
    }
    process.destroy();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
  }

  @Test
  void noDestinationThatEverWentLiveIsAFailure() throws Exception {
    Process process = start(Map.of(), "broadcast", "--to", "-", "--seconds", "2", "--json");
    String url = "rtmp://127.0.0.1:" + unusedPort() + "/app/" + KEY;
    process.outputWriter().append(url).append('\n').close();
    Ended ended = end(process);
    assertThat(ended.code).isEqualTo(1);
    assertThat(ended.err).contains("no destination ever went live");
    assertThat(ended.out).contains("\"state\":\"backoff\"");
    assertThat(ended.out + ended.err).doesNotContain(KEY);
  }

  @Test
  void aHostThatCannotBeResolvedIsNamedAndTriedAgain() throws Exception {
    Ended ended =
        end(
            start(
                Map.of(),
                "broadcast",
                "--to",
                "rtmp://no-such-host.invalid/a/k",
                "--seconds",
                "2"));
    assertThat(ended.code).isEqualTo(1);
    assertThat(ended.err).contains("no-such-host.invalid").contains("tried again");
  }

  private Process start(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new java.util.ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("ECHO_TO");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Ended end(Process process) throws Exception {
    var err = java.util.concurrent.CompletableFuture.supplyAsync(() -> all(process.errorReader()));
    String out = all(process.inputReader());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), out, err.get(10, TimeUnit.SECONDS));
  }

  private static String all(java.io.BufferedReader reader) {
    return reader.lines().collect(java.util.stream.Collectors.joining("\n"));
  }

  private static String readUntil(Process process, String wanted) throws IOException {
    StringBuilder said = new StringBuilder();
    String line;
    while ((line = process.errorReader().readLine()) != null) {
      said.append(line).append('\n');
      if (line.contains(wanted)) {
        return said.toString();
      }
    }
    throw new AssertionError("the process never said \"" + wanted + "\" but:\n" + said);
  }

  private static String commandLines() throws Exception {
    Process ps = new ProcessBuilder("ps", "-eo", "args", "-ww").start();
    return new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
