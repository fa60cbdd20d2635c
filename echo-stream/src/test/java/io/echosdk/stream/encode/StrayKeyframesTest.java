package io.echosdk.stream.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.stream.Rendition;
import io.echosdk.api.visual.VideoFormat;
import io.echosdk.api.visual.VideoFrame;
import io.echosdk.stream.testing.Decoder;
import io.echosdk.stream.testing.Dots;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrayKeyframesTest {

  private static final Rendition SMALL =
      new Rendition(640, 360, VideoFormat.Rate.of(30), 1_000, 128, Duration.ofSeconds(2));
  private static final int FRAMES = 150;
  private static final int LEAP = 20; // a scene cut every so many pictures

  /** What the encoder really wrote: parameter sets, then one stream per picture. */
  private static List<byte[]> rawPictures(String coder) {
    Natives.require();
    H264Choice base = H264Choice.OPENH264;
    java.util.Map<String, String> options = new java.util.HashMap<>(base.options());
    options.put("coder", coder);
    H264Choice choice =
        new H264Choice(base.name(), false, base.pixels(), base.deviceType(), options);
    AVCodecContext context = VideoContext.open(choice, SMALL);
    AVFrame picture = VideoContext.allocatePicture(choice, SMALL);
    AVPacket packet = avcodec.av_packet_alloc();
    List<byte[]> streams = new ArrayList<>();
    byte[] sets = new byte[context.extradata_size()];
    context.extradata().get(sets);
    streams.add(sets);
    VideoFormat format = VideoFormat.nv12(640, 360, 30);
    Dots dots = new Dots(format, 2_000, 9);
    try (PictureCopy copy = new PictureCopy(SMALL, choice.pixels(), picture)) {
      for (int i = 0; i < FRAMES; i++) {
        dots.background(i / LEAP % 2 == 0 ? 16 : 140);
        try (VideoFrame frame = dots.next(0, 0)) {
          copy.from(frame.pixels());
        }
        picture.pts(i * 3_000L);
        picture.pict_type(i % 60 == 0 ? avutil.AV_PICTURE_TYPE_I : avutil.AV_PICTURE_TYPE_NONE);
        avcodec.avcodec_send_frame(context, picture);
        assertThat(avcodec.avcodec_receive_packet(context, packet)).isZero();
        byte[] stream = new byte[packet.size()];
        packet.data().get(stream);
        streams.add(stream);
        avcodec.av_packet_unref(packet);
      }
    }
    avutil.av_frame_free(picture);
    avcodec.av_packet_free(packet);
    avcodec.avcodec_free_context(context);
    return streams;
  }

  private static ByteBuffer plainPayload(byte[] stream) {
    ByteBuffer out = ByteBuffer.allocate(stream.length + 64);
    AnnexB.split(stream).forEach(nal -> out.putInt(nal.length()).put(nal.copy()));
    return out.flip();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cabac", "cavlc"})
  void takenBackKeyframesDecodeToTheVerySamePixels(String coder) {
    List<byte[]> raw = rawPictures(coder);
    byte[] sets = raw.get(0);
    AccessUnits units = new AccessUnits(sets);
    List<ByteBuffer> before = new ArrayList<>();
    List<ByteBuffer> after = new ArrayList<>();
    List<Integer> keyframes = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      before.add(plainPayload(raw.get(i + 1)));
      AccessUnits.Unit unit = units.convert(raw.get(i + 1), i % 60 == 0);
      after.add(ByteBuffer.wrap(unit.payload()));
      if (unit.keyframe()) {
        keyframes.add(i);
      }
    }
    assertThat(units.strayCount()).as("scene cuts that made the encoder begin anew").isPositive();
    assertThat(keyframes).containsExactly(0, 60, 120);
    byte[] config = AvcConfig.from(sets);
    List<byte[]> expected = Decoder.pictures(config, before);
    List<byte[]> actual = Decoder.pictures(config, after);
    assertThat(actual).hasSize(FRAMES);
    for (int i = 0; i < FRAMES; i++) {
      assertThat(actual.get(i)).as("picture %d", i).isEqualTo(expected.get(i));
    }
  }
}
