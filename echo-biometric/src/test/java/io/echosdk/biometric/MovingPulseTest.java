package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.testing.Allocations;
import io.echosdk.testing.OnlySignals;
import io.echosdk.testing.Waves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A pulse wave of a hand that moves, with an accelerometer beside it. */
final class MovingPulseTest {

  private static final double PULSE_HZ = 100;
  private static final double ACCELERATION_HZ = 50;
  private static final int SECONDS = 120;
  private static final int MOVES_FROM = 30;
  private static final int MOVES_UNTIL = 110;

  private record Told(double sample, double confidence) {}

  /** What the two sensors saw, and when pulses were. */
  private record Seen(float[] pulse, float[] acceleration, List<Double> truth) {}

  private static Seen live(SimulatedSubject subject) {
    List<float[]> pulse = new ArrayList<>();
    List<float[]> acceleration = new ArrayList<>();
    subject.poll(0, (signal, time, origin, samples, offset, n, flags) -> {});
    subject.poll(
        SECONDS * 1_000_000_000L,
        (signal, time, origin, samples, offset, n, flags) -> {
          int length = n * signal.channels().size();
          float[] block = Arrays.copyOfRange(samples, offset, offset + length);
          if (signal.kind() == SignalKind.PPG) {
            pulse.add(block);
          } else if (signal.kind() == SignalKind.ACCELERATION) {
            acceleration.add(block);
          }
        });
    List<Double> truth = subject.groundTruth(Duration.ofSeconds(SECONDS)).pulseSeconds();
    return new Seen(Waves.joined(pulse), Waves.joined(acceleration), truth);
  }

  private static SimulatedSubject.Builder person(long seed) {
    return SimulatedSubject.builder().seed(seed).onlyScripted();
  }

  private static SimulatedSubject movingHand(long seed) {
    return person(seed).handMovement(MOVES_FROM, MOVES_UNTIL).build();
  }

  private static List<Told> alone(float[] pulse) {
    List<Told> told = new ArrayList<>();
    new PulseDetector(
            PULSE_HZ, (sample, at, confidence, kind) -> told.add(new Told(sample, confidence)))
        .push(pulse, 0, pulse.length, 1);
    return told;
  }

  /** Gives both signals in packets; one of the acceleration comes when it is full. */
  private static List<Told> together(Seen seen, int pulsePacket, int accelerationPacket) {
    List<Told> told = new ArrayList<>();
    PulseDetector detector =
        new PulseDetector(
            PULSE_HZ, (sample, at, confidence, kind) -> told.add(new Told(sample, confidence)));
    StillPulse still =
        new StillPulse(
            PULSE_HZ, ACCELERATION_HZ, (number, time, value, trust) -> detector.push(value, trust));
    int moved = 0;
    int frames = seen.acceleration.length / 3;
    for (int i = 0; i < seen.pulse.length; i += pulsePacket) {
      int end = Math.min(seen.pulse.length, i + pulsePacket);
      for (int k = i; k < end; k++) {
        still.pulse(Math.round(k / PULSE_HZ * 1e9), seen.pulse[k]);
      }
      while (moved < frames && (moved + accelerationPacket) / ACCELERATION_HZ <= end / PULSE_HZ) {
        int last = Math.min(frames, moved + accelerationPacket);
        for (; moved < last; moved++) {
          still.acceleration(
              Math.round(moved / ACCELERATION_HZ * 1e9),
              seen.acceleration[3 * moved],
              seen.acceleration[3 * moved + 1],
              seen.acceleration[3 * moved + 2]);
        }
      }
    }
    return told;
  }

  private static double score(List<Told> told, List<Double> truth) {
    List<Double> left = new ArrayList<>(truth);
    left.removeIf(t -> t < MOVES_FROM || t > MOVES_UNTIL);
    int expected = left.size();
    int found = 0;
    int heard = 0;
    for (Told beat : told) {
      double at = beat.sample / PULSE_HZ;
      Double near = left.stream().filter(t -> Math.abs(t - at) <= 0.15).findFirst().orElse(null);
      boolean hit = left.remove(near);
      found += hit ? 1 : 0;
      heard += hit || at >= MOVES_FROM && at <= MOVES_UNTIL ? 1 : 0;
    }
    return 2.0 * found / (expected + heard);
  }

  @Test
  void withoutMovementEveryBeatIsTheSameToTheBit() {
    Seen seen = live(person(3).build());
    List<Told> alone = alone(seen.pulse);
    List<Told> together = together(seen, 2, 1);
    assertThat(together).hasSizeGreaterThan(100).isEqualTo(alone.subList(0, together.size()));
    assertThat(together.size()).isGreaterThanOrEqualTo(alone.size() - 1);
  }

