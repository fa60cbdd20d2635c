package io.echosdk.api.audio;

/**
 * A stretch of sound that is filled, processed and read again and again. Not safe for use by
 * several threads at once; handed over whole.
 */
public final class AudioBlock {

  private final AudioFormat format;
  private final float[][] planes;
  private long ptsNanos;
  private long originNanos;

  /**
   * Creates silence.
   *
   * @param format rate and channels
   * @param frames how many frames it holds; at least 1
   */
  public AudioBlock(AudioFormat format, int frames) {
    if (frames < 1) {
      throw new IllegalArgumentException("frames must be at least 1 but is " + frames);
    }
    this.format = format;
    this.planes = new float[format.channels()][frames];
  }

  /** Returns rate and channels. */
  public AudioFormat format() {
    return format;
  }

  /** Returns how many frames the block holds. */
  public int frames() {
    return planes[0].length;
  }

  /** Returns one channel's samples, full scale 1.0; the array itself, to be read and written. */
  public float[] plane(int channel) {
    return planes[channel];
  }

  /** Returns when the first frame is heard, in nanoseconds since the programme began. */
  public long ptsNanos() {
    return ptsNanos;
  }

  /**
   * Returns when the newest body signal that shaped this block arrived, on the session's clock; 0
   * if none did.
   */
  public long originNanos() {
    return originNanos;
  }

  /** Sets both stamps; for the one who fills the block. */
  public void stamp(long newPtsNanos, long newOriginNanos) {
    ptsNanos = newPtsNanos;
    originNanos = newOriginNanos;
  }
}
