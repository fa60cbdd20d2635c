package io.echosdk.biometric.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LowerEnvelopePropertyTest {

  private static final double WINDOW = 30;

  @Test
  void theLowestLineOfAnySlopeIsThatOfAllPointsOfTheWindow() {
    for (long seed = 1; seed <= 8; seed++) {
      Random random = new Random(seed);
      int capacity = 20 + random.nextInt(200);
      LowerEnvelope envelope = new LowerEnvelope(WINDOW, capacity);
      Deque<double[]> all = new ArrayDeque<>();
      double x = 0;
      for (int i = 0; i < 1500; i++) {
        x += random.nextInt(50) == 0 ? 40 * random.nextDouble() : random.nextDouble();
        double y =
            random.nextInt(3) == 0 ? Math.round(4 * random.nextDouble()) : random.nextGaussian();
        double newest = x;
        all.removeIf(point -> point[0] < newest - WINDOW);
        if (all.size() == capacity) {
          all.removeFirst();
        }
        all.addLast(new double[] {x, y});
        envelope.add(x, y);
        double slope = random.nextGaussian();
        double lowest = all.stream().mapToDouble(p -> p[1] - slope * p[0]).min().orElseThrow();
        int touched = envelope.touchedBy(slope);
        assertThat(envelope.height(touched, slope))
            .as("seed %d, point %d", seed, i)
            .isCloseTo(lowest, within(1e-9 * (1 + Math.abs(lowest))));
        assertThat(envelope.size()).isEqualTo(all.size());
        assertThat(envelope.meanX())
            .isCloseTo(all.stream().mapToDouble(p -> p[0]).average().orElseThrow(), within(1e-6));
      }
    }
  }
}
