package io.echosdk.biometric.arousal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class UsualRiseTest {

  private final UsualRise usual = new UsualRise();

  @Test
  void nothingIsUsualBeforeSevenSimilarMovements() {
    for (int i = 0; i < 6; i++) {
      move(1000, 8);
      move(4000, 20);
    }
    assertThat(usual.of(1000)).isInfinite();
    move(2000, 9);
    assertThat(usual.of(1000)).isEqualTo(9);
    assertThat(usual.of(400)).isInfinite();
  }

  @Test
  void oneInTenMayRiseFurther() {
    for (int i = 1; i <= 11; i++) {
      move(1000, i == 5 ? 100 : i);
    }
    assertThat(usual.of(1000)).isEqualTo(11);
  }

  @Test
  void movementThatIsDoubtedDoesNotCount() {
    for (int i = 0; i < 7; i++) {
      move(1000, 8);
    }
    usual.begin();
    usual.end(1000, 100);
    usual.doubt();
    usual.begin();
    assertThat(usual.of(1000)).isEqualTo(8);
  }

  @Test
  void itIsTheSlowObviousRankOfTheLastSixtyFour() {
    Random random = new Random(7);
    List<double[]> movements = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      double[] movement = {Math.exp(6 + random.nextGaussian()), random.nextInt(30)};
      movements.add(movement);
      move(movement[0], movement[1]);
      double size = Math.exp(6 + random.nextGaussian());
      assertThat(usual.of(size)).isEqualTo(slow(movements, size));
    }
  }

  private static double slow(List<double[]> movements, double size) {
    List<double[]> last = movements.subList(Math.max(0, movements.size() - 64), movements.size());
    List<Double> rises =
        last.stream()
            .filter(each -> each[0] >= size / 2 && each[0] <= size * 2)
            .map(each -> each[1])
            .sorted()
            .toList();
    int place = (int) Math.ceil(0.9 * (rises.size() - 1));
    return rises.size() < 7 ? Double.POSITIVE_INFINITY : rises.get(place);
  }

  /** A movement that is learnt at once, for the next begins. */
  private void move(double size, double rise) {
    usual.end(size, rise);
    usual.begin();
  }
}
