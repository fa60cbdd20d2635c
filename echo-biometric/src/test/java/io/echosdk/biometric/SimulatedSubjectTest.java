package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SimulatedSubjectTest {

  private static final long SECOND = 1_000_000_000;
  private static final long START = 77 * SECOND;

  @Test
  void samplesDoNotDependOnHowOftenItIsPolled() {
    Random random = new Random(5);
    List<Float> often = new ArrayList<>();
    List<Float> once = new ArrayList<>();
    SimulatedSubject first = SimulatedSubject.builder().seed(9).build();
    for (long now = 0; now < 20 * SECOND; now += random.nextInt(100_000_000)) {
      collect(first, now, often);
    }
    collect(first, 20 * SECOND, often);
    SimulatedSubject second = SimulatedSubject.builder().seed(9).build();
    collect(second, 0, once);
    collect(second, 20 * SECOND, once);
    assertThat(often).hasSize(20 * 250).isEqualTo(once);
  }

  @Test
  void anotherSeedIsAnotherPerson() {
    SubjectTruth one =
        SimulatedSubject.builder().seed(1).build().groundTruth(Duration.ofSeconds(30));
    SubjectTruth two =
        SimulatedSubject.builder().seed(2).build().groundTruth(Duration.ofSeconds(30));
    assertThat(one.beatSeconds()).isNotEqualTo(two.beatSeconds());
  }

  @Test
  void everyTrueBeatIsFoundAndNoOther() {
    SimulatedSubject subject = SimulatedSubject.builder().seed(4).heartRateBpm(75).build();
    List<Double> truth = subject.groundTruth(Duration.ofSeconds(180)).beatSeconds();
    List<Beat> beats = new ArrayList<>();
    live(subject, 180, beats, (now, state) -> {});
    List<Double> found =
        beats.stream()
            .map(beat -> (beat.timeNanos() - START) * 1e-9)
            .filter(t -> t > 5 && t < 179)
            .toList();
    List<Double> expected = truth.stream().filter(t -> t > 5 && t < 179).toList();
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i)).isCloseTo(expected.get(i), within(0.008));
    }
  }

  @Test
  void breathIsFollowedInRateAndPhase() {
    SimulatedSubject subject = SimulatedSubject.builder().seed(6).breathsPerMinute(14).build();
    List<Double> truth = subject.groundTruth(Duration.ofSeconds(121)).breathPhases();
    double[] worst = {0};
    double[] rate = {0};
    live(
        subject,
        120,
        new ArrayList<>(),
        (now, state) -> {
          double phase = state.value(Metric.BREATH_PHASE);
          if (now > 30 * SECOND) {
            double off = phase - truth.get((int) (now / 20_000_000) - 1);
            off -= Math.rint(off);
            worst[0] = Math.max(worst[0], Math.abs(off));
            rate[0] = state.value(Metric.BREATH_RATE);
          }
        });
    assertThat(worst[0]).as("greatest error of the phase, turns").isLessThan(0.12);
    assertThat(rate[0]).isCloseTo(14, within(2.0));
  }

  @Test
  void alphaIsHigherInsideBurstsThanOutside() {
    SimulatedSubject subject = SimulatedSubject.builder().seed(8).build();
    SubjectTruth truth = subject.groundTruth(Duration.ofSeconds(120));
    List<Double> inside = new ArrayList<>();
    List<Double> outside = new ArrayList<>();
    live(
        subject,
        120,
        new ArrayList<>(),
        (now, state) -> {
          double alpha = state.value(Metric.EEG_ALPHA);
          double from = (now - state.ageNanos(Metric.EEG_ALPHA, START + now)) * 1e-9;
          if (!Double.isNaN(alpha)) {
            boolean all =
                truth.alphaBursts().stream()
                    .anyMatch(b -> b.contains(from - 1.5) && b.contains(from + 1.5));
            boolean none =
                truth.alphaBursts().stream()
                    .noneMatch(b -> b.startSeconds() < from + 2 && b.endSeconds() > from - 2);
            (all ? inside : none ? outside : new ArrayList<Double>()).add(alpha);
          }
        });
    assertThat(inside).isNotEmpty().allMatch(alpha -> alpha > 0.45);
    assertThat(outside).isNotEmpty().allMatch(alpha -> alpha < 0.45);
  }

  @Test
  void movementIsSeenWhereItIs() {
    SimulatedSubject subject = SimulatedSubject.builder().seed(10).build();
    SubjectTruth truth = subject.groundTruth(Duration.ofSeconds(120));
    live(
        subject,
        120,
        new ArrayList<>(),
        (now, state) -> {
          double enmo = state.value(Metric.MOVEMENT);
          double at = now * 1e-9 - 0.5;
          boolean moving =
              truth.movements().stream().anyMatch(m -> m.contains(at - 2) && m.contains(at + 1));
          boolean still =
              truth.movements().stream()
                  .noneMatch(m -> m.startSeconds() < at + 1 && m.endSeconds() > at - 2);
          if (moving) {
            assertThat(enmo).isGreaterThan(50);
          } else if (still && now > 2 * SECOND) {
            assertThat(enmo).isLessThan(10);
          }
        });
  }

  @Test
  void settingsOutOfRangeAreAllNamedAtOnce() {
    assertThatThrownBy(
            () -> SimulatedSubject.builder().heartRateBpm(5).breathsPerMinute(99).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("heartRateBpm must be 30.0 to 200.0 but is 5.0")
        .hasMessageContaining("breathsPerMinute");
  }

  private interface Watcher {
    void see(long sinceStart, BiometricState state);
  }

  private static void live(
      SimulatedSubject subject, int seconds, List<Beat> beats, Watcher watcher) {
    BiometricListener listener =
        new BiometricListener() {
          @Override
          public void onBeat(Beat beat) {
            beats.add(beat);
          }
        };
    BiometricState state = new BiometricState();
    try (BiometricSession session =
        BiometricSession.builder().source(subject).listener(listener).build()) {
      for (long now = 0; now <= seconds * SECOND; now += 20_000_000) {
        session.poll(START + now);
        session.read(state);
        watcher.see(now, state);
      }
    }
  }

  private static void collect(SimulatedSubject subject, long now, List<Float> into) {
    subject.poll(
        now,
        (signal, time, origin, block, offset, frames, flags) -> {
          if (signal.name().equals("ecg")) {
            for (float sample : Arrays.copyOfRange(block, offset, offset + frames)) {
              into.add(sample);
            }
          }
        });
  }
}
