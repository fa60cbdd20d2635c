package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.SignalKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is asked of a simulated person happens in every signal that it reaches. */
final class SimulatedScriptTest {

  private static final long SECOND = 1_000_000_000;

  /** The samples of every kind of signal, with their times in seconds. */
  private static final class Signals {
    final Map<SignalKind, List<double[]>> samples = new EnumMap<>(SignalKind.class);
    final List<Double> leadOff = new ArrayList<>();

    static Signals of(SimulatedSubject subject, int seconds) {
      Signals signals = new Signals();
      subject.poll(0, (signal, time, origin, block, offset, frames, flags) -> {});
      subject.poll(
          seconds * SECOND,
          (signal, time, origin, block, offset, frames, flags) -> {
            int width = signal.channels().size();
            for (int i = 0; i < frames; i++) {
              double[] row = new double[width + 1];
              row[0] = time * 1e-9 + i / signal.sampleRateHz();
              for (int c = 0; c < width; c++) {
                row[c + 1] = block[offset + i * width + c];
              }
              signals.samples.computeIfAbsent(signal.kind(), k -> new ArrayList<>()).add(row);
            }
            if ((flags & SampleSink.LEAD_OFF) != 0) {
              signals.leadOff.add(time * 1e-9);
            }
          });
      return signals;
    }

    List<double[]> between(SignalKind kind, double from, double to) {
      return samples.get(kind).stream().filter(row -> row[0] >= from && row[0] < to).toList();
    }

    double size(SignalKind kind, int channel, double from, double to) {
      List<double[]> rows = between(kind, from, to);
      double mean = rows.stream().mapToDouble(row -> row[channel]).average().orElseThrow();
      return Math.sqrt(
          rows.stream().mapToDouble(r -> (r[channel] - mean) * (r[channel] - mean)).sum()
              / rows.size());
    }

    double timeOfTop(SignalKind kind, double from, double to) {
      return between(kind, from, to).stream()
          .max((a, b) -> Double.compare(a[1], b[1]))
          .orElseThrow()[0];
    }
  }

  private static SimulatedSubject.Builder calm() {
    return SimulatedSubject.builder().seed(3).onlyScripted();
  }

  private static double rate(SubjectTruth truth, double from, double to) {
    List<Double> beats = truth.beatSeconds().stream().filter(t -> t >= from && t < to).toList();
    return 60 * (beats.size() - 1) / (beats.get(beats.size() - 1) - beats.get(0));
  }

  @Test
  void everySignalHasTheSamplesOfItsRate() {
    SimulatedSubject subject =
        SimulatedSubject.builder()
            .ecgRateHz(500)
            .eegRateHz(256)
            .eegChannels("Fp1", "Fp2", "C3", "C4", "P3", "P4", "O1", "O2")
            .accelerationRateHz(100)
            .ppgRateHz(64)
            .edaRateHz(7)
            .build();
    Signals signals = Signals.of(subject, 50);
    assertThat(signals.samples.get(SignalKind.ECG)).hasSize(25_000);
    assertThat(signals.samples.get(SignalKind.EEG)).hasSize(12_800);
    assertThat(signals.samples.get(SignalKind.EEG).get(0)).hasSize(9);
    assertThat(signals.samples.get(SignalKind.ACCELERATION)).hasSize(5000);
    assertThat(signals.samples.get(SignalKind.PPG)).hasSize(3200);
    assertThat(signals.samples.get(SignalKind.EDA)).hasSize(350);
    assertThat(signals.samples.get(SignalKind.PPG).get(3199)[0])
        .isCloseTo(3199 / 64.0, within(1e-8));
  }

  @Test
  void beatsAreWhereTheTruthSaysInBothHeartSignals() {
    SimulatedSubject subject = calm().ecgRateHz(1000).ppgRateHz(1000).ecgNoiseMv(0).build();
    SubjectTruth truth = subject.groundTruth(Duration.ofSeconds(30));
    Signals signals = Signals.of(subject, 30);
    assertThat(truth.beatSeconds()).hasSizeBetween(29, 35);
    for (double beat : truth.beatSeconds()) {
      if (beat > 0.5 && beat < 29) {
        assertThat(signals.timeOfTop(SignalKind.ECG, beat - 0.2, beat + 0.2))
            .isCloseTo(beat, within(0.0015));
        double pulse = beat + 0.35;
        assertThat(signals.timeOfTop(SignalKind.PPG, pulse - 0.15, pulse + 0.15))
            .isCloseTo(pulse, within(0.025)); // its noise moves the flat top
        assertThat(truth.pulseSeconds()).anyMatch(t -> Math.abs(t - pulse) < 1e-9);
      }
    }
  }

