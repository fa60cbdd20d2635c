package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.biometric.DrawnEcg.Found;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What electrodes, amplifiers and hearts do to a lead beside showing beats. */
final class HostileLeadTest {

  private static final double SETTLED_SECONDS = 4;
  private static final double TOLERANCE_SECONDS = 0.05;

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.5, 0.8})
  void clippedBeatsAreFound(double level) {
    List<Double> beats = every(0.8, 0.5, 60);
    assertFound(drawn(60, beats).clipped(level), beats);
  }

  @ParameterizedTest
  @ValueSource(doubles = {3, 4, 5, 6, 8, 12, 20})
  void atriaThatGoOnAloneAreNoBeats(double pauseSeconds) {
    List<Double> beats = every(0.8, 0.5, 30);
    double resumes = 30 + pauseSeconds;
    beats.addAll(every(0.8, resumes, resumes + 20));
    DrawnEcg ecg = drawn(resumes + 20, beats);
    every(0.8, 30.5, resumes - 0.2).forEach(ecg::atria);
    assertThat(ecg.detect())
        .noneMatch(beat -> beat.seconds() > 30 && beat.seconds() < resumes - 0.1);
    assertFound(ecg, beats);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 1.2})
  void recoveryAsLargeAsTheComplexIsNoBeat(double size) {
    List<Double> beats = every(0.8, 0.5, 60);
    DrawnEcg ecg = new DrawnEcg(60);
    beats.forEach(at -> ecg.atria(at - 0.16).complex(at, 1).recovery(at + 0.28, size));
    assertFound(ecg, beats);
  }

  @ParameterizedTest
  @ValueSource(doubles = {5, 10, -5, -10})
  void pacemakerPulseBeforeEachBeatIsNoBeat(double size) {
    List<Double> beats = every(0.85, 0.5, 60);
    DrawnEcg ecg = new DrawnEcg(60);
    beats.forEach(at -> ecg.pacemaker(at - 0.06, size).wideComplex(at, 1.2));
    assertFound(ecg, beats);
  }

  @ParameterizedTest
  @ValueSource(doubles = {2, 5, 10, -2, -5, -10})
  void pacemakerPulseWithoutAnswerIsNoBeat(double size) {
    DrawnEcg ecg = new DrawnEcg(80);
    List<Double> beats = new ArrayList<>();
    List<Double> pulses = every(0.85, 0.5, 80);
    for (int i = 0; i < pulses.size(); i++) {
      double at = pulses.get(i);
      ecg.pacemaker(at - 0.06, size);
      boolean lost = at < 30 ? i % 3 == 2 : at < 50;
      if (!lost) {
        ecg.wideComplex(at, 1.2);
        beats.add(at);
      }
    }
    assertFound(ecg, beats);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 3, -3, 10})
  void electrodeThatWasOffForTenSecondsHidesNoBeatAfterwards(double level) {
    List<Double> beats = every(0.8, 0.5, 60);
    List<Double> told =
        drawn(60, beats).off(20, 30, level).detect().stream().map(Found::seconds).toList();
    assertThat(beats.stream().filter(at -> at > 31)).allMatch(at -> has(told, at));
    assertThat(told).noneMatch(at -> at > 20.1 && at < 29.9);
    assertThat(told.stream().filter(at -> at > 31)).allMatch(at -> has(beats, at));
  }

  @ParameterizedTest
  @ValueSource(doubles = {50, 60})
  void humThatIsSwitchedOnInventsNoBeat(double hz) {
    List<Double> beats = every(0.8, 0.5, 60);
    assertFound(drawn(60, beats).hum(30.1, hz, 1), beats);
  }

  private static DrawnEcg drawn(double seconds, List<Double> beats) {
    DrawnEcg ecg = new DrawnEcg(seconds);
    beats.forEach(ecg::beat);
    return ecg;
  }

  private static List<Double> every(double interval, double from, double to) {
    List<Double> beats = new ArrayList<>();
    for (int i = 0; from + i * interval < to - 0.5; i++) {
      beats.add(from + i * interval);
    }
    return beats;
  }

  /** Each beat is told once, and nothing else, but for the start. */
  private static void assertFound(DrawnEcg ecg, List<Double> beats) {
    List<Double> told =
        ecg.detect().stream().map(Found::seconds).filter(at -> at > SETTLED_SECONDS).toList();
    List<Double> expected = beats.stream().filter(at -> at > SETTLED_SECONDS).toList();
    List<Double> missed = expected.stream().filter(at -> !has(told, at)).toList();
    List<Double> invented = told.stream().filter(at -> !has(expected, at)).toList();
    assertThat(missed).as("missed").isEmpty();
    assertThat(invented).as("invented").isEmpty();
    assertThat(told).hasSameSizeAs(expected);
  }

  private static boolean has(List<Double> beats, double at) {
    return beats.stream().anyMatch(beat -> Math.abs(beat - at) < TOLERANCE_SECONDS);
  }
}
