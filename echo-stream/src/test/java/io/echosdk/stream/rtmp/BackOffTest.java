package io.echosdk.stream.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackOffTest {

  @Test
  void doublesFromHalfASecondToThirty() {
    assertThat(waits(new BackOff(() -> 0.5), 9))
        .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L, 30_000L);
  }

  @Test
  void variesByHalfAndNeverPassesTheCap() {
    assertThat(waits(new BackOff(() -> 0.0), 3)).containsExactly(250L, 500L, 1_000L);
    assertThat(waits(new BackOff(() -> 0.999_999), 8))
        .startsWith(749L, 1_499L)
        .endsWith(30_000L)
        .allMatch(wait -> wait <= 30_000);
  }

  @Test
  void beginsAnewAfterAReset() {
    BackOff backOff = new BackOff(() -> 0.5);
    waits(backOff, 5);
    backOff.reset();
    assertThat(waits(backOff, 1)).containsExactly(500L);
  }

  private static List<Long> waits(BackOff backOff, int count) {
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      waits.add(backOff.nextNanos() / 1_000_000);
    }
    return waits;
  }
}
