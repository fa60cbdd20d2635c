package io.echosdk.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.testing.TestFiles;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;

/**
 * Starts each Java with and without the flag, on the class path and on the module path, and looks
 * at which kernel moved the particles.
 */
class KernelChoiceTest {

  private static final String MODULE = "jdk.incubator.vector";

  @ParameterizedTest
  @CsvSource({
    "17, class, flag",
    "17, class, none",
    "17, module, flag",
    "17, module, none",
    "25, class, flag",
    "25, class, none",
    "25, module, flag",
    "25, module, none"
  })
  void vectorKernelRunsExactlyWhereTheFlagIsGiven(int java, String path, String flag)
      throws Exception {
    String printed = run(home(java), path.equals("module"), flag.equals("flag"));
    assertThat(printed).contains(flag.equals("flag") && isWide() ? ", vector]" : ", scalar]");
    assertThat(printed).endsWith(run(home(17), false, false).replaceAll(".* crc", " crc"));
  }

  /** Whether this machine's registers are wide enough for the vector kernel. */
  private static boolean isWide() {
    return !VisualEngines.report().kernelReason().contains("too narrow");
  }

  private static Path home(int java) {
    return java == 17
        ? TestFiles.peer("echosdk.jdk17", "/usr/lib/jvm/java-17-openjdk-amd64")
        : TestFiles.peer("echosdk.jdk25", "/usr/lib/jvm/temurin-25-jdk-amd64");
  }

  private static String run(Path home, boolean modules, boolean flag) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/java").toString());
    if (flag) {
      command.addAll(List.of("--add-modules", MODULE));
    }
    String tests = TestFiles.root().resolve("echo-gpu/target/test-classes").toString();
    String main = TestFiles.root().resolve("echo-gpu/target/classes").toString();
    String others = place(EchoRuntime.class) + File.pathSeparator + place(Logger.class);
    if (modules) {
      command.addAll(List.of("--module-path", main + File.pathSeparator + others));
      command.addAll(List.of("--patch-module", "io.echosdk.gpu=" + tests));
      command.addAll(List.of("-m", "io.echosdk.gpu/" + KernelProbe.class.getName()));
    } else {
      command.addAll(List.of("-cp", String.join(File.pathSeparator, tests, main, others)));
      command.add(KernelProbe.class.getName());
    }
    return printedBy(command);
  }

  private static String printedBy(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
    return printed.strip();
  }

  private static String place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
