package io.echosdk.biometric.bluez;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.testing.OtherJvm;
import io.echosdk.testing.TestFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against BlueZ as python3-dbusmock plays it, on a bus of its own. */
@Timeout(90)
class StrapTransportTest {

  @TempDir Path folder;

  @Test
  void aStrapIsFoundHeardLostAndFoundAgain() throws IOException, InterruptedException {
    Path daemon = TestFiles.peer("echosdk.dbus-daemon", "/usr/bin/dbus-daemon");
    TestFiles.peer("echosdk.dbusmock", "/usr/lib/python3/dist-packages/dbusmock");
    String address = "unix:path=" + folder.resolve("bus");
    Process bus =
        start(
            daemon.toString(), "--session", "--nofork", "--address=" + address, "--print-address");
    Process strap = null;
    try {
      readLine(bus);
      Path mock = TestFiles.root().resolve("echo-biometric/src/test/python/strap.py");
      strap = start("/usr/bin/python3", mock.toString(), address);
      assertThat(readLine(strap)).isEqualTo("ready");
      String output = hear(address);
      assertThat(output)
          .contains("device A0:9E:1A:00:00:01 Echo strap, connected, heart rate")
          .contains("states [Connecting, Live, Reconnecting, Live]")
          .contains("rr true 500.0")
          .contains("hr true 60.0")
          .contains("threads []")
          .doesNotContain("left ");
    } finally {
      end(strap);
      end(bus);
    }
  }

  @Test
  void withoutABusTheReasonAndTheWayOutAreTold() throws IOException, InterruptedException {
    assertThat(hear("unix:path=" + folder.resolve("nowhere")))
        .contains("NOT_FOUND")
        .contains("install BlueZ");
  }

  private static String hear(String bus) throws IOException, InterruptedException {
    ProcessBuilder builder = OtherJvm.of(StrapLoopback.class, List.of("-Decho.bluez=" + bus));
    builder.command().add("A0:9E:1A:00:00:01");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return output;
  }

  private static Process start(String... command) throws IOException {
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String readLine(Process process) throws IOException {
    return new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
  }

  private static void end(Process process) throws InterruptedException {
    if (process != null) {
      process.destroy();
      process.waitFor(10, TimeUnit.SECONDS);
    }
  }
}
