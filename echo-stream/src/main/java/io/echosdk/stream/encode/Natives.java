package io.echosdk.stream.encode;

import io.echosdk.api.stream.StreamException;
import io.echosdk.internal.Defaults;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * Loads FFmpeg's libraries for this platform, which are an optional dependency. The first call
 * unpacks and links about 45 MB and takes a second or more; later calls return at once.
 */
public final class Natives {

  private static final String ARTIFACT = "org.bytedeco:ffmpeg:8.0.1-1.5.13";

  private Natives() {}

  /**
   * Loads what is not loaded yet. From any thread.
   *
   * @throws StreamException {@code NO_NATIVE} if the artifact or its natives are absent, or cannot
   *     be linked here
   */
  public static void require() {
    LinkageError failure = Libraries.FAILURE;
    if (failure != null) {
      throw absent(failure);
    }
  }

  private static StreamException absent(LinkageError e) {
    String platform = Defaults.platform();
    String remedy =
        "add "
            + ARTIFACT
            + " and "
            + ARTIFACT
            + ":"
            + platform
            + " (and org.bytedeco:javacpp likewise) to the application, and make sure that the"
            + " folder ~/.javacpp can be written and holds executable code";
    return new StreamException(
        StreamException.Kind.NO_NATIVE,
        "FFmpeg's libraries for " + platform + " cannot be loaded (" + e + ")",
        remedy,
        e);
  }

  /** Names FFmpeg's classes; apart, so that the class above links without them. */
  private static final class Libraries {

    /** Why they do not load, or null; kept, because a second try says less than the first. */
    static final @Nullable LinkageError FAILURE = load();

    private static @Nullable LinkageError load() {
      try {
        Loader.load(avutil.class);
        Loader.load(swscale.class);
        Loader.load(avcodec.class);
        FfmpegLog.install();
        return null;
      } catch (LinkageError e) { // absent classes, absent natives, failed linking: all arrive here
        return e;
      }
    }
  }
}
