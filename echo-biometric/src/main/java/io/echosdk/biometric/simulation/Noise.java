package io.echosdk.biometric.simulation;

import java.util.SplittableRandom;

/** Seeded noise that is the same on every machine and every Java version. */
final class Noise {

  private final SplittableRandom random;

  Noise(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Returns a number evenly spread from {@code min} to {@code max}. */
  double between(double min, double max) {
    return min + (max - min) * unit();
  }

  /** Returns a number of mean 0 and variance 1, nearly normal: the sum of twelve uniform ones. */
  double normal() {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += unit();
    }
    return sum;
  }

  /** 53 random bits; {@code nextLong} is specified to the bit, {@code nextDouble} is not. */
  private double unit() {
    return (random.nextLong() >>> 11) * 0x1.0p-53;
  }
}
