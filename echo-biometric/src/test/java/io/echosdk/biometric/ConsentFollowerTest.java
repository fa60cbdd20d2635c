package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.VirtualClock;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.ConsentException;
import io.echosdk.api.biometric.ConsentException.Reason;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.Purpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that follows its file while another writes into it. */
@Timeout(120)
final class ConsentFollowerTest {

  private static final long SECOND = 1_000_000_000;
  private static final ConsentText TEXT = ConsentText.first("test");
  private static final Duration LOOK = Duration.ofMillis(200);

  @TempDir private Path folder;

  private final VirtualClock clock = MediaClock.virtual();
  private final List<Throwable> reported = new CopyOnWriteArrayList<>();
  private final EchoRuntime runtime =
      EchoRuntime.builder()
          .clock(clock)
          .errorListener((during, error) -> reported.add(error))
          .build();
  private Path file;
  private ConsentLedger ours;
  private ConsentLedger theirs;
  private ConsentFollower follower;

  @BeforeEach
  void open() {
    file = folder.resolve("consents");
    ours = ledger();
    theirs = ledger();
    follower = ours.follow(runtime);
  }

  @AfterEach
  void close() {
    runtime.close();
    assertThat(runtime.liveThreads()).isEmpty();
  }

  private ConsentLedger ledger() {
    return ConsentLedger.builder(clock)
        .file(file)
        .keys(RecordingKeyFolder.open(folder.resolve("keys")))
        .build();
  }

