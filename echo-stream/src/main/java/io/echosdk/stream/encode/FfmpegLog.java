package io.echosdk.stream.encode;

import java.util.function.Supplier;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what FFmpeg has to say to slf4j, and keeps the last error of a thread for the exception
 * that follows it.
 */
final class FfmpegLog extends LogCallback {

  private static final Logger LOG = LoggerFactory.getLogger("io.echosdk.stream.ffmpeg");
  private static final FfmpegLog INSTANCE = new FfmpegLog(); // native code calls it for ever
  private static final ThreadLocal<String> LAST_ERROR = ThreadLocal.withInitial(() -> "");

  private FfmpegLog() {}

  static void install() {
    avutil.av_log_set_level(avutil.AV_LOG_WARNING);
    avutil.setLogCallback(INSTANCE);
  }

  /** Returns what FFmpeg last complained of on this thread while {@code call} ran. */
  static <T> Overheard<T> overhear(Supplier<T> call) {
    LAST_ERROR.set("");
    try {
      return new Overheard<>(call.get(), LAST_ERROR.get());
    } finally {
      LAST_ERROR.remove();
    }
  }

  /**
   * A result and the complaint that came with it.
   *
   * @param result what the call returned
   * @param complaint FFmpeg's last words, empty if it was content
   */
  record Overheard<T>(T result, String complaint) {}

  @Override
  public void call(int level, BytePointer message) {
    String text = message.getString().strip();
    LOG.debug("{}", text);
    if (level <= avutil.AV_LOG_ERROR && !text.isEmpty()) {
      LAST_ERROR.set(text);
    }
  }
}
