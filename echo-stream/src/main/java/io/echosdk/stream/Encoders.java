package io.echosdk.stream;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.audio.AudioFormat;
import io.echosdk.api.stream.AudioEncoder;
import io.echosdk.api.stream.Rendition;
import io.echosdk.api.stream.StreamException;
import io.echosdk.api.stream.VideoEncoder;
import io.echosdk.stream.encode.EncoderProbe;
import io.echosdk.stream.encode.LibavAacEncoder;
import io.echosdk.stream.encode.LibavVideoEncoder;
import io.echosdk.stream.encode.Natives;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Opens encoders. They come from FFmpeg's libraries, an optional dependency: where it is absent,
 * every method throws a {@link StreamException} of kind {@code NO_NATIVE} that names the artifact
 * to add. All methods are safe from any thread.
 */
public final class Encoders {

  /** The software H.264 encoder that is part of every build of the libraries. */
  public static final String SOFTWARE_H264 = "libopenh264";

  private Encoders() {}

  /**
   * Loads the native libraries in the background, which takes a second or more the first time; call
   * it when the application starts, so that the first {@link Broadcast} does not wait.
   *
   * @return completes when they are loaded, or exceptionally with a {@link StreamException}
   */
  public static CompletionStage<Void> preload(EchoRuntime runtime) {
    return CompletableFuture.runAsync(Natives::require, runtime.executor());
  }

  /**
   * Tries every H.264 encoder there may be, by opening it at 720p30; takes up to a few seconds.
   *
   * @throws StreamException {@code NO_NATIVE}
   */
  public static List<EncoderInfo> probe() {
    return EncoderProbe.run().stream()
        .map(
            tried -> new EncoderInfo(tried.name(), tried.hardware(), tried.opens(), tried.reason()))
        .toList();
  }

  /**
   * Opens the software encoder.
   *
   * @throws StreamException {@code NO_NATIVE} or {@code NO_ENCODER}
   */
  public static VideoEncoder h264(Rendition rendition) {
    return h264(rendition, SOFTWARE_H264);
  }

  /**
   * Opens a named encoder, one that {@link #probe()} found available.
   *
   * @param name FFmpeg's name: {@code h264_nvenc}
   * @throws StreamException {@code NO_NATIVE} or {@code NO_ENCODER}
   */
  public static VideoEncoder h264(Rendition rendition, String name) {
    return LibavVideoEncoder.open(name, rendition);
  }

  /**
   * Opens an AAC-LC encoder.
   *
   * @param format mono or stereo
   * @param kbps bitrate of all channels together
   * @throws StreamException {@code NO_NATIVE} or {@code NO_ENCODER}
   */
  public static AudioEncoder aac(AudioFormat format, int kbps) {
    return LibavAacEncoder.open(format, kbps);
  }
}
