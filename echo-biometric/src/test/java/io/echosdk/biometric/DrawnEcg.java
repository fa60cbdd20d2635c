package io.echosdk.biometric;

import io.echosdk.api.biometric.Beat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** An ECG lead drawn wave by wave, mV, with 10 µV of noise; times in seconds. */
final class DrawnEcg {

  static final double RATE_HZ = 360;

  private static final double NOISE_MV = 0.01;

  private final float[] wave;

  DrawnEcg(double seconds) {
    wave = new float[(int) (seconds * RATE_HZ)];
    Random random = new Random(41);
    for (int i = 0; i < wave.length; i++) {
      wave[i] = (float) (NOISE_MV * random.nextGaussian());
    }
  }

  /** Atria, ventricles and recovery of a beat whose R wave is 1 mV high. */
  DrawnEcg beat(double at) {
    return atria(at - 0.16).complex(at, 1).recovery(at + 0.26, 0.25);
  }

  /** A P wave. */
  DrawnEcg atria(double at) {
    return hill(at, 0.12, 0.02);
  }

  /** A narrow QRS complex. */
  DrawnEcg complex(double at, double size) {
    return hill(at - 0.025, -0.1 * size, 0.008)
        .hill(at, size, 0.011)
        .hill(at + 0.028, -0.25 * size, 0.01);
  }

  /** A QRS complex that did not come through the bundles: 0.14 s wide, T wave the other way. */
  DrawnEcg wideComplex(double at, double size) {
    return hill(at, size, 0.035).hill(at + 0.09, -0.3 * size, 0.035).hill(at + 0.3, -0.3, 0.06);
  }

  /** A T wave. */
  DrawnEcg recovery(double at, double size) {
    return hill(at, size, 0.04);
  }

  private DrawnEcg hill(double at, double size, double width) {
    int from = (int) Math.max(0, (at - 5 * width) * RATE_HZ);
    int to = (int) Math.min(wave.length, (at + 5 * width) * RATE_HZ);
    for (int i = from; i < to; i++) {
      double x = (i / RATE_HZ - at) / width;
      wave[i] += (float) (size * Math.exp(-x * x / 2));
    }
    return this;
  }

  /** A pacemaker's pulse of 2 ms, as far as it is sampled. */
  DrawnEcg pacemaker(double at, double size) {
    int i = (int) Math.round(at * RATE_HZ);
    wave[i] += (float) size;
    wave[i + 1] -= (float) (0.1 * size);
    return this;
  }

  /** The electrode is off: a level far from the body's, and a step back. */
  DrawnEcg off(double from, double to, double level) {
    Arrays.fill(wave, (int) (from * RATE_HZ), (int) (to * RATE_HZ), (float) level);
    return this;
  }

  /** Adds mains hum from a time on. */
  DrawnEcg hum(double from, double hz, double size) {
    for (int i = (int) (from * RATE_HZ); i < wave.length; i++) {
      wave[i] += (float) (size * Math.sin(2 * Math.PI * hz * i / RATE_HZ));
    }
    return this;
  }

  /** The amplifier cannot show more than this to either side. */
  DrawnEcg clipped(double level) {
    for (int i = 0; i < wave.length; i++) {
      wave[i] = (float) Math.max(-level, Math.min(level, wave[i]));
    }
    return this;
  }

  /** A beat, as a detector told it. */
  record Found(double seconds, Beat.Kind kind) {}

  /** Returns what a detector tells of it. */
  List<Found> detect() {
    List<Found> found = new ArrayList<>();
    new BeatDetector(
            RATE_HZ, (sample, at, confidence, kind) -> found.add(new Found(sample / RATE_HZ, kind)))
        .push(wave, 0, wave.length);
    return found;
  }
}
