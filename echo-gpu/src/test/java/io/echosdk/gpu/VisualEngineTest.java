package io.echosdk.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.visual.VideoFormat;
import io.echosdk.api.visual.VideoFrame;
import io.echosdk.api.visual.VisualEngine;
import io.echosdk.api.visual.VisualException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VisualEngineTest {

  private static VisualEngines.Builder small() {
    return VisualEngines.builder().format(VideoFormat.nv12(320, 180, 30)).particles(2_000).seed(7);
  }

  @Test
  void fourthFrameFailsWhileThreeAreOnLoanAndSucceedsAfterOneCameBack() {
    try (VisualEngine engine = small().build()) {
      List<VideoFrame> loan = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        loan.add(engine.render(i));
      }
      assertThatThrownBy(() -> engine.render(3))
          .isInstanceOfSatisfying(
              VisualException.class,
              e -> assertThat(e.kind()).isEqualTo(VisualException.Kind.FRAMES_ON_LOAN));
      loan.get(1).close();
      loan.set(1, engine.render(3));
      assertThat(loan.get(1).ptsNanos()).isEqualTo(3);
      loan.forEach(VideoFrame::close);
    }
  }

  @Test
  void everyWrongSettingIsNamedAtOnce() {
    assertThatThrownBy(() -> small().particles(0).threads(65).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("particles must be 1 to 4000000 but is 0")
        .hasMessageContaining("threads must be 1 to 64 but is 65")
        .hasMessageContaining("runtime must be set for 65 threads");
  }

  @Test
  void momentsNeverGoBackwards() {
    try (VisualEngine engine = small().build()) {
      engine.render(1_000).close();
      assertThatThrownBy(() -> engine.render(999)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void closedEngineRefusesToRenderAndLeavesFramesOnLoanValid() {
    VisualEngine engine = small().build();
    VideoFrame frame = engine.render(0);
    engine.close();
    engine.close();
    assertThat(frame.pixels().remaining()).isEqualTo(320 * 180 * 3 / 2);
    frame.close();
    assertThatThrownBy(() -> engine.render(1)).isInstanceOf(IllegalStateException.class);
  }
}
