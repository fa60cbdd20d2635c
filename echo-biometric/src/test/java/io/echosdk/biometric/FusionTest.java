package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.testing.OnlySignals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several sources of one body, against what is true of the simulated person. */
final class FusionTest {

  private static final long SECOND = 1_000_000_000;
  private static final int LENGTH = 120;
  private static final int SETTLED = 12; // seconds in which the sources get to know each other

  /** Electrodes come off, later the hand moves: each source is bad where the other is good. */
  private static SimulatedSubject person(long seed) {
    return SimulatedSubject.builder()
        .seed(seed)
        .heartRateBpm(60 + 4 * (seed % 5))
        .onlyScripted()
        .ecgNoiseMv(0.05)
        .leadOff(35, 50)
        .handMovement(70, 85)
        .build();
  }

  private static SimulatedSubject calm(long seed) {
    return SimulatedSubject.builder().seed(seed).onlyScripted().build();
  }

  private static BiometricSource only(SimulatedSubject of, SignalKind... kinds) {
    return new OnlySignals(of, Set.of(kinds));
  }

  /** What a session made of sources, second by second. */
  private static final class Run implements BiometricListener {
    final List<Beat> beats = new ArrayList<>();
    final List<Beat> finals = new ArrayList<>();
    final List<String> stale = new ArrayList<>();
    final List<double[]> rates = new ArrayList<>(); // rate, confidence, sources
    final BiometricState last = new BiometricState();

    Run(List<BiometricSource> sources, int seconds, long pollNanos) {
      BiometricSession.Builder builder = BiometricSession.builder().listener(this);
      sources.forEach(builder::source);
      try (BiometricSession session = builder.build()) {
        for (long now = 0; now <= seconds * SECOND; now += pollNanos) {
          session.poll(now);
          if (now % SECOND == 0) {
            session.read(last);
            rates.add(
                new double[] {
                  last.value(Metric.HEART_RATE),
                  last.confidence(Metric.HEART_RATE),
                  last.sources(Metric.HEART_RATE)
                });
          }
        }
      }
    }

    Run(BiometricSource... sources) {
      this(List.of(sources), LENGTH, SECOND / 50);
    }

    @Override
    public void onBeat(Beat beat) {
      assertThat(finals).as("the beat before is final").hasSameSizeAs(beats);
      beats.add(beat);
    }

    @Override
    public void onBeatFinal(Beat beat) {
      finals.add(beat);
      assertThat(beat.provisional()).isFalse();
      assertThat(beat.id()).isEqualTo(beats.get(beats.size() - 1).id());
    }

    @Override
    public void onSourceState(int source, SourceState state) {
      if (state instanceof SourceState.Stale reason) {
        stale.add(source + ": " + reason.reason());
      }
    }

    /** Root mean square error of the heart rate, unknown seconds counted as 10 beats a minute. */
    double error(List<Double> truth) {
      double sum = 0;
      for (int t = SETTLED; t < rates.size(); t++) {
        double off = rates.get(t)[0] - trueRate(truth, t);
        sum += Double.isNaN(off) ? 100 : off * off;
      }
      return Math.sqrt(sum / (rates.size() - SETTLED));
    }

    double worst(List<Double> truth) {
      double worst = 0;
      for (int t = SETTLED; t < rates.size(); t++) {
        double off = Math.abs(rates.get(t)[0] - trueRate(truth, t));
        worst = Double.isNaN(off) ? worst : Math.max(worst, off);
      }
      return worst;
    }

    long known() {
      return rates.stream().skip(SETTLED).filter(r -> !Double.isNaN(r[0])).count();
    }

    /** Beats missed and false, one to one within 150 ms, late by a constant. */
    int wrong(List<Double> truth, double late, int from) {
      List<Double> left =
          new ArrayList<>(truth.stream().filter(t -> t > from && t < LENGTH - 3).toList());
      int wrong = 0;
      for (Beat beat : beats) {
        double t = beat.timeNanos() * 1e-9 - late;
        if (t > from + 0.15 && t < LENGTH - 3.15 && !left.removeIf(b -> Math.abs(b - t) < 0.15)) {
          wrong++;
        }
      }
      left.removeIf(t -> t < from + 0.3 || t > LENGTH - 3.3);
      return wrong + left.size();
    }

    void rowIsSound() {
      for (int i = 0; i < beats.size(); i++) {
        assertThat(beats.get(i).id()).isEqualTo(i + 1);
        assertThat(beats.get(i).timeNanos())
            .isGreaterThan(i == 0 ? Long.MIN_VALUE : beats.get(i - 1).timeNanos());
      }
      for (int i = 0; i < finals.size(); i++) {
        assertThat(finals.get(i).id()).isEqualTo(i + 1);
        assertThat(finals.get(i).timeNanos())
            .isGreaterThan(i == 0 ? Long.MIN_VALUE : finals.get(i - 1).timeNanos());
      }
    }
  }

