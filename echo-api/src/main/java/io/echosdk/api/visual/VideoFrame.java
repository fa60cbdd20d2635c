package io.echosdk.api.visual;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One picture on loan from its maker's pool. Whoever holds it closes it exactly when it is done
 * with the bytes; they are reused afterwards. Handed over whole from thread to thread.
 */
public final class VideoFrame implements AutoCloseable {

  private final VideoFormat format;
  private final ByteBuffer pixels;
  private final long ptsNanos;
  private final long originNanos;
  private final Runnable release;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Lends a picture.
   *
   * @param format size and layout
   * @param pixels a direct buffer with at least {@link VideoFormat#bytes()} bytes from its
   *     position, all planes tightly packed one after the other
   * @param ptsNanos when it is shown, nanoseconds since the programme began
   * @param originNanos the stamp of the newest body signal that shaped it, on the session's clock;
   *     0 if none
   * @param release takes the bytes back; called once
   */
  public VideoFrame(
      VideoFormat format, ByteBuffer pixels, long ptsNanos, long originNanos, Runnable release) {
    if (!pixels.isDirect() || pixels.remaining() < format.bytes()) {
      throw new IllegalArgumentException(
          "pixels must be direct with " + format.bytes() + " bytes but has " + pixels.remaining());
    }
    this.format = format;
    this.pixels = pixels;
    this.ptsNanos = ptsNanos;
    this.originNanos = originNanos;
    this.release = release;
  }

  /** Returns size and layout. */
  public VideoFormat format() {
    return format;
  }

  /**
   * Returns the bytes, all planes tightly packed, as a view with its own position; valid until
   * {@link #close()}.
   */
  public ByteBuffer pixels() {
    if (closed.get()) {
      throw new IllegalStateException("the frame at " + ptsNanos + " ns was given back already");
    }
    return pixels.duplicate();
  }

  /** Returns when the picture is shown, nanoseconds since the programme began. */
  public long ptsNanos() {
    return ptsNanos;
  }

  /**
   * Returns the stamp of the newest body signal that shaped it, on the session's clock; 0 if none.
   */
  public long originNanos() {
    return originNanos;
  }

  /** Gives the bytes back. Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      release.run();
    }
  }
}
