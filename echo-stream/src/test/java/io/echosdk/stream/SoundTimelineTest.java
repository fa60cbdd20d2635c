package io.echosdk.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.audio.AudioBlock;
import io.echosdk.api.audio.AudioFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SoundTimelineTest {

  private static final AudioFormat FORMAT = AudioFormat.STEREO_48K;

  private final SoundTimeline timeline = new SoundTimeline(FORMAT);
  private final float[] heard = new float[480_000];
  private int frames;

  private void offer(long ptsNanos, float value, int length) {
    AudioBlock block = new AudioBlock(FORMAT, length);
    java.util.Arrays.fill(block.plane(1), value);
    block.stamp(ptsNanos, 0);
    timeline.align(
        block,
        aligned -> {
          System.arraycopy(aligned.plane(1), 0, heard, frames, aligned.frames());
          frames += aligned.frames();
        });
  }

  @Test
  void jitterOfTheStampsMovesNothing() {
    Random random = new Random(4);
    for (int i = 0; i < 100; i++) {
      offer(i * 10_000_000L + random.nextInt(16_000_000) - 8_000_000, i, 480);
    }
    assertThat(frames).isEqualTo(48_000);
    assertThat(heard[480 * 77]).isEqualTo(77);
  }

  @Test
  void lostBlocksBecomeSilenceOfTheirLength() {
    offer(0, 1, 480);
    offer(1_000_000_000L, 2, 480);
    assertThat(frames).isEqualTo(48_480);
    assertThat(heard[479]).isEqualTo(1);
    assertThat(heard[480]).isZero();
    assertThat(heard[47_999]).isZero();
    assertThat(heard[48_000]).isEqualTo(2);
  }

  @Test
  void soundThatComesTwiceIsHeardOnce() {
    offer(0, 1, 4_800);
    offer(50_000_000L, 2, 4_800);
    assertThat(frames).isEqualTo(7_200);
    assertThat(heard[4_799]).isEqualTo(1);
    assertThat(heard[4_800]).isEqualTo(2);
    offer(0, 3, 480);
    assertThat(frames).isEqualTo(7_200);
  }
}
