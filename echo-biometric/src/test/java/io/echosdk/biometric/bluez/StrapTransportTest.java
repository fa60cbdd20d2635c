package io.echosdk.biometric.bluez;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.testing.OtherJvm;
import io.echosdk.testing.TestFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
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
    assertThat(against("strap.py", StrapLoopback.class))
        .contains("device A0:9E:1A:00:00:01 Echo strap, connected, heart rate")
        .contains("states [Connecting, Live, Reconnecting, Live]")
        .contains("rr true 500.0")
        .contains("hr true 60.0")
        .contains("threads []")
        .doesNotContain("left ");
  }

  @Test
  void allThatAPolarDeviceMeasuresIsAskedForHeardLostAndAskedForAgain()
      throws IOException, InterruptedException {
    assertThat(against("polar.py", PolarLoopback.class))
        .contains("signals [hr[hr], ecg[ecg], ppg[green1, green2, green3, ambient]")
        .contains("ppi[ppi, error], acc[x, y, z]")
        .contains("ecg [-0.5, 0.5]\n")
        .contains("ppg [/200000.0/300000.0/7.0]\n")
        .contains("ppi [806.0/10.0, NaN/10.0]\n")
        .contains("acc [/0.0/0.99939907, /0.02439939/0.99939907]") // by the factor of the answer
        .contains("states [Connecting, Gap, ") // acceleration waits for the charger
        .contains("Reconnecting, ")
        .contains("after the link came back [acc, ecg, hr, ppg, ppi]")
        .contains("backwards false")
        .contains("threads []")
        .endsWith("stopped after 9 starts"); // one more of acceleration, and all once again
  }

  @Test
  void aStreamThatADeviceWillNeverSendIsToldAndEndsTheSource()
      throws IOException, InterruptedException {
    assertThat(against("polar.py", PolarLoopback.class, "3"))
        .contains("states [Connecting, Failed]")
        .contains("refuses to send its ECG (status 3: it does not have it)")
        .contains("threads []");
  }

  /** Plays a device on a bus of its own and returns what a process that listens to it prints. */
  private String against(String device, Class<?> listener, String... arguments)
      throws IOException, InterruptedException {
    Path daemon = TestFiles.peer("echosdk.dbus-daemon", "/usr/bin/dbus-daemon");
    TestFiles.peer("echosdk.dbusmock", "/usr/lib/python3/dist-packages/dbusmock");
    String address = "unix:path=" + folder.resolve("bus");
    Process bus =
        start(
            daemon.toString(), "--session", "--nofork", "--address=" + address, "--print-address");
    Process strap = null;
    try {
      readLine(bus);
      Path mock = TestFiles.root().resolve("echo-biometric/src/test/python").resolve(device);
      List<String> command =
          new ArrayList<>(List.of("/usr/bin/python3", "-B", mock.toString(), address));
      command.addAll(List.of(arguments));
      strap = start(command.toArray(new String[0]));
      assertThat(readLine(strap)).isEqualTo("ready");
      String output = hear(address, listener);
      return listener == PolarLoopback.class && arguments.length == 0
          ? output + readLine(strap)
          : output;
    } finally {
      end(strap);
      end(bus);
    }
  }

  @Test
  void withoutABusTheReasonAndTheWayOutAreTold() throws IOException, InterruptedException {
    assertThat(hear("unix:path=" + folder.resolve("nowhere"), StrapLoopback.class))
        .contains("NOT_FOUND")
        .contains("install BlueZ");
  }

  private static String hear(String bus, Class<?> listener)
      throws IOException, InterruptedException {
    ProcessBuilder builder = OtherJvm.of(listener, List.of("-Decho.bluez=" + bus));
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
