package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.testing.OnlySignals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The phase that a session shows to whoever draws. */
final class PulsePhaseTest {

  private static final long MILLI = 1_000_000;
  private static final double USUAL_MS = 800;

  @Test
  void phaseIsMonotoneAndSlewsAtMostFifteenPercentThroughLateMissingAndEarlyBeats() {
    Random random = new Random(7);
    PulseForecast forecast = new PulseForecast();
    forecast.restart(0);
    PulsePhase phase = new PulsePhase(forecast::read);
    double beatMs = 0;
    double heardMs = 0;
    double before = Double.NaN;
    long now = 0;
    for (int i = 0; i < 400; i++) {
      boolean early = i % 17 == 16;
      beatMs += early ? 0.6 * USUAL_MS : USUAL_MS + 30 * random.nextGaussian();
      heardMs = Math.max(heardMs, beatMs + (i % 5 == 0 ? 2500 : 100)); // late, several at once
      for (; now < heardMs * MILLI; now += 4 * MILLI) {
        before = step(phase, now, before);
      }
      if (i % 23 != 22) { // else missed
        forecast.beat(Math.round(beatMs * MILLI), i % 31 == 30 ? 0.1 : 0.9, Beat.Kind.NORMAL);
        forecast.publish();
      }
    }
    assertThat(before).isNotNaN();
  }

  /** Bounds hold for any interval that may be predicted, 0.4 to 2 of the usual. */
  private static double step(PulsePhase phase, long now, double before) {
    double told = phase.phaseAt(now);
    if (!Double.isNaN(before) && !Double.isNaN(told)) {
      double step = told - before + (told - before < -0.5 ? 1 : 0);
      assertThat(step).as("at %d ns", now).isBetween(0.0, 1.15 * 4 / (0.4 * USUAL_MS));
    }
    return told;
  }

  @Test
  void viewsOfEcgAndOfPulseMeetTheHeartsOwnBeat() {
    assertThat(missMs(Set.of(SignalKind.ECG))).isLessThan(40);
    assertThat(missMs(Set.of(SignalKind.PPG, SignalKind.ACCELERATION))).isLessThan(40);
  }

  /** The median of how far the phase is from 0 where the R wave really is, in ms. */
  private static double missMs(Set<SignalKind> kinds) {
    SimulatedSubject subject =
        SimulatedSubject.builder().seed(6).onlyScripted().breathDepthMs(15).build();
    List<Double> truth = subject.groundTruth(Duration.ofSeconds(90)).beatSeconds();
    List<Double> misses = new ArrayList<>();
    try (BiometricSession session =
        BiometricSession.builder()
            .source(new OnlySignals(subject, kinds))
            .pulseTransit(Duration.ofMillis(350))
            .build()) {
      PulsePhase phase = session.pulse();
      assertThat(phase.phaseAt(0)).isNaN();
      int next = 0;
      for (long now = 0; now < 90_000 * MILLI; now += 5 * MILLI) {
        session.poll(now);
        double told = phase.phaseAt(now);
        if (next < truth.size() && now * 1e-9 >= truth.get(next)) {
          if (now > 40_000 * MILLI) {
            misses.add(Math.abs(told - Math.rint(told)) * 60_000 / 64);
          }
          next++;
        }
      }
    }
    misses.sort(null);
    assertThat(misses).hasSizeGreaterThan(40);
    return misses.get(misses.size() / 2);
  }

  @Test
  void readerOnAnotherThreadNeverSeesThePhaseGoBack() throws InterruptedException {
    PulseForecast forecast = new PulseForecast();
    forecast.restart(0);
    PulsePhase phase = new PulsePhase(forecast::read);
    Thread writer =
        new Thread(
            () -> {
              for (int i = 1; i < 20_000; i++) {
                forecast.beat(i * 800 * MILLI + i % 7 * 20 * MILLI, 1, Beat.Kind.NORMAL);
                forecast.publish();
              }
            });
    writer.start();
    double before = Double.NaN;
    for (long now = 0; writer.isAlive(); now += 4 * MILLI) {
      before = step(phase, now, before);
    }
    writer.join();
  }

  @Test
  void withoutConsentThereIsNoPhase() {
    Consent consent = new ConsentLedger(MediaClock.virtual()).of("somebody");
    SimulatedSubject subject = SimulatedSubject.builder().onlyScripted().build();
    try (BiometricSession session =
        BiometricSession.builder().source(subject).consent(consent).build()) {
      PulsePhase phase = session.pulse();
      for (long now = 0; now < 10_000 * MILLI; now += 20 * MILLI) {
        session.poll(now);
      }
      assertThat(phase.known(10_000 * MILLI)).isFalse();
    }
  }

  @Test
  void transitOfMoreThanASecondIsRefused() {
    assertThatThrownBy(() -> BiometricSession.builder().pulseTransit(Duration.ofMillis(1001)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT1.001S");
  }
}
