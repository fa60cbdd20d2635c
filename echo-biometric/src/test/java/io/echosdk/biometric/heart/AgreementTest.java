package io.echosdk.biometric.heart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A drawn heart is heard by the second detector; what the first tells of it is made up. */
final class AgreementTest {

  private static final double RATE_HZ = 250;
  private static final double DECISION_SECONDS = 0.06;

  private final Agreement agreement = new Agreement(RATE_HZ);
  private final List<Double> confidences = new ArrayList<>();
  private long start; // samples heard before

  @Test
  void beatsThatBothHaveAreBelieved() {
    double[] beats = everySecond(40);
    hear(draw(beats), beats);
    assertThat(confidences.subList(5, 38)).containsOnly(1.0);
  }

  @Test
  void oneBeatThatOnlyTheSecondHearsTakesTheConfidenceForTenSeconds() {
    double[] beats = everySecond(40);
    hear(draw(beats), without(beats, 20));
    assertThat(confidences.subList(5, 18)).containsOnly(1.0);
    assertThat(confidences.subList(18, 27)).allMatch(confidence -> confidence < 0.5);
    assertThat(confidences.subList(28, 37)).containsOnly(1.0);
  }

  @Test
  void beatThatOnlyTheFirstTellsTakesTheConfidenceToo() {
    double[] beats = everySecond(40);
    hear(draw(without(beats, 20)), beats);
    assertThat(confidences.get(18)).isLessThan(0.5);
    assertThat(confidences.subList(29, 38)).containsOnly(1.0);
  }

  @Test
  void pauseHasRoomForABeatUnlessAnEarlyOneExplainsIt() {
    double[] paused = without(everySecond(40), 20);
    hear(draw(paused), paused);
    assertThat(confidences.get(18)).isLessThan(0.5);

    agreement.reset();
    confidences.clear();
    double[] early = everySecond(40);
    early[20] -= 0.4;
    hear(draw(early), early);
    assertThat(confidences.subList(5, 38)).containsOnly(1.0);
  }

  @Test
  void beatThatMovesToWhereTheSecondHearsItIsOfBoth() {
    double[] beats = everySecond(30);
    float[] wave = draw(beats);
    for (int i = 0; i < wave.length; i++) {
      agreement.hear(new float[] {wave[i]}, 1);
      agreement.advance();
      long beat = i - Math.round(DECISION_SECONDS * RATE_HZ);
      if (beat > 2 * RATE_HZ && beat % RATE_HZ == RATE_HZ / 2) {
        agreement.told(beat - Math.round(0.2 * RATE_HZ), RATE_HZ);
        agreement.moved(beat);
        assertThat(agreement.confidence()).as("beat at sample %d", beat).isEqualTo(1);
      }
    }
  }

  @Test
  void nothingIsBelievedBeforeTheFirstBeat() {
    assertThat(agreement.confidence()).isZero();
  }

  private static double[] everySecond(int seconds) {
    double[] beats = new double[seconds];
    for (int i = 0; i < seconds; i++) {
      beats[i] = i + 0.5;
    }
    return beats;
  }

  private static double[] without(double[] beats, int index) {
    double[] fewer = new double[beats.length - 1];
    for (int i = 0; i < fewer.length; i++) {
      fewer[i] = beats[i < index ? i : i + 1];
    }
    return fewer;
  }

  private static float[] draw(double[] beats) {
    DrawnHeart heart = new DrawnHeart(RATE_HZ, beats[beats.length - 1] + 0.5);
    for (double beat : beats) {
      heart.beat(beat);
    }
    return heart.wave();
  }

  /** Tells the beats after two seconds, a little late, as a detector does. */
  private void hear(float[] wave, double[] told) {
    int next = 2;
    for (int i = 0; i < wave.length; i++) {
      agreement.hear(new float[] {wave[i]}, 1);
      agreement.advance();
      if (next < told.length && i >= (told[next] + DECISION_SECONDS) * RATE_HZ) {
        agreement.told(start + Math.round(told[next++] * RATE_HZ), RATE_HZ);
        confidences.add(agreement.confidence());
      }
    }
    start += wave.length;
  }
}
