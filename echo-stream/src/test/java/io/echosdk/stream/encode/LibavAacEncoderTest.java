package io.echosdk.stream.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.audio.AudioBlock;
import io.echosdk.api.audio.AudioFormat;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.stream.testing.Burst;
import io.echosdk.stream.testing.Decoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LibavAacEncoderTest {

  private static final AudioFormat FORMAT = AudioFormat.STEREO_48K;

  /** Encodes two seconds in blocks of some length, with a burst at one second. */
  private static List<EncodedPacket> encode(int blockFrames, byte[][] config) {
    List<EncodedPacket> packets = new ArrayList<>();
    try (LibavAacEncoder encoder = LibavAacEncoder.open(FORMAT, 128)) {
      AudioBlock block = new AudioBlock(FORMAT, blockFrames);
      for (long frame = 0; frame < 96_000; frame += blockFrames) {
        block.stamp(frame * 1_000_000_000L / 48_000, 1_000 + frame);
        Burst.fill(block, 48_000);
        encoder.encode(block, packets::add);
      }
      encoder.flush(packets::add);
      config[0] = encoder.config();
    }
    return packets;
  }

  @Test
  void burstAtOneSecondIsHeardAtOneSecond() {
    byte[][] config = new byte[1][];
    List<EncodedPacket> packets = encode(480, config);
    float[] heard = Decoder.sound(config[0], packets.stream().map(EncodedPacket::payload).toList());
    double first = packets.get(0).ptsNanos() * 48e-6;
    assertThat(first + Burst.find(heard)).isCloseTo(48_000, within(2.0));
  }

  @Test
  void timeIsCountedInFramesWhateverTheBlocks() {
    byte[][] config = new byte[1][];
    for (int blockFrames : new int[] {1, 480, 1_024, 4_801}) {
      List<EncodedPacket> packets = encode(blockFrames, config);
      for (int i = 0; i < packets.size(); i++) {
        assertThat(packets.get(i).ptsNanos()).isEqualTo(i * 1_024L * 1_000_000_000L / 48_000);
      }
      assertThat(packets).hasSizeBetween(94, 99);
    }
  }

  @Test
  void configurationIsAacLcAt48KilohertzStereo() {
    byte[][] config = new byte[1][];
    encode(480, config);
    BitReader in = new BitReader(config[0]); // ISO/IEC 14496-3, 1.6.2.1
    assertThat(in.u(5)).as("audioObjectType").isEqualTo(2);
    assertThat(in.u(4)).as("samplingFrequencyIndex").isEqualTo(3);
    assertThat(in.u(4)).as("channelConfiguration").isEqualTo(2);
  }

  @Test
  void noiseIsEncodedAtTheBitrateThatWasAskedFor() {
    Random random = new Random(3);
    long[] bytes = {0};
    try (LibavAacEncoder encoder = LibavAacEncoder.open(FORMAT, 128)) {
      AudioBlock block = new AudioBlock(FORMAT, 4_800);
      for (int i = 0; i < 100; i++) {
        for (int j = 0; j < 4_800; j++) {
          block.plane(0)[j] = (float) random.nextGaussian() * 0.1f;
          block.plane(1)[j] = (float) random.nextGaussian() * 0.1f;
        }
        encoder.encode(block, packet -> bytes[0] += packet.payload().remaining());
      }
    }
    assertThat(bytes[0] * 8 / 10_000.0).as("kbps").isCloseTo(128, within(13.0));
  }

  @Test
  void originOfABlockTravelsToItsPacket() {
    byte[][] config = new byte[1][];
    List<EncodedPacket> packets = encode(480, config);
    long last = 0;
    for (EncodedPacket packet : packets) {
      assertThat(packet.originNanos()).isGreaterThanOrEqualTo(last).isGreaterThan(1_000);
      last = packet.originNanos();
    }
  }

  @Test
  void wrongFormatAndUseAfterCloseAreNamed() {
    LibavAacEncoder encoder = LibavAacEncoder.open(FORMAT, 128);
    AudioBlock mono = new AudioBlock(new AudioFormat(48_000, 1), 10);
    assertThatThrownBy(() -> encoder.encode(mono, packet -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("channels=1");
    encoder.close();
    encoder.close();
    assertThatThrownBy(() -> encoder.flush(packet -> {})).isInstanceOf(IllegalStateException.class);
  }
}
