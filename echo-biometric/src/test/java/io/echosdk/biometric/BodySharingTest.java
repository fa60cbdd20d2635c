package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.ConsentException;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class BodySharingTest {

  private static final long SECOND = 1_000_000_000;
  private static final ConsentText TEXT = ConsentText.first("test");

  private final ConsentLedger ledger = new ConsentLedger(MediaClock.virtual());
  private final Consent consent = ledger.of("somebody");

  /** What a room was told; synchronized, for it is told on two threads. */
  private static final class Room implements BodySharing.Receiver {
    final List<SharedValues> heard = new ArrayList<>();
    final CountDownLatch some = new CountDownLatch(1);
    int ends;

    @Override
    public synchronized void onValues(SharedValues values) {
      assertThat(ends).isZero();
      heard.add(values);
      some.countDown();
    }

    @Override
    public synchronized void onEnd() {
      ends++;
    }

    synchronized int ends() {
      return ends;
    }
  }

  private final Room room = new Room();

  private BiometricSession session() {
    return BiometricSession.builder()
        .source(SimulatedSubject.builder().heartRateBpm(66).build())
        .consent(consent)
        .build();
  }

  private BodySharing.Builder sharing(BiometricSession session) {
    return BodySharing.under(consent).body(session).to(room);
  }

  private void allow() {
    consent.grant(Purpose.SHARE, TEXT);
    consent.grant(Purpose.VISUALISE, TEXT);
  }

  @Test
  void sharesWhatIsKnownAtMostAsOftenAsAskedFor() {
    allow();
    try (BiometricSession session = session();
        BodySharing sharing = sharing(session).ratePerSecond(2).build()) {
      for (long now = 0; now <= 30 * SECOND; now += SECOND / 60) {
        session.poll(now);
        sharing.poll(now);
      }
    }
    assertThat(room.heard).hasSizeBetween(59, 61);
    SharedValues last = room.heard.get(room.heard.size() - 1);
    assertThat(last.values()).extracting(SharedValues.Value::metric).contains(Metric.HEART_RATE);
    assertThat(last.values())
        .allMatch(
            v ->
                List.of(Metric.HEART_RATE, Metric.COHERENCE, Metric.BREATH_RATE)
                    .contains(v.metric()));
    assertThat(last.values().get(0).value()).isBetween(55.0, 77.0);
    assertThat(last.toString()).contains("[****]").doesNotContain("value=");
    assertThat(room.heard.get(0).values()).as("unknown is left out").isEmpty();
    assertThat(room.ends()).as("closed").isEqualTo(1);
  }

  @Test
  void needsBothConsentsToBeginAndAnHonestRate() {
    try (BiometricSession session = session()) {
      consent.grant(Purpose.VISUALISE, TEXT);
      assertThatThrownBy(() -> sharing(session).build())
          .isInstanceOfSatisfying(
              ConsentException.class, e -> assertThat(e.purpose()).isEqualTo(Purpose.SHARE));
      assertThatThrownBy(() -> sharing(session).ratePerSecond(5))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void endsOnceBeforeRevokeReturnsAndForGood() {
    for (Purpose taken : List.of(Purpose.SHARE, Purpose.VISUALISE)) {
      Room other = new Room();
      allow();
      try (BiometricSession session = session();
          BodySharing sharing = BodySharing.under(consent).body(session).to(other).build()) {
        session.poll(0);
        sharing.poll(0);
        consent.revoke(taken);
        assertThat(other.ends()).isEqualTo(1);
        consent.grant(taken, TEXT);
        assertThat(sharing.poll(9 * SECOND)).isEqualTo(BiometricSource.END);
        consent.revokeAll();
        sharing.close();
      }
      assertThat(other.heard).hasSize(1);
      assertThat(other.ends()).isEqualTo(1);
    }
  }

  @Test
  void threadOfItsOwnEndsWithTheConsent() throws InterruptedException {
    allow();
    try (EchoRuntime runtime = EchoRuntime.create();
        BiometricSession session = session();
        BodySharing sharing = sharing(session).ratePerSecond(4).build().start(runtime)) {
      room.some.await();
      consent.revoke(Purpose.SHARE);
      int heard = room.heard.size();
      assertThat(room.ends()).isEqualTo(1);
      assertThat(sharing.poll(0)).isEqualTo(BiometricSource.END);
      assertThat(room.heard).hasSize(heard);
    }
    assertThat(room.ends()).isEqualTo(1);
  }
}
