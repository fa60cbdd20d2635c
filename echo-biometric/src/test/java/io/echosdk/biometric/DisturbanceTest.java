package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.testing.OnlySignals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * That squats, blinks and a clenched jaw are told neither as heart, nor as breath, nor as brain
 * waves. That they are no arousal, {@link ArousalPeakTest} says.
 */
final class DisturbanceTest {

  private static final long SECOND = 1_000_000_000;
  private static final int LENGTH = 140;
  private static final int SETTLED = 40;
  private static final int TRICKS_FROM = 70;
  private static final int TRICKS_UNTIL = 100;
  private static final double BREATH_WINDOW = 32;
  private static final List<Metric> BANDS =
      List.of(
          Metric.EEG_DELTA, Metric.EEG_THETA, Metric.EEG_ALPHA, Metric.EEG_BETA, Metric.EEG_GAMMA);

  /** What a person does who wants to fool the sensors. */
  private enum Trick {
    SQUATS,
    BLINKS,
    JAW,
    ALL;

    SimulatedSubject.Builder person() {
      SimulatedSubject.Builder person = DisturbanceTest.person();
      if (this == SQUATS || this == ALL) {
        person.squats(TRICKS_FROM, TRICKS_UNTIL);
      }
      for (double at = TRICKS_FROM; this != SQUATS && this != JAW && at < TRICKS_UNTIL; at += 2.7) {
        person.blink(at);
      }
      if (this == JAW || this == ALL) {
        person
            .clenchedJaw(TRICKS_FROM, TRICKS_FROM + 5)
            .clenchedJaw(TRICKS_FROM + 15, TRICKS_UNTIL);
      }
      return person;
    }
  }

  private static SimulatedSubject.Builder person() {
    return SimulatedSubject.builder()
        .seed(12)
        .onlyScripted()
        .heartRateBpm(66)
        .breathsPerMinute(14)
        .eegChannels("Fp1", "T3", "O1", "O2");
  }

  /** What a session says each second of some signals of a person, and the beats it tells. */
  private static final class Told {
    final List<BiometricState> states = new ArrayList<>();
    final List<Double> beats = new ArrayList<>();

    Told(SimulatedSubject.Builder person, Set<SignalKind> kinds) {
      BiometricListener listener =
          new BiometricListener() {
            @Override
            public void onBeatFinal(Beat beat) {
              beats.add(beat.timeNanos() * 1e-9);
            }
          };
      try (BiometricSession session =
          BiometricSession.builder()
              .source(new OnlySignals(person.build(), kinds))
              .listener(listener)
              .build()) {
        for (int second = 0; second < LENGTH; second++) {
          session.poll(second * SECOND);
          BiometricState state = new BiometricState();
          session.read(state);
          states.add(state);
        }
      }
    }
  }

  @Test
  void everyBeatIsToldAndNoOtherAndTheRateIsTheHearts() {
    SubjectTruth truth = Trick.ALL.person().build().groundTruth(Duration.ofSeconds(LENGTH));
    for (SignalKind kind : List.of(SignalKind.ECG, SignalKind.PPG)) {
      Told told = new Told(Trick.ALL.person(), EnumSet.of(kind, SignalKind.ACCELERATION));
      List<Double> beats = kind == SignalKind.ECG ? truth.beatSeconds() : truth.pulseSeconds();
      assertEachIsIn(between(beats, SETTLED, LENGTH - 3), told.beats);
      assertEachIsIn(between(told.beats, SETTLED, LENGTH - 3), beats);
      for (int second = SETTLED; second < LENGTH; second++) {
        BiometricState state = told.states.get(second);
        List<Double> recent = between(beats, second - 6, second);
        if (state.confidence(Metric.HEART_RATE) >= 0.5) {
          assertThat(state.value(Metric.HEART_RATE))
              .as("%s at %d s", kind, second)
              .isBetween(
                  rates(recent).min().orElseThrow() - 3, rates(recent).max().orElseThrow() + 3);
        }
      }
    }
  }