  @Test
  void breathMovesTheHeart() {
    SubjectTruth truth = calm().breathsPerMinute(10).build().groundTruth(Duration.ofSeconds(120));
    double inhaling = 0;
    double exhaling = 0;
    int inhaled = 0;
    int exhaled = 0;
    for (int i = 1; i < truth.beatSeconds().size(); i++) {
      double last = truth.beatSeconds().get(i - 1);
      double interval = truth.beatSeconds().get(i) - last;
      double phase = truth.breathPhases().get((int) ((last + interval / 2) / 0.02));
      double wave = Math.cos(2 * Math.PI * phase); // the heart is fastest at -1
      if (wave < -0.5) {
        inhaling += interval;
        inhaled++;
      } else if (wave > 0.5) {
        exhaling += interval;
        exhaled++;
      }
    }
    assertThat(exhaling / exhaled - inhaling / inhaled).isBetween(0.04, 0.08); // 2 x 40 ms x 0.83
  }

  @Test
  void ectopicBeatIsEarlyAndPaidBackByItsPause() {
    SubjectTruth truth =
        calm().breathDepthMs(0).ectopicBeat(10).build().groundTruth(Duration.ofSeconds(20));
    assertThat(truth.ectopicSeconds()).hasSize(1);
    int at = truth.beatSeconds().indexOf(truth.ectopicSeconds().get(0));
    double before = truth.beatSeconds().get(at) - truth.beatSeconds().get(at - 1);
    double after = truth.beatSeconds().get(at + 1) - truth.beatSeconds().get(at);
    assertThat(before).isCloseTo(0.6 * 60 / 64, within(0.03));
    assertThat(before + after).isCloseTo(2 * 60.0 / 64, within(0.06));
  }

  @Test
  void pauseAndMissedBeatLeaveGaps() {
    SubjectTruth truth =
        calm().missedBeat(10).pause(20, 24).build().groundTruth(Duration.ofSeconds(40));
    List<Double> gaps = new ArrayList<>();
    for (int i = 1; i < truth.beatSeconds().size(); i++) {
      double gap = truth.beatSeconds().get(i) - truth.beatSeconds().get(i - 1);
      if (gap > 1.4) {
        gaps.add(gap);
      }
    }
    assertThat(gaps).hasSize(2);
    assertThat(gaps.get(0)).isBetween(1.6, 2.2);
    assertThat(gaps.get(1)).isBetween(4.0, 5.2);
    assertThat(truth.beatSeconds()).noneMatch(t -> t > 20.01 && t < 24);
    assertThat(truth.scripted())
        .contains(new SubjectTruth.Scripted("pause", new SubjectTruth.Interval(20, 24)));
  }

  @Test
  void leadOffIsFlaggedAndWithoutValues() {
    Signals signals = Signals.of(calm().leadOff(5, 7).build(), 10);
    assertThat(signals.leadOff).hasSize(100).allMatch(t -> t > 4.98 && t < 7);
    assertThat(signals.between(SignalKind.ECG, 5, 7)).allMatch(row -> Double.isNaN(row[1]));
    assertThat(signals.between(SignalKind.ECG, 7.02, 10)).noneMatch(row -> Double.isNaN(row[1]));
  }

  @Test
  void squatsMoveAndQuickenButDoNotExcite() {
    SimulatedSubject subject = calm().squats(60, 80).build();
    SubjectTruth truth = subject.groundTruth(Duration.ofSeconds(120));
    assertThat(rate(truth, 75, 85) - rate(truth, 30, 60)).isGreaterThan(12);
    assertThat(truth.movements()).hasSize(1);
    assertThat(truth.skinResponseSeconds()).isEmpty();
    assertThat(truth.arousals()).isEmpty();
    Signals signals = Signals.of(subject, 90);
    assertThat(signals.size(SignalKind.ACCELERATION, 3, 62, 78)).isGreaterThan(0.2);
    assertThat(signals.size(SignalKind.ACCELERATION, 3, 20, 58)).isLessThan(0.01);
  }

