package io.echosdk.stream.testing;

import io.echosdk.api.audio.AudioBlock;

/** Silence with ten milliseconds of a 1 kHz tone that begins at one exact sample. */
public final class Burst {

  private static final int RATE = 48_000;
  private static final int LENGTH = 480;

  private Burst() {}

  /** Fills a block of a programme whose burst begins {@code atFrame} frames after its beginning. */
  public static void fill(AudioBlock block, long atFrame) {
    long first = Math.round(block.ptsNanos() * (RATE / 1e9));
    for (int i = 0; i < block.frames(); i++) {
      float sample = sample(first + i - atFrame);
      for (int channel = 0; channel < block.format().channels(); channel++) {
        block.plane(channel)[i] = sample;
      }
    }
  }

  private static float sample(long frame) {
    return frame < 0 || frame >= LENGTH
        ? 0
        : (float) (0.5 * Math.sin(2 * Math.PI * 1_000 * frame / RATE));
  }

  /** Returns where the burst begins: the lag of the greatest correlation. */
  public static int find(float[] samples) {
    float[] burst = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      burst[i] = sample(i);
    }
    int best = -1;
    double most = 0;
    for (int lag = 0; lag + LENGTH <= samples.length; lag++) {
      double sum = 0;
      for (int i = 0; i < LENGTH; i++) {
        sum += burst[i] * samples[lag + i];
      }
      if (sum > most) {
        most = sum;
        best = lag;
      }
    }
    return best;
  }
}
