package io.echosdk.stream.encode;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * The H.264 encoders that FFmpeg may have, and how each is told to do live work: constant bitrate,
 * no B-frames, keyframes where we ask and (as far as it obeys) nowhere else.
 *
 * @param name FFmpeg's name
 * @param hardware whether it needs a device
 * @param pixels the layout that it takes from memory
 * @param deviceType the device that its pictures must be uploaded to, or {@link #IN_MEMORY}
 * @param options its own settings
 */
record H264Choice(
    String name, boolean hardware, int pixels, int deviceType, Map<String, String> options) {

  static final int IN_MEMORY = avutil.AV_HWDEVICE_TYPE_NONE;

  private static final int NV12 = avutil.AV_PIX_FMT_NV12;
  private static final int I420 = avutil.AV_PIX_FMT_YUV420P;

  /** The software encoder that is always there: LGPL build. */
  static final H264Choice OPENH264 =
      new H264Choice(
          "libopenh264",
          false,
          I420,
          IN_MEMORY,
          Map.of("rc_mode", "bitrate", "coder", "cabac", "allow_skip_frames", "0"));

  /** Returns every one we know how to open. */
  static List<H264Choice> all() {
    return List.of(
        OPENH264,
        hardware("h264_nvenc", Map.of("rc", "cbr", "tune", "ull", "forced-idr", "1")),
        hardware("h264_qsv", Map.of("async_depth", "1", "forced_idr", "1")),
        uploaded("h264_vaapi", avutil.AV_HWDEVICE_TYPE_VAAPI),
        hardware("h264_v4l2m2m", Map.of()),
        uploaded("h264_vulkan", avutil.AV_HWDEVICE_TYPE_VULKAN),
        hardware("h264_videotoolbox", Map.of("realtime", "1")),
        hardware("h264_mf", Map.of("rate_control", "cbr", "hw_encoding", "1")),
        new H264Choice(
            "libx264",
            false,
            I420,
            IN_MEMORY,
            Map.of(
                "preset", "superfast",
                "tune", "zerolatency",
                "forced-idr", "1",
                "sc_threshold", "0")));
  }

  /** Returns the one that FFmpeg calls {@code name}. */
  static Optional<H264Choice> named(String name) {
    return all().stream().filter(choice -> choice.name.equals(name)).findFirst();
  }

  private static H264Choice hardware(String name, Map<String, String> options) {
    return new H264Choice(name, true, NV12, IN_MEMORY, options);
  }

  private static H264Choice uploaded(String name, int deviceType) {
    return new H264Choice(name, true, NV12, deviceType, Map.of());
  }
}
