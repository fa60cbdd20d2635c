package io.echosdk.api.visual;

/** Takes pictures: an encoder, a file, a window. One thread at a time. */
@FunctionalInterface
public interface FrameSink {

  /**
   * Takes a picture and its ownership: the sink closes it.
   *
   * @param frame the picture that follows the last one
   */
  void accept(VideoFrame frame);
}
