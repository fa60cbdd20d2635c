package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.testing.TestFiles;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

final class BiometricSessionTest {

  /** What a resting person, of whom nobody may infer more, need not show. */
  private static final EnumSet<Metric> NOT_ALWAYS_KNOWN =
      EnumSet.of(Metric.ALPHA_FREQUENCY, Metric.CADENCE, Metric.AROUSAL);

  private static final long SECOND = 1_000_000_000;

  @Test
  void simulatedHeartIsFollowedAtItsRate() {
    SimulatedSubject subject = SimulatedSubject.builder().heartRateBpm(72).build();
    try (BiometricSession session = BiometricSession.of(subject)) {
      for (long now = 0; now <= 60 * SECOND; now += SECOND / 60) {
        session.poll(now);
      }
      BiometricState state = new BiometricState();
      session.read(state);
      assertThat(state.value(Metric.HEART_RATE)).isCloseTo(72, within(5.0));
      assertThat(state.beatCount()).isBetween(68L, 74L);
    }
  }

  @Test
  void recordedHeartIsPlayedToItsEnd() {
    List<Beat> beats = new ArrayList<>();
    BiometricSource source =
        Recordings.open(
            TestFiles.data("biometric/mitdb").resolve("101.hea"),
            ReplayOptions.builder().channels(0).asFastAsPolled().build());
    try (BiometricSession session =
        BiometricSession.builder().source(source).listener(collect(beats)).build()) {
      long next = 0;
      while (next != BiometricSource.END) {
        next = session.poll(next);
      }
    }
    assertThat(beats).hasSizeBetween(1850, 1880);
  }

  @Test
  void everyBeatIsToldProvisionallyAndThenForGoodWithItsId() {
    List<Beat> beats = new ArrayList<>();
    List<Beat> finals = new ArrayList<>();
    BiometricListener listener =
        new BiometricListener() {
          @Override
          public void onBeat(Beat beat) {
            assertThat(beat.provisional()).isTrue();
            assertThat(finals).as("final before %s", beat).hasSameSizeAs(beats);
            beats.add(beat);
          }

          @Override
          public void onBeatFinal(Beat beat) {
            assertThat(beat.provisional()).isFalse();
            finals.add(beat);
            assertThat(beat.id()).isEqualTo(beats.get(beats.size() - 1).id());
          }
        };
    SimulatedSubject subject = SimulatedSubject.builder().heartRateBpm(72).build();
    try (BiometricSession session =
        BiometricSession.builder().source(subject).listener(listener).build()) {
      for (long now = 0; now <= 30 * SECOND; now += SECOND / 50) {
        session.poll(now);
      }
    }
    assertThat(beats).hasSizeGreaterThan(30);
    for (int i = 0; i < finals.size(); i++) {
      assertThat(finals.get(i).id()).isEqualTo(i + 1);
      assertThat(finals.get(i).timeNanos()).isCloseTo(beats.get(i).timeNanos(), within(8_000_000L));
    }
  }

  @Test
  void stampOfArrivalTravelsIntoBeatAndState() {
    List<Beat> beats = new ArrayList<>();
    BiometricState state = new BiometricState();
    SimulatedSubject subject = SimulatedSubject.builder().build();
    try (BiometricSession session =
        BiometricSession.builder().source(subject).listener(collect(beats)).build()) {
      for (long now = 0; now <= 10 * SECOND; now += SECOND / 50) {
        int before = beats.size();
        session.poll(now);
        session.read(state);
        if (beats.size() > before) {
          Beat beat = beats.get(before);
          assertThat(beat.originNanos()).isEqualTo(now);
          assertThat(state.originNanos()).isEqualTo(now);
          assertThat(state.beatNanos()).isEqualTo(beat.timeNanos());
          assertThat(state.beatCount()).isEqualTo(beat.id());
          assertThat(beat.timeNanos() + beat.decisionDelayNanos())
              .isBetween(now - SECOND / 25, now);
        }
      }
    }
    assertThat(beats).hasSizeGreaterThan(6);
  }

