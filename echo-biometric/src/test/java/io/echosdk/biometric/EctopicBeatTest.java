package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.biometric.Beat;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EctopicBeatTest {

  private static final double SETTLED_SECONDS = 10;

  @Test
  void wideBeatAmongNarrowOnesIsEctopic() {
    DrawnEcg ecg = new DrawnEcg(80);
    List<Double> wide = new ArrayList<>();
    double at = 0.5;
    for (int i = 0; at < 79; i++) {
      if (i % 7 == 6) {
        wide.add(at - 0.25);
        ecg.wideComplex(at - 0.25, 1.2);
      } else {
        ecg.beat(at);
      }
      at += 0.8;
    }
    assertThat(ectopic(ecg)).hasSize(count(wide));
  }

  @Test
  void wideBeatIsEctopicThoughItComesInTime() {
    DrawnEcg ecg = new DrawnEcg(80);
    List<Double> wide = new ArrayList<>();
    for (int i = 0; 0.5 + 0.8 * i < 79; i++) {
      double at = 0.5 + 0.8 * i;
      if (i % 9 == 8) {
        wide.add(at);
        ecg.wideComplex(at, 1.2);
      } else {
        ecg.beat(at);
      }
    }
    assertThat(ectopic(ecg)).hasSize(count(wide));
  }

  @Test
  void everySecondBeatMayBeEctopic() {
    DrawnEcg ecg = new DrawnEcg(80);
    List<Double> wide = new ArrayList<>();
    for (double at = 0.5; at < 79; at += 1.6) {
      boolean begun = at > 5;
      if (begun) {
        wide.add(at + 0.55);
        ecg.beat(at).wideComplex(at + 0.55, 1.2);
      } else {
        ecg.beat(at).beat(at + 0.8);
      }
    }
    assertThat(ectopic(ecg)).hasSize(count(wide));
  }

  @Test
  void whereEveryBeatIsWideNoneIsEctopic() {
    DrawnEcg ecg = new DrawnEcg(60);
    for (double at = 0.5; at < 59; at += 0.8) {
      ecg.wideComplex(at, 1.2);
    }
    assertThat(ecg.detect()).hasSizeGreaterThan(68);
    assertThat(ectopic(ecg)).isEmpty();
  }

  @Test
  void narrowBeatThatIsEarlyInARegularRhythmIsEctopic() {
    DrawnEcg ecg = new DrawnEcg(80);
    int early = 0;
    for (int i = 0; 0.5 + 0.8 * i < 79; i++) {
      double at = 0.5 + 0.8 * i;
      boolean isEarly = i % 12 == 11;
      early += isEarly && at > SETTLED_SECONDS ? 1 : 0;
      ecg.beat(isEarly ? at - 0.25 : at);
    }
    assertThat(ectopic(ecg)).hasSize(early);
  }

  @Test
  void equalBeatsWithoutRhythmAreHardlyEverEctopic() {
    DrawnEcg ecg = new DrawnEcg(300);
    Random random = new Random(3);
    int beats = 0;
    for (double at = 0.5; at < 299; at += 0.45 + 0.6 * random.nextDouble()) {
      ecg.complex(at, 1);
      beats++;
    }
    assertThat(ectopic(ecg)).hasSizeLessThan(beats / 50);
  }

  private static List<DrawnEcg.Found> ectopic(DrawnEcg ecg) {
    return ecg.detect().stream()
        .filter(beat -> beat.kind() == Beat.Kind.ECTOPIC && beat.seconds() > SETTLED_SECONDS)
        .toList();
  }

  private static int count(List<Double> wide) {
    return (int) wide.stream().filter(at -> at > SETTLED_SECONDS).count();
  }
}
