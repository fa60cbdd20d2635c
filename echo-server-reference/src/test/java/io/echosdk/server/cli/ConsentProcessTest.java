package io.echosdk.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.testing.OtherJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Verbs that run in a process of their own while another takes the consent back. */
@Timeout(120)
class ConsentProcessTest {

  @TempDir private Path folder;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  private Process start(String... arguments) throws IOException {
    ProcessBuilder builder =
        OtherJvm.of(Main.class, List.of("-XX:TieredStopAtLevel=1", "-Xmx128m"));
    builder.command().addAll(List.of(arguments));
    builder.command().addAll(List.of("--consents", consents()));
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private String consents() {
    return folder.resolve("mine").toString();
  }

  private void revoke(String... purposes) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("consent", "revoke", "Noor"));
    arguments.addAll(List.of(purposes));
    Process process = start(arguments.toArray(String[]::new));
    assertThat(process.waitFor()).isZero();
    assertThat(process.inputReader().readLine()).as("nothing to say").isNull();
  }

  private void run(String... arguments) {
    StringWriter said = new StringWriter();
    CommandLine line = EchoCommand.line();
    line.setOut(new PrintWriter(said, true));
    line.setErr(new PrintWriter(said, true));
    assertThat(line.execute(arguments)).as(said.toString()).isZero();
  }

  private void grant(String... purposes) {
    List<String> arguments = new ArrayList<>(List.of("consent", "grant", "Noor"));
    arguments.addAll(List.of(purposes));
    arguments.addAll(List.of("--consents", consents()));
    run(arguments.toArray(String[]::new));
  }

  private static String readAll(Process process) throws IOException {
    try (BufferedReader reader = process.inputReader()) {
      return String.join("\n", reader.lines().toList());
    }
  }

  private List<Path> keys() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("mine/keys"))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private void assertStoppedBecauseItWasTakenBack(Process process) throws Exception {
    String said = readAll(process);
    assertThat(process.waitFor()).as(said).isEqualTo(1);
    assertThat(said).contains("there is no consent to").contains("it was taken back");
    assertThat(said).doesNotContain("Noor");
  }

  @Test
  void recordingStopsWhenAnotherProcessTakesItsConsentBack() throws Exception {
    grant("record", "visualise");
    Path file = folder.resolve("a.echo");
    Process record = start("record", "--source", "simulate", "--consent", "Noor", file.toString());
    awaitGrowth(record, file, () -> {});
    assertThat(keys()).hasSize(1);
    revoke("visualise");
    awaitGrowth(record, file, () -> {}); // another purpose
    revoke("record");
    assertStoppedBecauseItWasTakenBack(record);
    assertThat(keys()).isEmpty();
    assertThat(file).exists();
  }

  @Test
  void recordingOfALiveBodyStopsWhenAnotherProcessTakesItsConsentBack() throws Exception {
    grant("record");
    Path file = folder.resolve("a.echo");
    try (DatagramSocket sender = new DatagramSocket()) {
      int port = freePort();
      Process record =
          start("record", "--source", "osc:" + port, "--consent", "Noor", file.toString());
      InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      awaitGrowth(record, file, () -> send(sender, to));
      revoke("record");
      assertStoppedBecauseItWasTakenBack(record);
    }
  }

  @Test
  void replayStopsWhenAnotherProcessTakesItsConsentBack() throws Exception {
    grant("record", "visualise");
    String file = folder.resolve("a.echo").toString();
    run(
        "record",
        "--source",
        "simulate",
        "--seconds",
        "600",
        "--consent",
        "Noor",
        "--consents",
        consents(),
        file);
    Process replay = start("replay", file, "--consent", "Noor", "--speed", "1", "--json");
    BufferedReader lines = replay.inputReader();
    assertThat(lines.readLine()).contains("\"seconds\"");
    revoke("visualise");
    assertStoppedBecauseItWasTakenBack(replay);
  }

  private static int freePort() throws IOException {
    try (DatagramSocket any = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  /** Four channels of a headband, over Open Sound Control. */
  private static void send(DatagramSocket sender, InetSocketAddress to) {
    ByteBuffer message = ByteBuffer.allocate(12 + 8 + 16);
    message.put("/muse/eeg\0\0\0,ffff\0\0\0".getBytes(StandardCharsets.US_ASCII));
    message.putFloat(1).putFloat(2).putFloat(3).putFloat(4);
    try {
      sender.send(new DatagramPacket(message.array(), message.capacity(), to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the recording has become longer than it was, at most until the timeout. */
  private static void awaitGrowth(Process record, Path file, Runnable meanwhile)
      throws IOException {
    for (long least = Long.MAX_VALUE, size = 0; size <= least; ) {
      assertThat(record.isAlive()).isTrue();
      meanwhile.run();
      LockSupport.parkNanos(5_000_000);
      if (Files.exists(file)) {
        size = Files.size(file);
        least = Math.min(least, size);
      }
    }
  }
}
