package io.echosdk.biometric.lsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.testing.OtherJvm;
import io.echosdk.testing.TestFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In a process of its own: the library reads its settings from the environment, once. */
@Timeout(90)
class LslLoopbackTest {

  @TempDir Path folder;

  @Test
  void samplesGoThroughTheRealLibraryAndKeepTheirTime() throws IOException, InterruptedException {
    String output = run(TestFiles.npm("lsl.js").resolve("prebuilt/liblsl64.so"));
    assertThat(output).as(output).contains("OK");
  }

  @Test
  void anAbsentLibraryIsATypedErrorWithTheWayOut() throws IOException, InterruptedException {
    String output = run(folder.resolve("nowhere.so"));
    assertThat(output).contains("UNSUPPORTED").contains("ECHO_LSL");
  }

  private String run(Path library) throws IOException, InterruptedException {
    Path settings = folder.resolve("lsl.cfg");
    Files.writeString(
        settings,
        "[ports]\nIPv6 = disable\n[multicast]\nResolveScope = machine\n"
            + "MachineAddresses = {127.0.0.1}\n[lab]\nKnownPeers = {127.0.0.1}\n");
    ProcessBuilder builder =
        OtherJvm.of(LslLoopback.class, List.of("-Djna.tmpdir=" + folder, "-Decho.lsl=" + library));
    builder.environment().put("LSLAPICFG", settings.toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return output;
  }
}