  @Test
  void arousalReachesHeartAndSkinWithoutMovement() {
    SubjectTruth truth = calm().arousal(60, 80).build().groundTruth(Duration.ofSeconds(120));
    assertThat(rate(truth, 66, 80) - rate(truth, 30, 60)).isGreaterThan(6);
    assertThat(truth.skinResponseSeconds()).isNotEmpty().allMatch(t -> t > 60 && t < 92);
    assertThat(truth.movements()).isEmpty();
    assertThat(truth.arousals()).containsExactly(new SubjectTruth.Interval(60, 80));
  }

  @Test
  void skinLevelDriftsWithinMinutesAndNotWithinASecond() {
    SimulatedSubject subject = calm().edaRateHz(4).build();
    List<Float> skin = new ArrayList<>();
    subject.poll(0, (signal, time, origin, samples, offset, frames, flags) -> {});
    subject.poll(
        1_200_000_000_000L,
        (signal, time, origin, samples, offset, frames, flags) -> {
          for (int i = 0; signal.kind() == SignalKind.EDA && i < frames; i++) {
            skin.add(samples[offset + i]);
          }
        });
    double quick = 0;
    double slow = 0;
    for (int i = 480; i < skin.size(); i++) {
      quick = Math.max(quick, Math.abs(skin.get(i) - skin.get(i - 4)));
      slow = Math.max(slow, Math.abs(skin.get(i) - skin.get(i - 480)));
    }
    assertThat(quick).isLessThan(0.05); // the least response that is published
    assertThat(slow).isGreaterThan(0.3);
  }

  @Test
  void walkHasTwoStepsASecond() {
    SubjectTruth truth = calm().walk(10, 20).build().groundTruth(Duration.ofSeconds(30));
    assertThat(truth.stepSeconds()).hasSizeBetween(18, 20).allMatch(t -> t > 10 && t < 20);
    assertThat(truth.stepSeconds().get(5) - truth.stepSeconds().get(4))
        .isCloseTo(0.5, within(1e-9));
  }

  @Test
  void blinkAndJawAreStrongestWhereTheirMusclesAre() {
    SimulatedSubject subject =
        calm().eegChannels("Fp1", "T3", "O1").blink(10).clenchedJaw(20, 22).build();
    Signals signals = Signals.of(subject, 25);
    assertThat(signals.timeOfTop(SignalKind.EEG, 9, 11)).isCloseTo(10, within(0.05));
    assertThat(signals.size(SignalKind.EEG, 1, 9.8, 10.2)).isGreaterThan(30);
    assertThat(signals.size(SignalKind.EEG, 3, 9.8, 10.2)).isLessThan(20);
    assertThat(signals.size(SignalKind.EEG, 2, 20.2, 21.8)).isGreaterThan(30);
  }

  @Test
  void closedEyesBringAlpha() {
    Signals signals = Signals.of(calm().eyesClosed(10, 20).build(), 30);
    assertThat(signals.size(SignalKind.EEG, 1, 11, 19))
        .isGreaterThan(1.5 * signals.size(SignalKind.EEG, 1, 21, 29));
  }

  @Test
  void handMovementIsInThePulseAndInTheAccelerometerAlike() {
    SimulatedSubject subject =
        calm().ppgRateHz(50).accelerationRateHz(50).handMovement(10, 20).build();
    SimulatedSubject still = calm().ppgRateHz(50).accelerationRateHz(50).build();
    Signals shaken = Signals.of(subject, 20);
    Signals rest = Signals.of(still, 20);
    double same = 0;
    double pulse = 0;
    double hand = 0;
    for (int i = 550; i < 950; i++) {
      double inPulse =
          shaken.samples.get(SignalKind.PPG).get(i)[1] - rest.samples.get(SignalKind.PPG).get(i)[1];
      double inHand = shaken.samples.get(SignalKind.ACCELERATION).get(i)[1] - 0.1;
      same += inPulse * inHand;
      pulse += inPulse * inPulse;
      hand += inHand * inHand;
    }
    assertThat(same / Math.sqrt(pulse * hand)).isGreaterThan(0.95);
    assertThat(Math.sqrt(pulse / 400)).isGreaterThan(0.5);
  }

  @Test
  void timesThatRunBackwardsAreRefused() {
    assertThatThrownBy(() -> SimulatedSubject.builder().pause(5, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5.0 to 4.0");
  }
}
