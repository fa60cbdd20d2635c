package io.echosdk.api.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.visual.VideoFormat;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StreamValuesTest {

  @Test
  void payloadOfAPacketCannotBeWritten() {
    EncodedPacket packet =
        new EncodedPacket(EncodedPacket.Track.AUDIO, 0, 0, true, ByteBuffer.allocate(4), 0);
    assertThat(packet.payload().isReadOnly()).isTrue();
    assertThat(packet.payload().remaining()).isEqualTo(4);
  }

  @Test
  void renditionNamesWhatIsOutOfRange() {
    assertThatThrownBy(() -> rendition(1281, 2500, 2000)).hasMessageContaining("1281");
    assertThatThrownBy(() -> rendition(1280, 49, 2000)).hasMessageContaining("videoKbps");
    assertThatThrownBy(() -> rendition(1280, 2500, 199)).hasMessageContaining("199");
    assertThat(rendition(1280, 2500, 2000)).isEqualTo(Rendition.HD_720P30);
  }

  private static Rendition rendition(int width, int videoKbps, int keyframeMillis) {
    return new Rendition(
        width, 720, VideoFormat.Rate.of(30), videoKbps, 128, Duration.ofMillis(keyframeMillis));
  }
}
