package io.echosdk.api.audio;

/** Makes sound. One thread at a time. */
public interface AudioSource {

  /** Returns rate and channels of what {@link #render} makes. */
  AudioFormat format();

  /**
   * Fills a block with the sound that follows the last one, and stamps it.
   *
   * @param block of this source's format; overwritten
   */
  void render(AudioBlock block);
}