  @Test
  void beatsOfAHandThatMovesAndOfAWalkAreFoundAgain() {
    for (long seed = 1; seed <= 3; seed++) {
      Seen hand = live(movingHand(seed));
      assertThat(score(alone(hand.pulse), hand.truth)).as("hand %d", seed).isLessThan(0.6);
      assertThat(score(together(hand, 2, 1), hand.truth)).as("hand %d", seed).isGreaterThan(0.94);
      Seen walk = live(person(seed).walk(MOVES_FROM, MOVES_UNTIL).build());
      assertThat(score(alone(walk.pulse), walk.truth)).as("walk %d", seed).isLessThan(0.9);
      assertThat(score(together(walk, 2, 1), walk.truth)).as("walk %d", seed).isGreaterThan(0.98);
    }
  }

  @Test
  void withoutAnAccelerometerBeatsOfAHandThatMovesAreNotBelieved() {
    for (long seed = 1; seed <= 3; seed++) {
      List<Told> told = alone(live(movingHand(seed)).pulse);
      assertThat(trust(told, 10, MOVES_FROM)).as("before, seed %d", seed).isGreaterThan(0.75);
      assertThat(trust(told, MOVES_FROM + 3, MOVES_UNTIL)).as("seed %d", seed).isLessThan(0.2);
    }
  }

  private static double trust(List<Told> told, double from, double until) {
    return told.stream()
        .filter(beat -> beat.sample > from * PULSE_HZ && beat.sample < until * PULSE_HZ)
        .mapToDouble(Told::confidence)
        .average()
        .orElse(0);
  }

  @Test
  void movementThatDoesNotReachTheSensorCostsNoBeat() {
    Seen still = live(person(2).build());
    Seen seen = new Seen(still.pulse, live(movingHand(2)).acceleration, still.truth);
    assertThat(score(together(seen, 2, 1), seen.truth)).isEqualTo(1);
  }

  @Test
  void noiseThatTheAccelerometerDoesNotExplainIsNotTrusted() {
    for (long seed = 1; seed <= 3; seed++) {
      Seen still = live(person(seed).build());
      Seen moved = live(movingHand(seed));
      float[] squared = still.pulse.clone();
      for (int i = 0; i < squared.length; i++) {
        float noise = moved.pulse[i] - still.pulse[i];
        squared[i] += noise * noise;
      }
      List<Told> told = together(new Seen(squared, moved.acceleration, still.truth), 2, 1);
      assertThat(trust(told, MOVES_FROM + 3, MOVES_UNTIL)).as("seed %d", seed).isLessThan(0.1);
    }
  }

  @Test
  void packetsOfEitherSignalChangeNothing() {
    Seen seen = live(movingHand(4));
    List<Told> whole = together(seen, 1, 1);
    for (int[] packets : new int[][] {{73, 1}, {7, 25}, {50, 40}}) {
      List<Told> told = together(seen, packets[0], packets[1]);
      assertThat(told).isEqualTo(whole.subList(0, told.size()));
      assertThat(told.size()).isGreaterThan(whole.size() - 4); // the last packet is not full
    }
  }

  @Test
  void accelerationThatNeverComesIsWaitedForOnceOnly() {
    List<Long> waits = new ArrayList<>();
    long[] now = {0};
    StillPulse still =
        new StillPulse(PULSE_HZ, 50, (number, time, value, trust) -> waits.add(now[0] - number));
    for (; now[0] < 1000; now[0]++) {
      still.pulse(now[0] * 10_000_000, now[0] % 80);
    }
    assertThat(waits).hasSize(1000);
    assertThat(waits.subList(200, 1000)).allMatch(wait -> wait == 0);
  }

  @Test
  void sessionHearsThePulseOfAMovingHandThroughTheAccelerometer() {
    List<Beat> beats = new ArrayList<>();
    SimulatedSubject subject = movingHand(1);
    BiometricListener keep =
        new BiometricListener() {
          @Override
          public void onBeat(Beat beat) {
            beats.add(beat);
          }
        };
    Set<SignalKind> kinds = Set.of(SignalKind.PPG, SignalKind.ACCELERATION);
    try (BiometricSession session =
        BiometricSession.builder().source(new OnlySignals(subject, kinds)).listener(keep).build()) {
      session.poll(0);
      session.poll(SECONDS * 1_000_000_000L);
    }
    List<Told> told =
        beats.stream().map(b -> new Told(b.timeNanos() * 1e-9 * PULSE_HZ, b.confidence())).toList();
    List<Double> truth = subject.groundTruth(Duration.ofSeconds(SECONDS)).pulseSeconds();
    assertThat(score(told, truth)).isGreaterThan(0.94);
    assertThat(beats).allMatch(beat -> beat.decisionDelayNanos() <= 200_000_000);
  }

  @Test
  void nothingIsAllocatedForASample() {
    StillPulse still = new StillPulse(PULSE_HZ, PULSE_HZ, (number, time, value, trust) -> {});
    long[] time = {0};
    long least =
        Allocations.leastBytesDuring(
            () -> {
              for (int i = 0; i < 2000; i++) {
                time[0] += 10_000_000;
                still.acceleration(time[0], i % 50 * 0.01, i % 31 * 0.02, 1);
                still.pulse(time[0], i % 80);
              }
            },
            3);
    assertThat(least).isZero();
  }
}