  private static double trueRate(List<Double> beats, double seconds) {
    int last = (int) beats.stream().filter(t -> t <= seconds).count() - 1;
    int first = Math.max(0, last - 5);
    return 60 * (last - first) / (beats.get(last) - beats.get(first));
  }

  private static List<Double> beatsOf(SimulatedSubject subject) {
    return subject.groundTruth(Duration.ofSeconds(LENGTH)).beatSeconds();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void twoSourcesAreBetterThanEachAlone(long seed) {
    List<Double> truth = beatsOf(person(seed));
    Run strap = new Run(only(person(seed), SignalKind.ECG));
    Run watch = new Run(only(person(seed), SignalKind.PPG));
    Run both = new Run(only(person(seed), SignalKind.ECG), only(person(seed), SignalKind.PPG));
    assertThat(both.error(truth)).isLessThan(strap.error(truth)).isLessThan(watch.error(truth));
    assertThat(both.error(truth)).isLessThan(0.6);
    assertThat(both.wrong(truth, 0, SETTLED))
        .isZero()
        .isLessThan(strap.wrong(truth, 0, SETTLED))
        .isLessThan(watch.wrong(truth, 0.35, SETTLED));
    both.rowIsSound();
  }

  @Test
  void beatsAreFinalWhereTheirSourceKnowsThemForGood() {
    Run alone = new Run(only(calm(4), SignalKind.ECG));
    Run both = new Run(only(calm(4), SignalKind.ECG), only(calm(4), SignalKind.PPG));
    List<Long> exact = alone.finals.stream().map(Beat::timeNanos).toList();
    List<Long> told = alone.beats.stream().map(Beat::timeNanos).toList();
    assertThat(exact).isNotEqualTo(told);
    long settled = SETTLED * SECOND;
    assertThat(both.finals.stream().map(Beat::timeNanos).filter(t -> t > settled))
        .containsExactlyElementsOf(exact.stream().filter(t -> t > settled).toList());
    assertThat(both.last.value(Metric.RMSSD)).isEqualTo(alone.last.value(Metric.RMSSD));
    assertThat(both.beats).filteredOn(Beat::provisional).hasSizeGreaterThan(LENGTH / 2);
    both.rowIsSound();
  }

  @Test
  void pulseOfAWaveGoesByTheTransitThatWasLearntBesideAnEcg() {
    SimulatedSubject person =
        SimulatedSubject.builder().seed(6).onlyScripted().leadOff(60, 90).build();
    List<Double> truth = beatsOf(person);
    double learnt = pulseError(truth, only(person, SignalKind.ECG), only(calm(6), SignalKind.PPG));
    double fixed = pulseError(truth, only(calm(6), SignalKind.PPG));
    assertThat(fixed).as("430 ms are not this person's").isLessThan(-0.05);
    assertThat(learnt).isBetween(-0.01, 0.01);
  }

  /**
   * Mean of by how many seconds the next beats were predicted wrong while the electrodes are off.
   */
  private static double pulseError(List<Double> truth, BiometricSource... sources) {
    BiometricSession.Builder builder = BiometricSession.builder();
    List.of(sources).forEach(builder::source);
    double sum = 0;
    int count = 0;
    try (BiometricSession session = builder.build()) {
      PulsePhase pulse = session.pulse();
      for (long now = 0; now <= 88 * SECOND; now += SECOND / 50) {
        session.poll(now);
        if (now >= 65 * SECOND && now % SECOND == 0) {
          double next = pulse.nextBeatNanos(now) * 1e-9;
          sum += next - nearest(truth, next);
          count++;
        }
      }
    }
    return sum / count;
  }

  private static double nearest(List<Double> beats, double seconds) {
    return beats.stream().min(Comparator.comparingDouble(t -> Math.abs(t - seconds))).orElseThrow();
  }

  @Test
  void orderOfTheSourcesDoesNotMatter() {
    Run one = new Run(only(person(3), SignalKind.ECG), only(person(3), SignalKind.PPG));
    Run other = new Run(only(person(3), SignalKind.PPG), only(person(3), SignalKind.ECG));
    assertThat(times(other)).isEqualTo(times(one));
    for (int t = 0; t < one.rates.size(); t++) {
      same(other.rates.get(t)[0], one.rates.get(t)[0]);
      same(other.rates.get(t)[1], one.rates.get(t)[1]);
      int swapped = (int) other.rates.get(t)[2];
      assertThat((swapped & 1) << 1 | swapped >> 1).isEqualTo((int) one.rates.get(t)[2]);
    }
  }

  private static List<Long> times(Run run) {
    return run.beats.stream().map(Beat::timeNanos).toList();
  }

  @Test
  void sizeOfBatchesAndOfPollsDoesNotMatter() {
    Run whole = chunked(Integer.MAX_VALUE, SECOND / 50);
    for (int chunk : new int[] {1, 7, 73, 4096}) {
      assertSame(chunked(chunk, SECOND / 50), whole);
    }
    assertSame(chunked(4096, 20 * SECOND), whole);
  }

  private static Run chunked(int frames, long pollNanos) {
    List<BiometricSource> sources =
        List.of(
            new Twisted(only(person(5), SignalKind.ECG, SignalKind.RESPIRATION)).cut(frames),
            new Twisted(only(person(5), SignalKind.PPG)).cut(frames),
            new Twisted(only(person(5), SignalKind.EEG, SignalKind.EDA)).cut(frames));
    return new Run(sources, 100, pollNanos);
  }

  private static void assertSame(Run one, Run other) {
    assertThat(times(one)).isEqualTo(times(other));
    for (Metric metric : Metric.values()) {
      same(one.last.value(metric), other.last.value(metric));
      same(one.last.confidence(metric), other.last.confidence(metric));
    }
  }

  private static void same(double one, double other) {
    assertThat(Double.doubleToLongBits(one)).isEqualTo(Double.doubleToLongBits(other));
  }

  /** What one of three sources may do wrong. */
  private enum Lie {
    DEAD,
    THROWS,
    CONSTANT,
    NOT_A_NUMBER,
    THIRTY_TOO_MANY,
    BACKWARDS,
    AHEAD,
    FLOOD,
    JUMPS
  }

  @ParameterizedTest
  @EnumSource(Lie.class)
  void liarIsToldAndPoisonsNothing(Lie lie) {
    SimulatedSubject truthful = calm(7);
    List<Double> truth = beatsOf(truthful);
    BiometricSource liar = liar(lie, truth);
    Run run = new Run(only(calm(7), SignalKind.ECG), only(calm(7), SignalKind.PPG), liar);
    assertThat(run.worst(truth)).as("beats a minute").isLessThan(4);
    assertThat(run.known()).isEqualTo(LENGTH + 1 - SETTLED);
    assertThat(run.wrong(truth, 0, SETTLED)).isZero();
    assertThat(run.last.confidence(Metric.HEART_RATE)).isGreaterThan(0.8);
    assertThat(run.last.value(Metric.RMSSD)).isBetween(15.0, 45.0);
    run.rowIsSound();
    if (lie != Lie.THROWS) { // which has failed, not gone stale
      assertThat(run.stale).anyMatch(s -> s.startsWith("2: "));
      assertThat(run.stale).noneMatch(s -> s.startsWith("0: ") || s.startsWith("1: "));
    }
  }

  /** An honest source for half a minute, then a liar. */
  private static BiometricSource liar(Lie lie, List<Double> truth) {
    if (lie == Lie.THIRTY_TOO_MANY || lie == Lie.JUMPS) {
      return new Strap(truth, lie == Lie.JUMPS);
    }
    return new Twisted(only(calm(7), SignalKind.ECG)).lie(lie, 30 * SECOND);
  }

  @Test
  void winnerThatDiesAndReturnsLosesNoBeatAndDoublesNone() {
    List<Double> truth = beatsOf(person(21));
    Run run = new Run(only(person(21), SignalKind.ECG), only(person(21), SignalKind.PPG));
    assertThat(run.wrong(truth, 0, SETTLED)).isZero();
    assertThat(run.rates.get(45)[2]).isEqualTo(0b10);
    assertThat(run.rates.get(110)[2]).isEqualTo(0b11);
    run.rowIsSound();
  }

  @Test
  void confidenceFallsWithAge() {
    BiometricState state = new BiometricState();
    SimulatedSubject subject = calm(1);
    try (BiometricSession session = BiometricSession.of(subject)) {
      session.poll(0);
      session.poll(60 * SECOND);
      session.read(state);
      double fresh = state.confidence(Metric.HEART_RATE);
      subject.close();
      double before = fresh;
      for (int age = 4; age < 10; age++) {
        session.poll((60 + age) * SECOND);
        session.read(state);
        assertThat(state.confidence(Metric.HEART_RATE)).isLessThan(before);
        before = state.confidence(Metric.HEART_RATE);
      }
      assertThat(before).isLessThan(0.2 * fresh);
    }
  }
}
