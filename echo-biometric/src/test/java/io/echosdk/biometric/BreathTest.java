package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.testing.OnlySignals;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The breath of simulated people, from one kind of signal at a time. */
final class BreathTest {

  private static final long SECOND = 1_000_000_000;
  private static final int LENGTH = 120;
  private static final int WINDOW = 32;

  @Test
  void beltTellsTheRateWithinAThirdOfABreath() {
    for (int breaths = 6; breaths <= 30; breaths += 6) {
      Score score = score(SignalKind.RESPIRATION, breaths, 15, 3);
      assertThat(score.error()).as(breaths + " a minute").isLessThan(0.3);
      assertThat(score.coverage()).isGreaterThan(0.95);
    }
  }

  @Test
  void heartTellsTheRateOfTheBreathWhereItsRhythmBarelyShowsIt() {
    for (int breaths = 6; breaths <= 24; breaths += 6) {
      for (SignalKind kind : List.of(SignalKind.ECG, SignalKind.PPG)) {
        Score score = score(kind, breaths, 5, 4);
        assertThat(score.error()).as(breaths + " a minute, " + kind).isLessThan(1);
        assertThat(score.coverage()).isGreaterThan(0.8);
      }
    }
  }

  @Test
  void rhythmWithoutBreathGivesNoRate() {
    Random random = new Random(3);
    BiometricState state = new BiometricState();
    BreathMeaning meaning = new BreathMeaning(new Estimates(state));
    long time = 0;
    int known = 0;
    for (int beat = 0; beat < 3000; beat++) {
      double interval = 800 + 40 * random.nextGaussian();
      time += Math.round(interval * 1e6);
      meaning.interval(time, interval);
      meaning.tick(time);
      known += Double.isNaN(state.value(Metric.BREATH_RATE)) ? 0 : 1;
    }
    assertThat(known).isLessThan(300); // white noise has a peak now and then
  }

  private record Score(double error, double coverage) {}

  private static Score score(SignalKind kind, int breaths, double depthMs, long seed) {
    SimulatedSubject.Builder subject =
        SimulatedSubject.builder()
            .seed(seed)
            .heartRateBpm(75)
            .breathsPerMinute(breaths)
            .breathDepthMs(depthMs)
            .ectopicBeat(50)
            .ectopicBeat(70);
    List<Double> phases = subject.build().groundTruth(Duration.ofSeconds(LENGTH)).breathPhases();
    BiometricState state = new BiometricState();
    double error = 0;
    int known = 0;
    int windows = 0;
    try (BiometricSession session =
        BiometricSession.of(new OnlySignals(subject.build(), Set.of(kind)))) {
      for (int second = 0; second < LENGTH; second++) {
        session.poll(second * SECOND);
        session.read(state);
        if (second >= WINDOW + 4) {
          windows++;
          double said = state.value(Metric.BREATH_RATE);
          if (!Double.isNaN(said)) {
            known++;
            error += Math.abs(said - rate(phases, second - WINDOW, second));
          }
        }
      }
    }
    return new Score(error / known, (double) known / windows);
  }

  /** Breaths a minute between two seconds, from a phase told every 20 ms. */
  private static double rate(List<Double> phases, int from, int to) {
    double turns = phases.get(to * 50) - phases.get(from * 50);
    for (int i = from * 50 + 1; i <= to * 50; i++) {
      turns += phases.get(i) < phases.get(i - 1) ? 1 : 0;
    }
    return 60 * turns / (to - from);
  }
}
