package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.Purpose;
import io.echosdk.testing.OtherJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes that grant and take back by one file, and some that are killed meanwhile. */
@Timeout(300)
final class ConsentProcessStressTest {

  private static final ConsentText TEXT = ConsentText.first("test");
  private static final long SECOND = 1_000_000_000;

  /** What a writer tells once a change is stored. */
  private record Told(long number, String participant, boolean granted, long atNanos) {}

  @TempDir private Path folder;

  private final MediaClock clock = MediaClock.system();
  private final List<Throwable> reported = new CopyOnWriteArrayList<>();
  private final EchoRuntime runtime =
      EchoRuntime.builder().errorListener((during, error) -> reported.add(error)).build();
  private Path file;
  private ConsentLedger following;

  @BeforeEach
  void open() {
    file = folder.resolve("consents");
    following = ledger(file);
  }

  private static ConsentLedger ledger(Path at) {
    return ConsentLedger.builder(MediaClock.system()).file(at).build();
  }

  /** The other process: grants and takes back, each time for somebody else, and tells of it. */
  public static final class Writer {

    private Writer() {}

    /** Takes the file, a name, and for how many people. */
    public static void main(String[] arguments) {
      ConsentLedger ledger = ledger(Path.of(arguments[0]));
      int people = Integer.parseInt(arguments[2]);
      for (int i = 0; i < people; i++) {
        Consent consent = ledger.of(arguments[1] + "-" + i);
        tell(consent.grant(Purpose.SHARE, TEXT));
        tell(consent.revoke(Purpose.SHARE));
      }
    }

    private static void tell(ConsentLedger.Entry entry) {
      System.out.println(
          entry.number() + " " + entry.participant() + " " + (entry.granted() ? "+" : "-"));
    }
  }

  private Process start(String name, int people) throws IOException {
    ProcessBuilder builder =
        OtherJvm.of(
            Writer.class, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
    builder.command().addAll(List.of(file.toString(), name, Integer.toString(people)));
    return builder.start();
  }

  /** Reads what a writer tells until it ends. */
  private void listen(Process writer, List<Told> told) {
    try (BufferedReader lines = writer.inputReader(StandardCharsets.US_ASCII)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split(" ");
        assertThat(parts).as(line).hasSize(3);
        long number = Long.parseLong(parts[0]);
        told.add(new Told(number, parts[1], parts[2].equals("+"), clock.nanos()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertWhole(List<Told> told) {
    List<ConsentLedger.Entry> stored = ledger(file).entries();
    for (int i = 0; i < stored.size(); i++) {
      assertThat(stored.get(i).number()).isEqualTo(i + 1L);
    }
    for (Told each : told) {
      ConsentLedger.Entry entry = stored.get((int) each.number() - 1);
      assertThat(entry.participant()).isEqualTo(each.participant());
      assertThat(entry.granted()).isEqualTo(each.granted());
    }
  }

  /** A line that was not written whole; rarely does a kill do it. */
  private void tear(Random random) throws IOException {
    String line = Files.readAllLines(file).get(0);
    Files.writeString(
        file, line.substring(0, random.nextInt(line.length())), StandardOpenOption.APPEND);
  }

  @Test
  void severalProcessesWriteOneWholeFileAndAFollowerHearsEachRevocationWithinASecond()
      throws Exception {
    int writers = 4;
    int people = 50;
    List<Told> told = new CopyOnWriteArrayList<>();
    Map<String, Long> heard = new HashMap<>();
    try (runtime;
        ConsentFollower follower = following.follow(runtime)) {
      List<Thread> listeners = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        Process writer = start("w" + i, people);
        listeners.add(runtime.start("listener", () -> listen(writer, told)));
      }
      while (heard.size() < writers * people && reported.isEmpty()) { // the class has a timeout
        for (Told each : told) {
          if (!each.granted() && following.of(each.participant()).tookBack(Purpose.SHARE)) {
            heard.putIfAbsent(each.participant(), clock.nanos() - each.atNanos());
          }
        }
        LockSupport.parkNanos(1_000_000);
      }
      for (Thread listener : listeners) {
        listener.join();
      }
    }
    assertThat(reported).isEmpty();
    assertThat(told).hasSize(2 * writers * people);
    assertWhole(told);
    assertThat(ledger(file).entries()).hasSize(told.size());
    long[] nanos = heard.values().stream().mapToLong(Long::longValue).sorted().toArray();
    System.getLogger(getClass().getName())
        .log(
            System.Logger.Level.INFO,
            "revocations heard after {0} ms in the middle, {1} ms at most",
            nanos[nanos.length / 2] / 1_000_000,
            nanos[nanos.length - 1] / 1_000_000);
    assertThat(nanos[nanos.length / 2]).as("a busy machine may delay some").isLessThan(SECOND);
  }

  @Test
  void killedWritersLeaveAFileThatOpensAndLoseNothingThatTheyTold() throws Exception {
    long seed = clock.instant().toEpochMilli();
    Random random = new Random(seed);
    List<Told> told = new CopyOnWriteArrayList<>();
    try (runtime;
        ConsentFollower follower = following.follow(runtime)) {
      for (int round = 0; round < 12; round++) {
        List<Thread> listeners = new ArrayList<>();
        List<Process> writers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          Process writer = start("r" + round + "w" + i, 1_000_000);
          writers.add(writer);
          listeners.add(runtime.start("listener", () -> listen(writer, told)));
        }
        int enough = told.size() + 4 + random.nextInt(8);
        while (told.size() < enough && writers.stream().allMatch(Process::isAlive)) {
          LockSupport.parkNanos(1_000_000);
        }
        LockSupport.parkNanos(random.nextInt(10_000_000));
        for (Process writer : writers) {
          writer.toHandle().destroyForcibly(); // and what it told can still be read
          writer.waitFor();
        }
        for (Thread listener : listeners) {
          listener.join();
        }
        tear(random);
        assertWhole(told);
      }
    }
    assertThat(reported).as("seed %d", seed).isEmpty();
    ledger(file).of("somebody").grant(Purpose.SHARE, TEXT);
    assertWhole(told);
    assertThat(Files.readString(file)).endsWith("\n");
  }
}
