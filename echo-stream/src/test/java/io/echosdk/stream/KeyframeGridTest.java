package io.echosdk.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.visual.VideoFormat.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyframeGridTest {

  private static List<Integer> keyframes(Rate rate, int frames) {
    KeyframeGrid grid = new KeyframeGrid(Duration.ofSeconds(2));
    List<Integer> keyframes = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      if (grid.crossedBy(rate.ptsNanos(i))) {
        keyframes.add(i);
      }
    }
    return keyframes;
  }

  @Test
  void everySixtiethPictureAt30FramesASecond() {
    assertThat(keyframes(Rate.of(30), 301)).containsExactly(0, 60, 120, 180, 240, 300);
  }

  @Test
  void firstPictureAtOrAfterEachMarkAt2997() {
    Rate rate = new Rate(30_000, 1_001);
    List<Integer> keyframes = keyframes(rate, 30_000);
    for (int k = 0; k < keyframes.size(); k++) {
      long mark = k * 2_000_000_000L;
      assertThat(rate.ptsNanos(keyframes.get(k)) + 1).isGreaterThanOrEqualTo(mark);
      if (keyframes.get(k) > 0) {
        assertThat(rate.ptsNanos(keyframes.get(k) - 1)).isLessThan(mark);
      }
    }
  }

  @Test
  void skippedPicturesMoveAKeyframeToTheNextThatComes() {
    KeyframeGrid grid = new KeyframeGrid(Duration.ofSeconds(2));
    assertThat(grid.crossedBy(0)).isTrue();
    assertThat(grid.crossedBy(1_900_000_000L)).isFalse();
    assertThat(grid.crossedBy(7_000_000_000L)).as("three marks later").isTrue();
    assertThat(grid.crossedBy(7_900_000_000L)).isFalse();
    assertThat(grid.crossedBy(8_000_000_000L)).isTrue();
  }
}