  /** Lets time pass until that is so. */
  private void until(BooleanSupplier wanted) {
    while (!wanted.getAsBoolean()) { // at most until the timeout of the class
      clock.advance(LOOK);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private long keys() {
    try (Stream<Path> all = Files.walk(folder.resolve("keys"))) {
      return all.filter(Files::isRegularFile).count();
    } catch (IOException e) {
      return -1; // it changes while it is walked
    }
  }

  private static void allowAll(Consent consent) {
    for (Purpose purpose : List.of(Purpose.VISUALISE, Purpose.SHARE, Purpose.RECORD)) {
      consent.grant(purpose, TEXT);
    }
  }

  /** A receiver that remembers on which threads it was told of the end. */
  private static final class Room implements BodySharing.Receiver {
    final List<String> ends = new CopyOnWriteArrayList<>();

    @Override
    public void onValues(SharedValues values) {
      assertThat(ends).isEmpty();
    }

    @Override
    public void onEnd() {
      ends.add(Thread.currentThread().getName());
    }
  }

  @Test
  void revocationOfAnotherHasAllTheEffectsOfOnesOwn() {
    Consent consent = ours.of("Noor");
    allowAll(theirs.of("Noor"));
    until(() -> consent.allows(Purpose.RECORD));
    Room room = new Room();
    SimulatedSubject subject = SimulatedSubject.builder().build();
    try (SessionRecorder recorder =
            SessionRecorder.under(
                consent, folder.resolve("a.echo"), subject.signals(), 0, Instant.EPOCH);
        BiometricSession session =
            BiometricSession.builder()
                .source(SimulatedSubject.builder().build())
                .consent(consent)
                .build();
        BodySharing sharing = BodySharing.under(consent).body(session).to(room).build()) {
      for (long now = 0; now <= 20 * SECOND; now += SECOND / 4) {
        subject.poll(now, recorder);
        session.poll(now);
        sharing.poll(now);
      }
      BiometricState state = new BiometricState();
      session.read(state);
      assertThat(state.value(Metric.HEART_RATE)).isPositive();
      assertThat(keys()).isOne();
      theirs.of("Noor").revoke(Purpose.SHARE);
      until(() -> !room.ends.isEmpty());
      assertThat(recorder.recording()).isTrue();
      theirs.of("Noor").revoke(Purpose.VISUALISE);
      until(() -> isUnknown(session));
      theirs.of("Noor").revoke(Purpose.RECORD);
      until(() -> !recorder.recording());
      until(() -> keys() == 0);
    }
    assertThat(room.ends).containsExactly("echo-consents-1");
    assertThat(reported).isEmpty();
  }

  private static boolean isUnknown(BiometricSession session) {
    BiometricState state = new BiometricState();
    session.read(state);
    return Stream.of(Metric.values()).allMatch(metric -> Double.isNaN(state.value(metric)));
  }

  /** The writer that took it back may have died, or keep its keys elsewhere. */
  @Test
  void keysAreDestroyedThoughTheOtherDestroyedNone() {
    allowAll(ours.of("Noor"));
    RecordingKeyFolder.open(folder.resolve("keys")).create("Noor", new UUID(1, 2));
    ConsentLedger keyless = ConsentLedger.builder(clock).file(file).build();
    keyless.of("Noor").revoke(Purpose.RECORD);
    assertThat(keys()).isOne();
    until(() -> keys() == 0);
  }

  @Test
  void oneLookIsEnough() {
    for (int i = 0; i < 20; i++) {
      theirs.of("Noor").grant(Purpose.MINT, TEXT);
      until(() -> ours.of("Noor").allows(Purpose.MINT));
      theirs.of("Noor").revoke(Purpose.MINT);
      clock.advance(LOOK.multipliedBy(2)); // one may have begun before the revocation
      while (ours.of("Noor").allows(Purpose.MINT)) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  @Test
  void whatIsGrantedAnewBeforeAnybodyLooksDoesNotRescueWhatFlowed() {
    allowAll(ours.of("Noor"));
    Room room = new Room();
    try (BiometricSession session =
            BiometricSession.builder()
                .source(SimulatedSubject.builder().build())
                .consent(ours.of("Noor"))
                .build();
        BodySharing sharing = BodySharing.under(ours.of("Noor")).body(session).to(room).build()) {
      sharing.poll(0);
      theirs.of("Noor").revoke(Purpose.SHARE);
      theirs.of("Noor").grant(Purpose.SHARE, TEXT);
      until(() -> !room.ends.isEmpty());
      until(() -> ours.of("Noor").allows(Purpose.SHARE));
    }
  }

  @Test
  void whenTheFileIsDeletedEverythingEndsAfterFiveSecondsAndIsToldOnce() throws IOException {
    endsWhenUnreadable(() -> Files.move(file, folder.resolve("elsewhere")));
    Files.move(folder.resolve("elsewhere"), file);
    until(() -> ours.of("Noor").allows(Purpose.SHARE));
    assertThat(reported).hasSize(1);
  }

  @Test
  void whenTheFileIsDamagedEverythingEndsAfterFiveSecondsAndIsToldOnce() throws IOException {
    endsWhenUnreadable(() -> Files.writeString(file, "nonsense\n"));
    assertThat(reported.get(0)).hasRootCauseInstanceOf(BiometricException.class);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no POSIX permissions")
  void whenOthersMayReadTheFileEverythingEndsAfterFiveSecondsAndIsToldOnce() throws IOException {
    endsWhenUnreadable(
        () -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--")));
  }

  private interface Step {
    void run() throws IOException;
  }

  private void endsWhenUnreadable(Step step) throws IOException {
    Consent consent = ours.of("Noor");
    allowAll(consent);
    Room room = new Room();
    SimulatedSubject subject = SimulatedSubject.builder().build();
    try (SessionRecorder recorder =
            SessionRecorder.under(
                consent, folder.resolve("a.echo"), subject.signals(), 0, Instant.EPOCH);
        BiometricSession session =
            BiometricSession.builder()
                .source(SimulatedSubject.builder().build())
                .consent(consent)
                .build();
        BodySharing sharing = BodySharing.under(consent).body(session).to(room).build()) {
      subject.poll(SECOND, recorder);
      sharing.poll(0);
      step.run();
      long broken = clock.nanos();
      until(() -> !room.ends.isEmpty());
      assertThat(clock.nanos() - broken).isGreaterThanOrEqualTo(5 * SECOND);
      assertThat(recorder.recording()).isFalse();
      assertThatThrownBy(() -> consent.require(Purpose.SHARE))
          .isInstanceOfSatisfying(
              ConsentException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN));
    }
    until(() -> !reported.isEmpty());
    assertThat(reported).hasSize(1);
    assertThat(reported.get(0))
        .isInstanceOf(BiometricException.class)
        .hasMessageContaining("ended");
    assertThat(keys()).as("nobody took it back").isOne();
  }

  @Test
  void errorOfAListenerIsReportedAndFollowingGoesOn() {
    allowAll(ours.of("Noor"));
    BodySharing.Receiver broken =
        new BodySharing.Receiver() {
          @Override
          public void onValues(SharedValues values) {}

          @Override
          public void onEnd() {
            throw new IllegalStateException("as the test wants");
          }
        };
    try (BiometricSession session =
            BiometricSession.builder()
                .source(SimulatedSubject.builder().build())
                .consent(ours.of("Noor"))
                .build();
        BodySharing sharing = BodySharing.under(ours.of("Noor")).body(session).to(broken).build()) {
      theirs.of("Noor").revoke(Purpose.SHARE);
      until(() -> !reported.isEmpty());
      assertThat(reported.get(0)).hasMessage("as the test wants");
      theirs.of("Noor").revoke(Purpose.RECORD);
      until(() -> !ours.of("Noor").allows(Purpose.RECORD));
    }
  }

  @Test
  void whoIsClosedHearsNothingMore() {
    follower.close();
    follower.close();
    until(() -> runtime.liveThreads().stream().noneMatch(name -> name.contains("consents")));
    theirs.of("Noor").grant(Purpose.MINT, TEXT);
    assertThat(ours.of("Noor").allows(Purpose.MINT)).isFalse();
  }

  @Test
  void thereIsNothingToFollowInMemory() {
    assertThatThrownBy(() -> new ConsentLedger(clock).follow(runtime))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("file(...)");
  }
}
