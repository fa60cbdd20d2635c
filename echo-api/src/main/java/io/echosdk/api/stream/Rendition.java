package io.echosdk.api.stream;

import io.echosdk.api.visual.VideoFormat;
import java.time.Duration;
import java.util.Objects;

/**
 * One encoding of a programme; made once, however many destinations take it.
 *
 * @param width pixels, even
 * @param height pixels, even
 * @param framesPerSecond the rate
 * @param videoKbps bitrate of the picture, 50 to 100,000
 * @param audioKbps bitrate of the sound, 16 to 512
 * @param keyframeInterval time between keyframes, kept exactly; 200 ms to 10 s
 */
public record Rendition(
    int width,
    int height,
    VideoFormat.Rate framesPerSecond,
    int videoKbps,
    int audioKbps,
    Duration keyframeInterval) {

  /** 720p30 at 2.5 Mbps with keyframes every two seconds and 128 kbps of sound. */
  public static final Rendition HD_720P30 =
      new Rendition(1280, 720, VideoFormat.Rate.of(30), 2_500, 128, Duration.ofSeconds(2));

  /** Checks every part. */
  public Rendition {
    Objects.requireNonNull(framesPerSecond, "framesPerSecond");
    check("width", width, 16, 16_384);
    check("height", height, 16, 16_384);
    check("videoKbps", videoKbps, 50, 100_000);
    check("audioKbps", audioKbps, 16, 512);
    check("keyframeInterval in ms", keyframeInterval.toMillis(), 200, 10_000);
    if (width % 2 != 0 || height % 2 != 0) {
      throw new IllegalArgumentException(
          "width and height must be even but are " + width + "x" + height);
    }
  }

  private static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be " + min + " to " + max + " but is " + value);
    }
  }
}
