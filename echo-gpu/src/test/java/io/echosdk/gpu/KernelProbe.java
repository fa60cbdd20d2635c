package io.echosdk.gpu;

import io.echosdk.api.visual.VideoFormat;
import io.echosdk.api.visual.VideoFrame;
import io.echosdk.api.visual.VisualEngine;
import java.util.zip.CRC32;

/** Renders a little in a Java of its own and prints what did it and what came out. */
public final class KernelProbe {

  private KernelProbe() {}

  /** Runs once. */
  public static void main(String[] arguments) {
    CRC32 crc = new CRC32();
    VideoFormat format = VideoFormat.nv12(160, 90, 30);
    try (VisualEngine engine = VisualEngines.builder().format(format).particles(1_000).build()) {
      for (int i = 0; i < 10; i++) {
        try (VideoFrame frame = engine.render(format.framesPerSecond().ptsNanos(i))) {
          crc.update(frame.pixels());
        }
      }
      System.out.println(engine + " crc=" + crc.getValue());
    }
  }
}
