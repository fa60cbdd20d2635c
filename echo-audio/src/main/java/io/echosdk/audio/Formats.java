package io.echosdk.audio;

import io.echosdk.api.HotPath;
import io.echosdk.api.audio.AudioBlock;
import io.echosdk.api.audio.AudioFormat;

/** Whether a block fits. */
final class Formats {

  private Formats() {}

  /**
   * Refuses a block of another format. Compares the parts, because a record's own {@code equals}
   * allocates until it is compiled.
   */
  @HotPath
  static void require(AudioFormat expected, AudioBlock block) {
    AudioFormat actual = block.format();
    if (actual.sampleRateHz() != expected.sampleRateHz()
        || actual.channels() != expected.channels()) {
      throw new IllegalArgumentException(
          "block must be of format " + expected + " but is of " + actual);
    }
  }
}