  private static void assertEachIsIn(List<Double> these, List<Double> those) {
    for (double at : these) {
      assertThat(those).anyMatch(other -> Math.abs(other - at) < 0.15);
    }
  }

  private static List<Double> between(List<Double> times, double from, double to) {
    return times.stream().filter(at -> at >= from && at < to).toList();
  }

  private static DoubleStream rates(List<Double> beats) {
    return IntStream.range(1, beats.size())
        .mapToDouble(i -> 60 / (beats.get(i) - beats.get(i - 1)));
  }

  @Test
  void rateOfTheBreathIsTheBreaths() {
    List<Double> phases =
        Trick.ALL.person().build().groundTruth(Duration.ofSeconds(LENGTH)).breathPhases();
    assertBreath(SignalKind.RESPIRATION, phases, 0.3);
    assertBreath(SignalKind.ECG, phases, 1);
    assertBreath(SignalKind.PPG, phases, 1);
  }

  private static void assertBreath(SignalKind kind, List<Double> phases, double meanError) {
    Told told = new Told(Trick.ALL.person(), EnumSet.of(kind, SignalKind.ACCELERATION));
    double error = 0;
    int known = 0;
    for (int second = SETTLED; second < LENGTH; second++) {
      BiometricState state = told.states.get(second);
      if (state.confidence(Metric.BREATH_RATE) >= 0.5) {
        known++;
        double off = Math.abs(state.value(Metric.BREATH_RATE) - rate(phases, second));
        assertThat(off).as("%s at %d s", kind, second).isLessThan(2);
        error += off;
      }
    }
    assertThat(known).as(kind.name()).isGreaterThan((LENGTH - SETTLED) * 8 / 10);
    assertThat(error / known).as(kind.name()).isLessThan(meanError);
  }

  @Test
  void squatsAloneAreNoBreath() {
    Told told = new Told(Trick.SQUATS.person(), EnumSet.of(SignalKind.ACCELERATION));
    assertThat(told.states).allMatch(state -> !(state.confidence(Metric.BREATH_RATE) >= 0.3));
  }

  /** Breaths a minute in the last 32 s, from a phase told every 20 ms. */
  private static double rate(List<Double> phases, int until) {
    int from = (int) Math.round((until - BREATH_WINDOW) * 50);
    double turns = phases.get(until * 50) - phases.get(from);
    for (int i = from + 1; i <= until * 50; i++) {
      turns += phases.get(i) < phases.get(i - 1) ? 1 : 0;
    }
    return 60 * turns / BREATH_WINDOW;
  }

  @ParameterizedTest
  @EnumSource
  void bandsThatAreBelievedAreThoseOfACalmBrain(Trick trick) {
    Set<SignalKind> kinds = EnumSet.of(SignalKind.EEG, SignalKind.ACCELERATION);
    Told calm = new Told(person(), kinds);
    Told told = new Told(trick.person(), kinds);
    for (Metric band : BANDS) {
      double usual = believed(calm, band, SETTLED, LENGTH).average().orElseThrow();
      believed(told, band, TRICKS_FROM, TRICKS_UNTIL + 10)
          .average()
          .ifPresent(mean -> assertThat(mean).as(band.name()).isCloseTo(usual, within(0.05)));
      assertThat(believed(told, band, TRICKS_UNTIL + 10, LENGTH).count()).isEqualTo(LENGTH - 110);
    }
    assertThat(told.states).allMatch(state -> Double.isNaN(state.value(Metric.ALPHA_FREQUENCY)));
    assertThat(told.states.subList(TRICKS_FROM, TRICKS_UNTIL))
        .as("is doubted")
        .anyMatch(state -> state.confidence(Metric.EEG_ALPHA) < 0.8);
  }

  /** A band's shares between two seconds that are told with confidence. */
  private static DoubleStream believed(Told told, Metric band, int from, int until) {
    return told.states.subList(from, until).stream()
        .filter(state -> state.confidence(band) >= 0.5)
        .mapToDouble(state -> state.value(band));
  }
}
