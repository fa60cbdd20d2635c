package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.ArousalPeak;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.Purpose;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ArousalPeakTest {

  private static final long SECOND = 1_000_000_000;

  private final Consent consent = new ConsentLedger(MediaClock.virtual()).of("somebody");
  private final List<ArousalPeak> peaks = new ArrayList<>();
  private final BiometricState state = new BiometricState();

  @Test
  void episodeOfTwentySecondsIsFoundOnceAndSaysHowOftenChanceWouldDoIt() {
    allow();
    live(person(1).arousal(300, 320), true, 400, SECOND / 10);
    assertThat(peaks).hasSize(1);
    ArousalPeak peak = peaks.get(0);
    assertThat(peak.timeNanos()).isBetween(302 * SECOND, 328 * SECOND);
    assertThat(peak.score()).isBetween(0.95, 1.0);
    assertThat(peak.confidence()).isBetween(0.7, 1.0);
    assertThat(peak.expectedFalsePerHour()).isBetween(0.0, 0.5);
    assertThat(peak.baselineSeconds()).isGreaterThanOrEqualTo(120);
    assertThat(peak.valence()).isEqualTo(ArousalPeak.Valence.UNKNOWN);
  }

  @Test
  void squatsWalkBlinkAndJawAreNoArousal() {
    allow();
    SimulatedSubject.Builder subject = person(2);
    for (int at = 200; at < 1100; at += 150) {
      subject
          .squats(at, at + 20)
          .walk(at + 60, at + 80)
          .blink(at + 100)
          .clenchedJaw(at + 110, at + 114);
    }
    live(subject, true, 1200, SECOND / 10);
    assertThat(peaks).isEmpty();
    assertThat(state.value(Metric.AROUSAL)).isNotNaN();
  }

  @Test
  void skinThatRespondsByChanceWhileThePersonWalksAboutIsNoArousal() {
    allow();
    live(anybody(3), true, 1200, SECOND / 10);
    assertThat(peaks).isEmpty();
  }

  @Test
  void excitementDuringAWalkIsFoundOnceThePersonsWalksAreKnown() {
    allow();
    live(walker().arousal(600, 620), true, 700, SECOND / 10);
    assertThat(peaks).hasSize(1);
    assertThat(peaks.get(0).timeNanos()).isBetween(602 * SECOND, 628 * SECOND);
  }

  @Test
  void squatsOfOneWhoOtherwiseWalksAreNoArousal() {
    allow();
    live(walker().squats(625, 655).squats(745, 785), true, 900, SECOND / 10);
    assertThat(peaks).isEmpty();
  }

  @Test
  void arousalIsUnknownBeforeTwoMinutesAndWhileThePersonMoves() {
    allow();
    live(person(3).arousal(60, 80), true, 119, SECOND / 10);
    assertThat(peaks).isEmpty();
    assertThat(state.value(Metric.AROUSAL)).isNaN();
    live(person(3).walk(290, 310), true, 300, SECOND / 10);
    assertThat(state.value(Metric.AROUSAL)).isNaN();
  }

  @Test
  void offUntilSwitchedOn() {
    allow();
    live(person(1).arousal(300, 320), false, 330, SECOND / 10);
    assertThat(peaks).isEmpty();
    assertThat(state.value(Metric.AROUSAL)).isNaN();
  }

  @Test
  void offUntilConsentedTo() {
    consent.grant(Purpose.VISUALISE, ConsentText.first("test"));
    live(person(1).arousal(300, 320), true, 330, SECOND / 10);
    assertThat(peaks).isEmpty();
    assertThat(state.value(Metric.AROUSAL)).isNaN();
    assertThat(state.value(Metric.HEART_RATE)).isNotNaN();
    assertThatThrownBy(
            () -> BiometricSession.builder().source(person(1).build()).inferArousal().build())
        .hasMessageContaining("consent(...)");
  }

  @Test
  void decisionIsTheSameHoweverOftenTheSessionIsPolled() {
    allow();
    live(person(4).arousal(250, 270), true, 300, SECOND / 60);
    List<ArousalPeak> often = List.copyOf(peaks);
    live(person(4).arousal(250, 270), true, 300, SECOND * 7 / 10);
    assertThat(often).hasSize(1);
    assertThat(peaks).isEqualTo(often);
  }

  private void allow() {
    consent.grant(Purpose.VISUALISE, ConsentText.first("test"));
    consent.grant(Purpose.INFER_AROUSAL, ConsentText.first("test"));
  }

  /** Ten seconds out of every forty; one of the walks begins at 600 s. */
  private static SimulatedSubject.Builder walker() {
    SimulatedSubject.Builder walker = person(5);
    for (int at = 40; at < 900; at += 40) {
      walker.walk(at, at + 10);
    }
    return walker;
  }

  private static SimulatedSubject.Builder person(long seed) {
    return anybody(seed).onlyScripted();
  }

  private static SimulatedSubject.Builder anybody(long seed) {
    return SimulatedSubject.builder().seed(seed).ecgRateHz(125).ppgRateHz(10).eegRateHz(50);
  }

  private void live(SimulatedSubject.Builder subject, boolean infer, int seconds, long pollNanos) {
    peaks.clear();
    BiometricListener listener =
        new BiometricListener() {
          @Override
          public void onArousalPeak(ArousalPeak peak) {
            peaks.add(peak);
          }
        };
    BiometricSession.Builder builder =
        BiometricSession.builder().source(subject.build()).listener(listener).consent(consent);
    if (infer) {
      builder.inferArousal();
    }
    try (BiometricSession session = builder.build()) {
      for (long now = 0; now < seconds * SECOND; now += pollNanos) {
        assertThat(session.poll(now)).isNotEqualTo(BiometricSource.END);
      }
      session.poll(seconds * SECOND);
      session.read(state);
    }
  }
}
