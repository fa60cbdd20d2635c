package io.echosdk.stream.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.Rendition;
import io.echosdk.api.stream.StreamException;
import io.echosdk.api.visual.VideoFormat;
import io.echosdk.api.visual.VideoFrame;
import io.echosdk.stream.testing.Decoder;
import io.echosdk.stream.testing.Dots;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ten seconds of 720p30 with 8,000 dots and a scene cut, looked at from every side. */
class LibavVideoEncoderTest {

  private static final VideoFormat FORMAT = VideoFormat.nv12(1280, 720, 30);
  private static final int FRAMES = 300;
  private static final int CUT_AT = 100;

  private static final List<EncodedPacket> PACKETS = new ArrayList<>();
  private static byte[] config;

  @BeforeAll
  static void encode() {
    Dots dots = new Dots(FORMAT, 8_000, 1);
    try (LibavVideoEncoder encoder = LibavVideoEncoder.open("libopenh264", Rendition.HD_720P30)) {
      config = encoder.config();
      for (int i = 0; i < FRAMES; i++) {
        dots.background(i < CUT_AT ? 16 : 140);
        try (VideoFrame frame = dots.next(FORMAT.framesPerSecond().ptsNanos(i), 7_000 + i)) {
          encoder.encode(frame, i % 60 == 0, PACKETS::add);
        }
      }
      encoder.flush(PACKETS::add);
    }
  }

  @Test
  void bitrateIsHeldOverTenSeconds() {
    long bytes = PACKETS.stream().mapToLong(packet -> packet.payload().remaining()).sum();
    assertThat(bytes * 8 / 10_000.0).as("kbps").isCloseTo(2_500, within(250.0));
  }

  @Test
  void keyframesComeExactlyWhereTheyWereAskedForEvenAfterASceneCut() {
    List<Long> keyframes =
        PACKETS.stream().filter(EncodedPacket::keyframe).map(EncodedPacket::ptsNanos).toList();
    assertThat(keyframes)
        .containsExactly(0L, 2_000_000_000L, 4_000_000_000L, 6_000_000_000L, 8_000_000_000L);
  }

  @Test
  void stampsOfEveryPictureTravelToItsPacket() {
    assertThat(PACKETS).hasSize(FRAMES);
    for (int i = 0; i < FRAMES; i++) {
      assertThat(PACKETS.get(i).ptsNanos()).isEqualTo(FORMAT.framesPerSecond().ptsNanos(i));
      assertThat(PACKETS.get(i).dtsNanos()).isEqualTo(PACKETS.get(i).ptsNanos());
      assertThat(PACKETS.get(i).originNanos()).isEqualTo(7_000 + i);
    }
  }

  @Test
  void payloadsAreLengthPrefixedSlicesWithoutParameterSets() {
    for (EncodedPacket packet : PACKETS) {
      ByteBuffer in = packet.payload().duplicate();
      assertThat(in.hasRemaining()).isTrue();
      while (in.hasRemaining()) {
        int length = in.getInt();
        assertThat(length).isBetween(2, in.remaining());
        int type = in.get(in.position()) & 0x1F;
        assertThat(type).isEqualTo(packet.keyframe() ? AnnexB.Nal.IDR_SLICE : AnnexB.Nal.SLICE);
        in.position(in.position() + length);
      }
    }
  }

  @Test
  void decoderConfigurationIsHighProfileLevel31AndParses() {
    ByteBuffer in = ByteBuffer.wrap(config); // ISO/IEC 14496-15, 5.3.3.1.2
    assertThat(in.get()).as("configurationVersion").isEqualTo((byte) 1);
    assertThat(in.get()).as("profile").isEqualTo((byte) 100);
    in.get();
    assertThat(in.get()).as("level").isEqualTo((byte) 31);
    assertThat(in.get() & 3).as("length bytes - 1").isEqualTo(3);
    assertThat(in.get() & 31).as("sequence parameter sets").isEqualTo(1);
    byte[] sps = new byte[in.getShort()];
    in.get(sps);
    assertThat(Sps.parse(sps).level()).isEqualTo(31);
    assertThat(in.get()).as("picture parameter sets").isEqualTo((byte) 1);
    byte[] pps = new byte[in.getShort()];
    in.get(pps);
    assertThat(Pps.parse(pps).cabac()).isTrue();
    assertThat(in.remaining()).as("High profile's extension").isEqualTo(4);
  }

  @Test
  void decodedPicturesResembleTheOriginals() {
    Dots dots = new Dots(FORMAT, 8_000, 1);
    int[] frames = {0};
    double[] squares = {0};
    Decoder.pictures(
        config,
        PACKETS.stream().map(EncodedPacket::payload).toList(),
        decoded -> {
          dots.background(frames[0] < CUT_AT ? 16 : 140);
          dots.next(0, 0).close();
          squares[0] += meanSquareError(dots.picture(), decoded);
          frames[0]++;
        });
    assertThat(frames[0]).isEqualTo(FRAMES);
    double psnr = 10 * Math.log10(255 * 255 / (squares[0] / FRAMES));
    assertThat(psnr).as("luma PSNR in dB").isGreaterThan(25.0);
  }

  private static double meanSquareError(byte[] original, byte[] decoded) {
    long sum = 0;
    int luma = FORMAT.width() * FORMAT.height();
    for (int i = 0; i < luma; i++) {
      int error = (original[i] & 0xFF) - (decoded[i] & 0xFF);
      sum += error * error;
    }
    return (double) sum / luma;
  }

  @Test
  void chromaKeepsItsPlacesAndLimitedRangeIsNotStretched() {
    ByteBuffer pixels = ByteBuffer.allocateDirect(FORMAT.bytes());
    for (int i = 0; i < 1280 * 720; i++) {
      pixels.put((byte) 100);
    }
    for (int i = 0; i < 640 * 360; i++) {
      pixels.put((byte) 90).put((byte) 200);
    }
    List<ByteBuffer> payloads = new ArrayList<>();
    try (LibavVideoEncoder encoder = LibavVideoEncoder.open("libopenh264", Rendition.HD_720P30);
        VideoFrame frame = new VideoFrame(FORMAT, pixels.flip(), 0, 0, () -> {})) {
      encoder.encode(frame, true, packet -> payloads.add(packet.payload()));
    }
    byte[] picture = Decoder.pictures(config, payloads).get(0);
    int luma = 1280 * 720;
    assertThat(picture[luma / 2 + 640]).isCloseTo((byte) 100, within((byte) 2));
    assertThat(picture[luma + luma / 8 + 320]).as("U").isCloseTo((byte) 90, within((byte) 2));
    assertThat(picture[luma + luma / 4 + luma / 8 + 320] & 0xFF).as("V").isCloseTo(200, within(2));
  }

  @Test
  void wrongSizeUnknownNameAndAbsentEncoderAreNamed() {
    try (LibavVideoEncoder encoder = LibavVideoEncoder.open("libopenh264", Rendition.HD_720P30)) {
      VideoFormat small = VideoFormat.nv12(320, 180, 30);
      VideoFrame frame =
          new VideoFrame(small, ByteBuffer.allocateDirect(small.bytes()), 0, 0, () -> {});
      assertThatThrownBy(() -> encoder.encode(frame, true, packet -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("320");
    }
    assertThatThrownBy(() -> LibavVideoEncoder.open("h265", Rendition.HD_720P30))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("h265");
    assertThatThrownBy(() -> LibavVideoEncoder.open("h264_nvenc", Rendition.HD_720P30))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("h264_nvenc")
        .hasMessageContaining("echo doctor");
  }
}
