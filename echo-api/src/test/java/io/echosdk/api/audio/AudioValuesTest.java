package io.echosdk.api.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AudioValuesTest {

  @Test
  void formatRefusesRatesAndChannelsOutOfRange() {
    for (int rate : new int[] {7_999, 384_001, -1}) {
      assertThatThrownBy(() -> new AudioFormat(rate, 2)).hasMessageContaining("" + rate);
    }
    for (int channels : new int[] {0, 65}) {
      assertThatThrownBy(() -> new AudioFormat(48_000, channels))
          .hasMessageContaining("" + channels);
    }
    assertThat(new AudioFormat(48_000, 2)).isEqualTo(AudioFormat.STEREO_48K);
  }

  @Test
  void blockIsSilentAndUnstampedInTheBeginning() {
    AudioBlock block = new AudioBlock(new AudioFormat(44_100, 3), 5);
    assertThat(block.frames()).isEqualTo(5);
    assertThat(block.plane(2)).containsOnly(0f).hasSize(5).isSameAs(block.plane(2));
    assertThat(block.ptsNanos()).isZero();
    block.stamp(7, 8);
    assertThat(block.ptsNanos()).isEqualTo(7);
    assertThat(block.originNanos()).isEqualTo(8);
    assertThatThrownBy(() -> new AudioBlock(AudioFormat.STEREO_48K, 0)).hasMessageContaining("0");
  }
}
