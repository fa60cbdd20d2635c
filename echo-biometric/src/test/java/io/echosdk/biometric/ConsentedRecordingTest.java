package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.MediaClock;
import io.echosdk.api.VirtualClock;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.ConsentException;
import io.echosdk.api.biometric.Purpose;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.biometric.recording.EchoFormat;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConsentedRecordingTest {

  private static final long SECOND = 1_000_000_000;
  private static final ConsentText TEXT = ConsentText.first("test");
  private static final SampleSink NOBODY = (signal, time, origin, data, offset, n, flags) -> {};

  @TempDir private Path folder;

  private final VirtualClock clock = MediaClock.virtual();
  private Path keys;
  private Path file;
  private ConsentLedger ledger;
  private Consent consent;

  @BeforeEach
  void open() {
    keys = folder.resolve("keys");
    file = folder.resolve("a.echo");
    restart();
  }

  /** As a new process would begin. */
  private void restart() {
    ledger =
        ConsentLedger.builder(clock)
            .file(folder.resolve("consents"))
            .keys(RecordingKeyFolder.open(keys))
            .build();
    consent = ledger.of("Noor Quist");
  }

  private BiometricSource taped(Path into) {
    return SessionRecorder.under(consent, SimulatedSubject.builder().build(), into, Instant.EPOCH);
  }

  private void record(Path into) {
    try (BiometricSource source = taped(into)) {
      source.poll(0, NOBODY);
      source.poll(2 * SECOND, NOBODY);
    }
  }

  private long play(Purpose purpose) {
    long[] frames = new long[1];
    try (BiometricSource source =
        Recordings.open(file, ReplayOptions.recordedSpeed(), consent, purpose)) {
      for (long next = 0; next != BiometricSource.END; ) {
        next = source.poll(next, (signal, time, origin, data, offset, n, flags) -> frames[0] += n);
      }
    }
    return frames[0];
  }

  private List<Path> below(Path start) throws IOException {
    try (Stream<Path> all = Files.walk(start)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private SecretKey keptKey() throws IOException {
    Optional<UUID> id = EchoFormat.idOf(file);
    return consent.keys().find("Noor Quist", id.orElseThrow()).orElseThrow();
  }

  private void assertUnreadable() {
    assertThatThrownBy(() -> play(Purpose.VISUALISE))
        .isInstanceOfSatisfying(
            BiometricException.class,
            e -> assertThat(e.kind()).isEqualTo(BiometricException.Kind.WRONG_KEY))
        .hasMessageNotContaining("Noor");
    assertThatThrownBy(() -> Recordings.open(file, ReplayOptions.recordedSpeed()))
        .isInstanceOf(BiometricException.class);
  }

  @Test
  void nothingIsRecordedWithoutConsent() {
    assertThatThrownBy(() -> taped(file))
        .isInstanceOfSatisfying(
            ConsentException.class, e -> assertThat(e.purpose()).isEqualTo(Purpose.RECORD));
    consent.grant(Purpose.RECORD, TEXT);
    try (BiometricSource source = taped(file)) {
      consent.revoke(Purpose.RECORD);
      source.poll(0, NOBODY);
    }
    assertThat(file).doesNotExist();
    Consent keyless = new ConsentLedger(clock).of("a");
    keyless.grant(Purpose.RECORD, TEXT);
    assertThatThrownBy(() -> SessionRecorder.under(keyless, file, List.of(), 0, Instant.EPOCH))
        .isInstanceOf(IllegalStateException.class);
    assertThat(file).doesNotExist();
  }

  @Test
  void eachRecordingHasAKeyOfItsOwnInAFileOfItsOwners() throws IOException {
    consent.grant(Purpose.RECORD, TEXT);
    consent.grant(Purpose.VISUALISE, TEXT);
    record(file);
    record(folder.resolve("b.echo"));
    assertThat(play(Purpose.VISUALISE)).isGreaterThan(100);
    List<Path> kept = below(keys);
    assertThat(kept).hasSize(2);
    assertThat(Files.readAllBytes(kept.get(0))).isNotEqualTo(Files.readAllBytes(kept.get(1)));
    assertThat(kept).noneMatch(key -> key.toString().contains("Noor"));
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      for (Path key : kept) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
            .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key.getParent())))
            .isEqualTo("rwx------");
      }
      Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rwxr-x---"));
      assertThatThrownBy(() -> RecordingKeyFolder.open(keys))
          .rootCause()
          .hasMessageContaining("chmod go-rwx");
    }
  }

  @Test
  void recordingIsUnreadableAfterRevocationAndSoAreEarlierOnes() throws IOException {
    consent.grant(Purpose.RECORD, TEXT);
    consent.grant(Purpose.VISUALISE, TEXT);
    record(file);
    Path second = folder.resolve("b.echo");
    BiometricSource source = taped(second);
    source.poll(0, NOBODY);
    source.poll(SECOND, NOBODY);
    byte[] key = keptKey().getEncoded();
    consent.revoke(Purpose.RECORD);
    long bytes = Files.size(second);
    source.poll(9 * SECOND, NOBODY);
    source.close();
    assertThat(Files.size(second)).as("not one byte more").isEqualTo(bytes);
    assertUnreadable();
    assertThat(below(keys)).isEmpty();
    for (Path left : below(folder)) {
      assertThat(indexOf(Files.readAllBytes(left), key)).as(left.toString()).isNegative();
    }
    consent.grant(Purpose.RECORD, TEXT);
    assertUnreadable(); // a new grant brings no key back
    restart();
    assertUnreadable();
  }

  private static int indexOf(byte[] all, byte[] part) {
    for (int i = 0; i + part.length <= all.length; i++) {
      if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void othersKeepTheirKeys() throws IOException {
    consent.grant(Purpose.RECORD, TEXT);
    consent.grant(Purpose.VISUALISE, TEXT);
    record(file);
    Consent other = ledger.of("somebody else");
    other.grant(Purpose.RECORD, TEXT);
    other.grant(Purpose.VISUALISE, TEXT);
    assertThatThrownBy(
            () -> Recordings.open(file, ReplayOptions.recordedSpeed(), other, Purpose.VISUALISE))
        .as("of a recording that is not theirs")
        .isInstanceOf(BiometricException.class);
    other.revokeAll();
    assertThat(play(Purpose.VISUALISE)).isGreaterThan(100);
  }

  /** A process that dies between the ledger's entry and the keys' end. */
  @Test
  void revocationThatWasCutShortIsFinishedByTheNextStart() throws IOException {
    consent.grant(Purpose.RECORD, TEXT);
    consent.grant(Purpose.VISUALISE, TEXT);
    record(file);
    ConsentLedger without = ConsentLedger.builder(clock).file(folder.resolve("consents")).build();
    without.of("Noor Quist").revoke(Purpose.RECORD); // and no key is destroyed
    assertThat(below(keys)).hasSize(1);
    restart();
    assertThat(below(keys)).isEmpty();
    assertUnreadable();
  }

  /** A process that dies while it destroys: renamed, some overwritten, none or some deleted. */
  @Test
  void destructionThatWasCutShortIsFinishedByTheNextStart() throws IOException {
    consent.grant(Purpose.RECORD, TEXT);
    consent.grant(Purpose.VISUALISE, TEXT);
    record(file);
    record(folder.resolve("b.echo"));
    Path own = below(keys).get(0).getParent();
    Path doomed = keys.resolve("destroyed-" + UUID.randomUUID());
    Files.move(own, doomed);
    Files.write(below(doomed).get(0), new byte[32]);
    assertUnreadable(); // already, before anybody cleans up
    restart();
    assertThat(below(keys)).isEmpty();
    assertThat(doomed).doesNotExist();
    assertUnreadable();
  }

  @Test
  void keyThatWasNotWrittenWholeIsNone() throws IOException {
    consent.grant(Purpose.RECORD, TEXT);
    consent.grant(Purpose.VISUALISE, TEXT);
    record(file);
    Path key = below(keys).get(0);
    Files.write(key, Arrays.copyOf(Files.readAllBytes(key), 31));
    assertUnreadable();
    assertThatThrownBy(() -> consent.keys().create("Noor Quist", EchoFormat.idOf(file).get()))
        .hasCauseInstanceOf(FileAlreadyExistsException.class);
    consent.revoke(Purpose.RECORD);
    assertThat(below(keys)).isEmpty();
  }

  @Test
  void expiryClosesTheRecordingAndLeavesItReadable() {
    consent.grant(Purpose.RECORD, TEXT, Duration.ofSeconds(1));
    consent.grant(Purpose.VISUALISE, TEXT);
    try (BiometricSource source = taped(file)) {
      source.poll(0, NOBODY);
      source.poll(SECOND, NOBODY);
      clock.advance(Duration.ofSeconds(1));
      long[] passed = new long[1];
      source.poll(9 * SECOND, (signal, time, origin, data, offset, n, flags) -> passed[0] += n);
      assertThat(passed[0]).as("the source goes on").isGreaterThan(1000);
    }
    long kept = play(Purpose.VISUALISE);
    assertThat(kept).isGreaterThan(100);
    assertThat(kept).isLessThan(5000);
  }

  @Test
  void researchNeedsItsOwnConsentAndEndsWithIt() {
    consent.grant(Purpose.RECORD, TEXT);
    record(file);
    assertThatThrownBy(() -> play(Purpose.RESEARCH))
        .isInstanceOfSatisfying(
            ConsentException.class, e -> assertThat(e.purpose()).isEqualTo(Purpose.RESEARCH));
    consent.grant(Purpose.RESEARCH, TEXT);
    assertThat(play(Purpose.RESEARCH)).isGreaterThan(100);
    try (BiometricSource source =
        Recordings.open(file, ReplayOptions.recordedSpeed(), consent, Purpose.RESEARCH)) {
      source.poll(0, NOBODY);
      consent.revoke(Purpose.RESEARCH);
      assertThatThrownBy(() -> source.poll(SECOND, NOBODY)).isInstanceOf(ConsentException.class);
    }
  }

  @Test
  void whatTheRecorderHeldBackIsZeroWhenRevokeReturns() throws Exception {
    consent.grant(Purpose.RECORD, TEXT);
    BiometricSource subject = SimulatedSubject.builder().build();
    List<Object> writers = new ArrayList<>();
    try (SessionRecorder recorder =
        SessionRecorder.under(consent, file, subject.signals(), 0, Instant.EPOCH)) {
      subject.poll(0, recorder);
      subject.poll(SECOND, recorder);
      Field field = SessionRecorder.class.getDeclaredField("writer");
      field.setAccessible(true);
      writers.add(field.get(recorder));
      assertThat(held(writers.get(0))).isGreaterThan(100);
      consent.revoke(Purpose.RECORD);
      assertThat(held(writers.get(0))).isZero();
      assertThat(recorder.recording()).isFalse();
    }
    assertThat(held(writers.get(0))).isZero();
  }

  private static long held(Object writer) throws ReflectiveOperationException {
    Field field = writer.getClass().getDeclaredField("body");
    field.setAccessible(true);
    long held = 0;
    for (byte each : ((ByteBuffer) field.get(writer)).array()) {
      held += each != 0 ? 1 : 0;
    }
    return held;
  }
}
