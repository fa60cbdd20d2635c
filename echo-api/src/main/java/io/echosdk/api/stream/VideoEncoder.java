package io.echosdk.api.stream;

import io.echosdk.api.visual.VideoFrame;
import java.util.function.Consumer;

/** Turns pictures into H.264. One thread at a time. */
public interface VideoEncoder extends AutoCloseable {

  /** Returns the AVCDecoderConfigurationRecord; known from the start. */
  byte[] config();

  /**
   * Encodes the picture that follows the last one.
   *
   * @param frame NV12 of the encoder's size; read before return, not closed
   * @param keyframe whether decoding must be able to begin here
   * @param out takes what is ready, on this thread, before this method returns
   * @throws StreamException if the encoder breaks
   */
  void encode(VideoFrame frame, boolean keyframe, Consumer<EncodedPacket> out);

  /** Hands out what is still inside. */
  void flush(Consumer<EncodedPacket> out);

  /** Frees native memory. Idempotent. */
  @Override
  void close();
}
