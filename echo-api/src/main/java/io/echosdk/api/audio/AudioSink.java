package io.echosdk.api.audio;

/** Takes sound: a device, a file, an encoder. One thread at a time. */
@FunctionalInterface
public interface AudioSink {

  /**
   * Takes the block that follows the last one.
   *
   * @param block borrowed: do not keep it after return
   * @throws AudioException if it cannot be taken
   */
  void accept(AudioBlock block);
}
