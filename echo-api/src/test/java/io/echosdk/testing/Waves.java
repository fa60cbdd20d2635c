package io.echosdk.testing;

import io.echosdk.api.biometric.BiometricSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Whole waves, for what is compared with the whole of them. */
public final class Waves {

  private Waves() {}

  /**
   * Takes everything that a source delivers until its end, and closes it.
   *
   * @return the samples of all batches, one after the other
   */
  public static float[] all(BiometricSource source) {
    List<float[]> blocks = new ArrayList<>();
    try (source) {
      for (long next = 0; next != BiometricSource.END; ) {
        next =
            source.poll(
                next,
                (signal, time, origin, samples, offset, frames, flags) -> {
                  int end = offset + frames * signal.channels().size();
                  blocks.add(Arrays.copyOfRange(samples, offset, end));
                });
      }
    }
    return joined(blocks);
  }

  /** Joins blocks in their order. */
  public static float[] joined(List<float[]> blocks) {
    float[] all = new float[blocks.stream().mapToInt(block -> block.length).sum()];
    int at = 0;
    for (float[] block : blocks) {
      System.arraycopy(block, 0, all, at, block.length);
      at += block.length;
    }
    return all;
  }
}
