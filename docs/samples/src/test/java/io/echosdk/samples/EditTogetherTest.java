package io.echosdk.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.MediaClock;
import org.junit.jupiter.api.Test;

class EditTogetherTest {

  @Test
  void bothSeeTheSameAndTheFirstDraftComesBack() {
    assertThat(EditTogether.run(MediaClock.virtual()))
        .containsExactly(
            "Retain[length=8, attributes={}]",
            "Insert[content= in E flat, attributes={}]",
            "kit",
            "Nocturne",
            "same");
  }
}
