package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.VirtualClock;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.Purpose;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ledgers of one process that use one file, each as if it were in a process of its own. */
final class ConsentSharedFileTest {

  private static final ConsentText TEXT = ConsentText.first("test");

  @TempDir private Path folder;

  private final VirtualClock clock = MediaClock.virtual();
  private Path home;
  private Path file;
  private ConsentLedger ours;
  private ConsentLedger theirs;

  @BeforeEach
  void open() throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
    file = home.resolve("consents");
    ours = ledger(file);
    theirs = ledger(file);
  }

  private ConsentLedger ledger(Path at) {
    return ConsentLedger.builder(clock).file(at).build();
  }

  private static void assertNumberedInARow(List<ConsentLedger.Entry> entries) {
    for (int i = 0; i < entries.size(); i++) {
      assertThat(entries.get(i).number()).isEqualTo(i + 1L);
    }
  }

  @Test
  void eachAppliesWhatTheOtherStoredBeforeItStoresBehindIt() {
    ours.of("a").grant(Purpose.SHARE, TEXT);
    assertThat(theirs.of("b").grant(Purpose.SHARE, TEXT).number()).isEqualTo(2);
    assertThat(theirs.of("a").allows(Purpose.SHARE)).isTrue();
    theirs.of("a").revoke(Purpose.SHARE);
    assertThat(ours.of("a").allows(Purpose.SHARE)).as("nobody looked yet").isTrue();
    assertThat(ours.of("c").grant(Purpose.SHARE, TEXT).number()).isEqualTo(4);
    assertThat(ours.of("a").allows(Purpose.SHARE)).isFalse();
    assertThat(ours.of("b").allows(Purpose.SHARE)).isTrue();
    assertThat(ledger(file).entries()).isEqualTo(ours.entries()).hasSize(4);
    assertNumberedInARow(ours.entries());
  }

  @Test
  void threadsOfSeveralLedgersNumberTheirEntriesInOneRow() throws Exception {
    List<ConsentLedger> ledgers = List.of(ours, theirs, ledger(file));
    int each = 20;
    CountDownLatch done = new CountDownLatch(2 * ledgers.size());
    List<Throwable> failed = new CopyOnWriteArrayList<>();
    EchoRuntime.Builder builder = EchoRuntime.builder();
    try (EchoRuntime runtime =
        builder.errorListener((during, error) -> failed.add(error)).build()) {
      for (ConsentLedger ledger : ledgers) {
        ledger.follow(runtime);
        for (int t = 0; t < 2; t++) {
          String name = ledgers.indexOf(ledger) + "-" + t;
          runtime.start(
              "writer",
              () -> {
                for (int i = 0; i < each; i++) {
                  ledger.of(name).grant(Purpose.MINT, TEXT);
                  assertThat(ledger.of(name).allows(Purpose.MINT)).isTrue();
                  ledger.of(name).revoke(Purpose.MINT);
                  assertThat(ledger.of(name).allows(Purpose.MINT)).isFalse();
                }
                done.countDown();
              });
        }
      }
      assertThat(done.await(120, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(failed).isEmpty();
    List<ConsentLedger.Entry> stored = ledger(file).entries();
    assertThat(stored).hasSize(2 * 2 * each * ledgers.size());
    assertNumberedInARow(stored);
  }

  @Test
  void lineThatIsBeingWrittenIsPassedOverByReadersAndCutOffByTheNextWriterOnly()
      throws IOException {
    ours.of("a").grant(Purpose.SHARE, TEXT);
    String torn = "2 1970-01-01T00:00:00Z granted MI";
    Files.writeString(file, torn, StandardOpenOption.APPEND);
    assertThat(ledger(file).entries()).hasSize(1);
    assertThat(ours.look()).isEmpty();
    assertThat(Files.readString(file)).endsWith(torn);
    theirs.of("b").grant(Purpose.MINT, TEXT);
    assertThat(ledger(file).entries()).hasSize(2);
    assertThat(Files.readString(file)).doesNotContain("granted MI ").endsWith(" b test\n");
  }

  @Test
  void revocationThatIsOwedStandsBehindWhatOthersGrantedMeanwhile() throws IOException {
    ours.of("a").grant(Purpose.SHARE, TEXT);
    Path away = Files.move(home, folder.resolve("away"));
    assertThatThrownBy(() -> ours.of("a").revoke(Purpose.SHARE))
        .isInstanceOfSatisfying(
            BiometricException.class,
            e -> assertThat(e.kind()).isEqualTo(BiometricException.Kind.STORAGE));
    ledger(away.resolve("consents")).of("a").grant(Purpose.SHARE, TEXT);
    Files.move(away, home);
    ours.look();
    assertThat(ours.of("a").allows(Purpose.SHARE)).as("before it is stored").isFalse();
    assertThat(ours.of("b").grant(Purpose.MINT, TEXT).number()).isEqualTo(4);
    assertThat(ours.of("a").allows(Purpose.SHARE)).isFalse();
    List<ConsentLedger.Entry> stored = ledger(file).entries();
    assertThat(stored).isEqualTo(ours.entries());
    assertThat(stored)
        .extracting(ConsentLedger.Entry::granted)
        .containsExactly(true, true, false, true);
    assertNumberedInARow(stored);
  }

  @Test
  void fileThatIsGoneIsNotBegunAnew() throws IOException {
    ours.of("a").grant(Purpose.SHARE, TEXT);
    ours.of("b").grant(Purpose.SHARE, TEXT);
    Path elsewhere = Files.move(file, folder.resolve("elsewhere"));
    assertThatThrownBy(() -> ours.of("a").grant(Purpose.MINT, TEXT))
        .isInstanceOf(BiometricException.class);
    assertThatThrownBy(() -> ours.of("b").revoke(Purpose.SHARE))
        .isInstanceOf(BiometricException.class);
    assertThat(file).doesNotExist();
    assertThat(ours.of("a").allows(Purpose.MINT)).isFalse();
    assertThat(ours.of("b").allows(Purpose.SHARE)).isFalse();
    Files.move(elsewhere, file);
    assertThat(ours.of("c").grant(Purpose.MINT, TEXT).number()).as("behind b's").isEqualTo(4);
  }

  /** As if another process was stopped while it writes. */
  @Test
  void revocationIsInForceWhileItWaitsForItsTurnAndOwedIfThatDoesNotCome() throws Exception {
    Consent consent = ours.of("a");
    consent.grant(Purpose.SHARE, TEXT);
    CountDownLatch ended = new CountDownLatch(1);
    consent.onEnd(ended::countDown);
    List<Throwable> failed = new CopyOnWriteArrayList<>();
    EchoRuntime.Builder builder = EchoRuntime.builder();
    try (EchoRuntime runtime = builder.errorListener((during, error) -> failed.add(error)).build();
        ConsentLock held = ConsentLock.take(file)) {
      Thread revoking = runtime.start("revoking", () -> consent.revoke(Purpose.SHARE));
      assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(consent.allows(Purpose.SHARE)).isFalse();
      assertThat(revoking.isAlive()).isTrue();
      revoking.interrupt(); // sooner than after ten seconds
      revoking.join();
    }
    assertThat(failed).hasSize(1);
    assertThat(failed.get(0)).isInstanceOf(BiometricException.class);
    assertThat(ledger(file).of("a").allows(Purpose.SHARE)).as("not stored yet").isTrue();
    ours.of("b").grant(Purpose.SHARE, TEXT);
    assertThat(ledger(file).of("a").allows(Purpose.SHARE)).isFalse();
  }

  @Test
  void everythingIsTakenBackThatOthersGranted() {
    theirs.of("a").grant(Purpose.SHARE, TEXT);
    theirs.of("a").grant(Purpose.MINT, TEXT);
    ours.of("a").revokeAll();
    assertThat(ledger(file).of("a").allows(Purpose.SHARE)).isFalse();
    assertThat(ledger(file).of("a").allows(Purpose.MINT)).isFalse();
  }

  @Test
  void keysMayBeDestroyedBySeveralAtOnce() throws Exception {
    Path keys = folder.resolve("keys");
    List<Throwable> failed = new CopyOnWriteArrayList<>();
    EchoRuntime.Builder builder = EchoRuntime.builder();
    for (int round = 0; round < 10; round++) {
      RecordingKeyFolder maker = RecordingKeyFolder.open(keys);
      for (int i = 0; i < 20; i++) {
        maker.create("a", new UUID(round, i));
      }
      try (EchoRuntime runtime =
          builder.errorListener((during, error) -> failed.add(error)).build()) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          threads.add(
              runtime.start(
                  "destroying",
                  () -> {
                    RecordingKeyFolder.open(keys).destroy("a");
                    assertThat(whatIsLeft(keys)).as("when each returns").isEmpty();
                  }));
        }
        for (Thread each : threads) {
          each.join();
        }
      }
      assertThat(failed).isEmpty();
      assertThat(keys).isEmptyDirectory();
    }
  }

  /** Returns the keys that can still be read. */
  private static List<Path> whatIsLeft(Path keys) {
    List<Path> left = new ArrayList<>();
    try (DirectoryStream<Path> owners = Files.newDirectoryStream(keys)) {
      for (Path owner : owners) {
        try (DirectoryStream<Path> each = Files.newDirectoryStream(owner)) {
          for (Path key : each) {
            if (!Arrays.equals(Files.readAllBytes(key), new byte[32])) {
              left.add(key);
            }
          }
        } catch (NoSuchFileException e) {
          // it has just been deleted
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return left;
  }

  /** As if a writer could not force it to the disk, or somebody restored an old copy. */
  @Test
  void whatVanishesFromTheFileWasNotGrantedButIsTakenBack() throws IOException {
    ours.of("a").grant(Purpose.SHARE, TEXT);
    byte[] before = Files.readAllBytes(file);
    theirs.of("a").revoke(Purpose.SHARE);
    theirs.of("b").grant(Purpose.SHARE, TEXT);
    ours.look();
    assertThat(ours.of("b").allows(Purpose.SHARE)).isTrue();
    Files.write(file, before);
    ours.look();
    assertThat(ours.of("a").allows(Purpose.SHARE)).isFalse();
    assertThat(ours.of("b").allows(Purpose.SHARE)).isFalse();
    assertThat(ours.of("c").grant(Purpose.MINT, TEXT).number()).isEqualTo(3);
    assertThat(ledger(file).of("a").allows(Purpose.SHARE)).isFalse();
    assertThat(ledger(file).entries()).isEqualTo(ours.entries()).hasSize(3);
  }
}
