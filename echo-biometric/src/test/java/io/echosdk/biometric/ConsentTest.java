package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.Purpose;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConsentTest {

  private static final long SECOND = 1_000_000_000;

  private final ConsentLedger ledger = new ConsentLedger(MediaClock.virtual());
  private final Consent consent = ledger.of("somebody");

  @Test
  void nothingIsAllowedUntilItIsGranted() {
    for (Purpose purpose : Purpose.values()) {
      assertThat(consent.allows(purpose)).as(purpose.name()).isFalse();
    }
  }

  @Test
  void everyChangeIsNumberedAndKept() {
    consent.grant(Purpose.SHARE, ConsentText.first("2026-11, English"));
    ledger.of("another").grant(Purpose.RECORD, ConsentText.first("2026-11, English"));
    consent.revoke(Purpose.SHARE);
    assertThat(ledger.of("somebody")).isSameAs(consent);
    assertThat(consent.allows(Purpose.SHARE)).isFalse();
    assertThat(ledger.entries())
        .extracting(ConsentLedger.Entry::number)
        .containsExactly(1L, 2L, 3L);
    assertThat(ledger.entries())
        .extracting(ConsentLedger.Entry::granted)
        .containsExactly(true, true, false);
  }

  @Test
  void revokingWipesTheStateAtOnceAndTheBeatsAtTheNextPoll() {
    consent.grant(Purpose.VISUALISE, ConsentText.first("test"));
    List<Beat> beats = new ArrayList<>();
    BiometricState state = new BiometricState();
    try (BiometricSession session = session(beats)) {
      for (long now = 0; now <= 30 * SECOND; now += SECOND / 50) {
        session.poll(now);
      }
      session.read(state);
      assertThat(state.value(Metric.HEART_RATE)).isNotNaN();
      int before = beats.size();
      consent.revoke(Purpose.VISUALISE);
      session.read(state);
      assertNothingKnown(state);
      for (long now = 30 * SECOND; now <= 40 * SECOND; now += SECOND / 50) {
        session.poll(now);
      }
      session.read(state);
      assertNothingKnown(state);
      assertThat(beats).hasSize(before);
    }
  }

  @Test
  void grantingAgainBeginsAnewWithoutWhatWasKnownBefore() {
    consent.grant(Purpose.VISUALISE, ConsentText.first("test"));
    BiometricState state = new BiometricState();
    List<Beat> beats = new ArrayList<>();
    try (BiometricSession session = session(beats)) {
      for (long now = 0; now <= 70 * SECOND; now += SECOND / 50) {
        session.poll(now);
      }
      consent.revokeAll();
      session.poll(71 * SECOND);
      consent.grant(Purpose.VISUALISE, ConsentText.first("test"));
      session.poll(71 * SECOND + SECOND / 50);
      session.read(state);
      assertNothingKnown(state);
      for (long now = 72 * SECOND; now <= 90 * SECOND; now += SECOND / 50) {
        session.poll(now);
      }
      session.read(state);
      assertThat(state.value(Metric.HEART_RATE)).isNotNaN();
      assertThat(state.value(Metric.LF_POWER)).isNaN();
      assertThat(beats.get(beats.size() - 1).id()).isLessThan(30);
    }
  }

  private BiometricSession session(List<Beat> beats) {
    return BiometricSession.builder()
        .source(SimulatedSubject.builder().build())
        .listener(
            new BiometricListener() {
              @Override
              public void onBeat(Beat beat) {
                beats.add(beat);
              }
            })
        .consent(consent)
        .build();
  }

  private static void assertNothingKnown(BiometricState state) {
    for (Metric metric : Metric.values()) {
      assertThat(state.value(metric)).as(metric.name()).isNaN();
    }
    assertThat(state.beatCount()).isZero();
  }
}
