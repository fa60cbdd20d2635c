package io.echosdk.stream.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.stream.Rendition;
import io.echosdk.api.stream.StreamException;
import io.echosdk.api.stream.StreamListener;
import io.echosdk.stream.testing.Burst;
import io.echosdk.stream.testing.Ffprobe;
import io.echosdk.stream.testing.LoopedProgramme;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {

  private static final long BURST_FRAME = 31 * 48_000;

  @TempDir static Path directory;
  private static List<Path> files;

  /** Keeps what it hears. */
  private static final class Heard implements StreamListener {
    final List<Path> files = new ArrayList<>();
    final List<StreamException> troubles = new ArrayList<>();

    @Override
    public synchronized void onRecorded(Path file) {
      files.add(file);
    }

    @Override
    public synchronized void onTrouble(StreamException trouble) {
      troubles.add(trouble);
    }
  }

  static Map<String, String> fields(String line) {
    Map<String, String> fields = new TreeMap<>();
    for (String field : line.split("\\|")) {
      int equals = field.indexOf('=');
      fields.put(field.substring(0, equals), field.substring(equals + 1));
    }
    return fields;
  }

  @BeforeAll
  static void recordSixtyFiveSeconds() {
    Heard heard = new Heard();
    try (EchoRuntime runtime = EchoRuntime.create()) {
      LoopedProgramme programme = new LoopedProgramme(Rendition.HD_720P30, 500);
      try (Recorder recorder = Recorder.into(directory, runtime, heard)) {
        recorder.header(programme.header());
        programme.play(65 * 30, recorder, block -> Burst.fill(block, BURST_FRAME));
      }
    }
    assertThat(heard.troubles).isEmpty();
    files = heard.files;
  }

  @Test
  void filesAreCutEveryThirtySecondsAtKeyframesAndEachPlaysAlone() {
    assertThat(files).hasSize(3);
    for (int i = 0; i < 3; i++) {
      double seconds = i < 2 ? 30 : 5;
      List<String> streams =
          Ffprobe.run(
              files.get(i),
              "-show_entries",
              "stream=codec_name,width,height,r_frame_rate,sample_rate,channels,start_time,duration");
      Map<String, String> picture = fields(streams.get(0));
      Map<String, String> sound = fields(streams.get(1));
      assertThat(picture)
          .containsEntry("codec_name", "h264")
          .containsEntry("width", "1280")
          .containsEntry("height", "720")
          .containsEntry("r_frame_rate", "30/1")
          .containsEntry("start_time", "0.000000");
      assertThat(Double.parseDouble(picture.get("duration"))).isEqualTo(seconds);
      assertThat(sound)
          .containsEntry("codec_name", "aac")
          .containsEntry("sample_rate", "48000")
          .containsEntry("channels", "2")
          .containsEntry("start_time", "0.000000");
      // a packet may reach over the cut, and up to two before it prime the decoder
      assertThat(Double.parseDouble(sound.get("duration"))).isCloseTo(seconds, within(0.064));
      assertThat(Ffprobe.decode(files.get(i), "-t", "3", "-f", "null", "-")).isEmpty();
    }
  }

  @Test
  void everyFileBeginsWithAKeyframeAndHasThemTwoSecondsApart() {
    List<String> packets =
        Ffprobe.run(files.get(1), "-select_streams", "v", "-show_entries", "packet=pts_time,flags");
    List<Double> keyframes =
        packets.stream()
            .map(RecorderTest::fields)
            .filter(packet -> packet.get("flags").startsWith("K"))
            .map(packet -> Double.parseDouble(packet.get("pts_time")))
            .toList();
    assertThat(packets).hasSize(30 * 30);
    assertThat(keyframes).hasSize(15).first().isEqualTo(0.0);
    for (int i = 1; i < keyframes.size(); i++) {
      assertThat(keyframes.get(i) - keyframes.get(i - 1)).isCloseTo(2.0, within(1e-6));
    }
  }

  @Test
  void soundStaysInStepWithThePictureAcrossACut() throws IOException {
    Path decoded = directory.resolve("second.f32");
    Ffprobe.decode(
        files.get(1), "-map", "0:a", "-ac", "1", "-c:a", "pcm_f32le", "-f", "f32le", decoded + "");
    FloatBuffer samples =
        ByteBuffer.wrap(Files.readAllBytes(decoded)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[] heard = new float[samples.remaining()];
    samples.get(heard);
    assertThat(Burst.find(heard)).as("frames after the cut").isCloseTo(48_000, within(2));
  }
}
