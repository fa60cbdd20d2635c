package io.echosdk.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.visual.VideoFormat;
import io.echosdk.api.visual.VideoFrame;
import io.echosdk.api.visual.VisualEngine;
import io.echosdk.testing.TestFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceStripTest {

  private static ByteBuffer strip(int width, TraceStrip.Stamps stamps) {
    VideoFormat format = VideoFormat.nv12(width, 360, 30);
    ByteBuffer picture = ByteBuffer.allocate(format.bytes());
    TraceStrip.write(picture, format, stamps);
    return picture;
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 320, 576, 640, 1280, 1922})
  void stampsAreReadBackThroughNoise(int width) {
    Random random = new Random(width);
    for (int i = 0; i < 50; i++) {
      TraceStrip.Stamps stamps = new TraceStrip.Stamps(random.nextLong(), random.nextLong());
      ByteBuffer picture = strip(width, stamps);
      for (int at = 0; at < width * TraceStrip.rows(width); at++) {
        int noisy = (picture.get(at) & 255) + (int) (25 * random.nextGaussian());
        picture.put(at, (byte) Math.min(255, Math.max(0, noisy)));
      }
      assertThat(TraceStrip.read(picture, width, width)).contains(stamps);
    }
  }

  @Test
  void everyDamagedBlockIsNoticed() {
    TraceStrip.Stamps stamps = new TraceStrip.Stamps(1_234_567_890_123L, 42);
    for (int block = 0; block < 144; block++) {
      ByteBuffer picture = strip(576, stamps);
      int left = block % 72 * 8;
      int top = block / 72 * 8;
      for (int y = top; y < top + 8; y++) {
        for (int x = left; x < left + 8; x++) {
          picture.put(y * 576 + x, (byte) (252 - (picture.get(y * 576 + x) & 255)));
        }
      }
      assertThat(TraceStrip.read(picture, 576, 576)).as("block " + block).isEmpty();
    }
  }

  @Test
  void pictureWithoutStripOrTooSmallReadsAsEmpty() {
    ByteBuffer flat = ByteBuffer.allocate(576 * 20);
    for (int i = 0; i < flat.limit(); i++) {
      flat.put(i, (byte) (i * 31));
    }
    assertThat(TraceStrip.read(flat, 576, 576)).isEmpty();
    assertThat(TraceStrip.read(ByteBuffer.allocate(100), 576, 576)).isEmpty();
  }

  @Test
  void engineWritesTheStampsOfTheState() {
    VideoFormat format = VideoFormat.nv12(640, 360, 30);
    try (VisualEngine engine =
        VisualEngines.builder().format(format).particles(100).trace(true).build()) {
      long pts = 1_500_000_000L;
      engine.submit(States.body(pts, 60), pts);
      try (VideoFrame frame = engine.render(pts)) {
        assertThat(TraceStrip.read(frame.pixels(), 640, 640))
            .contains(new TraceStrip.Stamps(pts, 1_000_000_000L));
      }
    }
  }

  @Test
  void workedExampleOfTheDocumentationIsTrue() throws IOException {
    List<String> page = Files.readAllLines(TestFiles.root().resolve("docs/explanation/picture.md"));
    String stamp = value(page, "stamp: ");
    String blocks = value(page, "blocks: ").replace(" ", "");
    ByteBuffer picture = strip(576, new TraceStrip.Stamps(Long.parseLong(stamp), 0));
    StringBuilder seen = new StringBuilder();
    for (int block = 0; block < 72; block++) {
      seen.append((picture.get(4 * 576 + block * 8 + 4) & 255) == 220 ? '1' : '0');
    }
    assertThat(blocks).isEqualTo(seen.toString());
  }

  private static String value(List<String> page, String key) {
    return page.stream()
        .map(String::strip)
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()))
        .findFirst()
        .orElseThrow();
  }
}
