package io.echosdk.api.visual;

/** Makes pictures: an engine, a camera, a file. One thread at a time. */
public interface FrameSource extends AutoCloseable {

  /** Returns size, layout and rate of what {@link #render} makes. */
  VideoFormat format();

  /**
   * Makes the picture for a moment. Moments never go backwards.
   *
   * @param ptsNanos nanoseconds since the programme began
   * @return the picture, owned by the caller, who closes it
   * @throws VisualException if no picture can be made
   */
  VideoFrame render(long ptsNanos);

  /**
   * Lets go of memory and devices. Pictures still on loan stay valid until they are given back.
   * Idempotent.
   */
  @Override
  void close();
}