  @Test
  void silentSourceLetsValuesAgeAndThenBeUnknown() {
    SimulatedSubject subject = SimulatedSubject.builder().build();
    BiometricState state = new BiometricState();
    try (BiometricSession session = BiometricSession.of(subject)) {
      session.poll(0);
      session.poll(60 * SECOND);
      subject.close();
      session.poll(65 * SECOND);
      session.read(state);
      double rate = state.value(Metric.HEART_RATE);
      assertThat(rate).isBetween(50.0, 80.0);
      assertThat(state.ageNanos(Metric.HEART_RATE, 65 * SECOND)).isBetween(5 * SECOND, 7 * SECOND);
      assertThat(state.originNanos()).isEqualTo(60 * SECOND);
      session.poll(75 * SECOND);
      session.read(state);
      assertThat(state.value(Metric.HEART_RATE)).isNaN();
      assertThat(state.confidence(Metric.HEART_RATE)).isZero();
      assertThat(state.value(Metric.RMSSD)).isNotNaN();
    }
  }

  @Test
  void nothingIsKnownBeforeAnythingWasHeard() {
    BiometricState state = new BiometricState();
    state.set(Metric.HEART_RATE, 60, 1, 0);
    try (BiometricSession session = BiometricSession.of(SimulatedSubject.builder().build())) {
      session.read(state);
    }
    for (Metric metric : Metric.values()) {
      assertThat(state.value(metric)).as(metric.name()).isNaN();
    }
  }

  @Test
  void everyMetricOfARestingPersonBecomesKnownAndStaysInItsRange() {
    BiometricState state = new BiometricState();
    try (BiometricSession session = BiometricSession.of(SimulatedSubject.builder().build())) {
      for (long now = 0; now <= 310 * SECOND; now += SECOND / 50) {
        session.poll(now);
        session.read(state);
        for (Metric metric : Metric.values()) {
          double value = state.value(metric);
          assertThat(Double.isNaN(value) || value >= metric.min() && value <= metric.max())
              .as("%s is %s", metric, value)
              .isTrue();
          assertThat(state.confidence(metric)).isBetween(0.0, 1.0);
        }
      }
    }
    for (Metric metric : EnumSet.complementOf(NOT_ALWAYS_KNOWN)) {
      assertThat(state.value(metric)).as(metric.name()).isNotNaN();
    }
  }

  @Test
  void breathIsReadFromTheHeartWhereNoBeltShowsIt() {
    ReplayOptions ecgOnly =
        ReplayOptions.builder().channels(0).rateHz(100).asFastAsPolled().build();
    BiometricState state = new BiometricState();
    List<Double> rates = new ArrayList<>();
    try (BiometricSession session =
        BiometricSession.of(
            Recordings.open(
                TestFiles.data("biometric/rest5/bio_resting_5min_100hz.csv"), ecgOnly))) {
      for (long next = 0; next != BiometricSource.END; ) {
        next = session.poll(next);
        session.read(state);
        double confidence = state.confidence(Metric.BREATH_RATE);
        if (state.value(Metric.BREATH_RATE) > 0) {
          assertThat(confidence).isGreaterThanOrEqualTo(0.1);
        }
        if (confidence >= 0.5) { // less is a guess, and says so
          rates.add(state.value(Metric.BREATH_RATE));
        }
      }
    }
    rates.sort(null);
    assertThat(rates.get(rates.size() / 2)).isCloseTo(16.6, within(1.5)); // as its belt shows
    assertThat(rates.get(0)).isGreaterThan(12);
    assertThat(rates.get(rates.size() - 1)).isLessThan(22);
  }

