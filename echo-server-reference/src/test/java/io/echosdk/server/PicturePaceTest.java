package io.echosdk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.visual.VideoFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PicturePaceTest {

  private static final Duration INTERVAL = Duration.ofSeconds(2);

  @Test
  void aPictureInTimeIsMade() {
    PicturePace pace = new PicturePace(VideoFormat.Rate.of(30), INTERVAL);

    assertThat(pace.due(7, VideoFormat.Rate.of(30).ptsNanos(7))).isEqualTo(7);
    assertThat(pace.due(7, VideoFormat.Rate.of(30).ptsNanos(8))).isEqualTo(7);
  }

  @Test
  void latePicturesAreLeftOutUpToTheNewest() {
    PicturePace pace = new PicturePace(VideoFormat.Rate.of(30), INTERVAL);

    assertThat(pace.due(7, 1_000_000_000L)).isEqualTo(30);
  }

  @Test
  void aPictureThatBeginsAnIntervalIsNeverLeftOut() {
    PicturePace pace = new PicturePace(VideoFormat.Rate.of(30), INTERVAL);

    assertThat(pace.due(50, 2_500_000_000L)).isEqualTo(60);
    assertThat(pace.due(60, 2_500_000_000L)).isEqualTo(60);
    assertThat(pace.due(61, 2_500_000_000L)).isEqualTo(75);
  }

  @Test
  void onAMachineOfAnySlownessKeyframesStayOneIntervalApart() {
    for (VideoFormat.Rate rate :
        List.of(
            VideoFormat.Rate.of(30), VideoFormat.Rate.of(60), new VideoFormat.Rate(30_000, 1001))) {
      List<Long> begins = new ArrayList<>();
      PicturePace pace = new PicturePace(rate, INTERVAL);
      Random chance = new Random(5);
      long elapsed = 0;
      long interval = -1;
      for (long index = 0; index < 3_000; index++) {
        elapsed = Math.max(elapsed, rate.ptsNanos(index)) + chance.nextInt(400_000_000);
        index = pace.due(index, elapsed);
        long now = (rate.ptsNanos(index) + 1) / INTERVAL.toNanos();
        if (now > interval) {
          begins.add(rate.ptsNanos(index));
          interval = now;
        }
      }
      assertThat(begins).hasSizeGreaterThan(20);
      for (int i = 1; i < begins.size(); i++) {
        assertThat(begins.get(i) - begins.get(i - 1))
            .as("at %s frames a second", rate.hz())
            .isBetween(
                1_966_000_000L, 2_034_000_000L); // to the frame at rates that do not divide it
        if (rate.denominator() == 1) {
          assertThat(begins.get(i) - begins.get(i - 1)).isEqualTo(2_000_000_000L);
        }
      }
    }
  }
}
