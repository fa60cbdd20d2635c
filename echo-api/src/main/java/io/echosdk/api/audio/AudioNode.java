package io.echosdk.api.audio;

/** Changes sound in passing. One thread at a time. */
public interface AudioNode {

  /**
   * Processes a block in place. Does not allocate or lock.
   *
   * @param block borrowed: do not keep it after return
   */
  void process(AudioBlock block);

  /** Returns by how many frames the output lags the input. */
  default int latencyFrames() {
    return 0;
  }

  /** Forgets all that was heard before. */
  default void reset() {}
}