  @Test
  void pulseWaveGivesTheBeatsWhereThereIsNoEcg() {
    ReplayOptions pulseOnly =
        ReplayOptions.builder().channels(1).rateHz(100).asFastAsPolled().build();
    List<Beat> beats = new ArrayList<>();
    BiometricState state = new BiometricState();
    try (BiometricSession session =
        BiometricSession.builder()
            .source(
                Recordings.open(
                    TestFiles.data("biometric/rest5/bio_resting_5min_100hz.csv"), pulseOnly))
            .listener(collect(beats))
            .build()) {
      for (long next = 0; next != BiometricSource.END; ) {
        next = session.poll(next);
      }
      session.read(state);
    }
    assertThat(beats).hasSizeBetween(425, 435);
    assertThat(state.value(Metric.HEART_RATE)).isBetween(70.0, 100.0);
    assertThat(state.value(Metric.RMSSD)).isBetween(15.0, 60.0);
    assertThat(state.value(Metric.HF_POWER)).isNotNaN();
  }

  @Test
  void intervalsOfAStrapGiveBeatsAndAreAsOldAsTheyAreLate() {
    Signal strap = new Signal("rr", SignalKind.RR, List.of("rr"), "ms", 1);
    float[] interval = new float[1];
    long[] count = {0};
    BiometricSource source =
        fake(
            strap,
            (now, sink) -> {
              interval[0] = 900 + 20 * (count[0]++ % 3);
              sink.accept(strap, now, now, interval, 0, 1, 0);
            });
    List<Beat> beats = new ArrayList<>();
    BiometricState state = new BiometricState();
    try (BiometricSession session =
        BiometricSession.builder().source(source).listener(collect(beats)).build()) {
      long beat = SECOND;
      for (int i = 0; i < 120; i++) {
        beat += (900 + 20 * (i % 3)) * 1_000_000L;
        session.poll(beat + (i % 4 == 0 ? 0 : 400_000_000L));
      }
      session.read(state);
    }
    assertThat(beats).hasSize(120);
    assertThat(beats.get(119).decisionDelayNanos()).isBetween(350_000_000L, 450_000_000L);
    assertThat(state.value(Metric.HEART_RATE)).isCloseTo(60_000 / 920.0, within(1.0));
    assertThat(state.value(Metric.RMSSD)).isCloseTo(Math.sqrt(800), within(1.0));
  }

  @Test
  void heartRateAloneGivesNothingElse() {
    Signal rate = new Signal("hr", SignalKind.HEART_RATE, List.of("hr"), "bpm", 1);
    BiometricSource source =
        fake(rate, (now, sink) -> sink.accept(rate, now, now, new float[] {64}, 0, 1, 0));
    BiometricState state = new BiometricState();
    try (BiometricSession session = BiometricSession.of(source)) {
      session.poll(SECOND);
      session.read(state);
    }
    assertThat(state.value(Metric.HEART_RATE)).isEqualTo(64);
    assertThat(state.confidence(Metric.HEART_RATE)).isEqualTo(0.5);
    assertThat(state.value(Metric.RR_INTERVAL)).isNaN();
    assertThat(state.beatCount()).isZero();
  }

  private static BiometricSource fake(Signal signal, BiConsumer<Long, SampleSink> delivery) {
    return new BiometricSource() {
      @Override
      public List<Signal> signals() {
        return List.of(signal);
      }

      @Override
      public long poll(long nowNanos, SampleSink sink) {
        delivery.accept(nowNanos, sink);
        return nowNanos + 1;
      }

      @Override
      public SourceState state() {
        return new SourceState.Live();
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void closeEndsTheThreadAndMayBeRepeated() {
    try (EchoRuntime runtime = EchoRuntime.builder().build()) {
      for (int i = 0; i < 100; i++) {
        BiometricSession session =
            BiometricSession.of(SimulatedSubject.builder().build()).start(runtime);
        session.close();
        session.close();
        assertThat(session.poll(SECOND)).isEqualTo(BiometricSource.END);
      }
      assertThat(runtime.liveThreads()).isEmpty();
    }
  }

  private static BiometricListener collect(List<Beat> beats) {
    return new BiometricListener() {
      @Override
      public void onBeat(Beat beat) {
        beats.add(beat);
      }
    };
  }
}
