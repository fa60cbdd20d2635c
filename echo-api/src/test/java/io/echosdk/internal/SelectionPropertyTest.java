package io.echosdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SelectionPropertyTest {

  @Test
  void isWhatSortingSays() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 20_000; round++) {
      int count = 1 + random.nextInt(90);
      int different = 1 + random.nextInt(100);
      double[] values = random.doubles(count + 3).map(x -> Math.floor(x * different)).toArray();
      if (round % 3 == 0) {
        Arrays.sort(values, 0, count);
      }
      double[] sorted = values.clone();
      Arrays.sort(sorted, 0, count);
      double[] rest = Arrays.copyOfRange(values, count, count + 3);
      int place = random.nextInt(count);
      assertThat(Selection.kth(values, count, place)).isEqualTo(sorted[place]);
      assertThat(Arrays.copyOfRange(values, count, count + 3)).isEqualTo(rest);
      Arrays.sort(values, 0, count);
      assertThat(values).isEqualTo(sorted);
    }
  }
}
