package io.echosdk.biometric.heart;

import java.util.Random;

/** A lead that is drawn: complexes and other waves, each a bell, over a little noise. */
final class DrawnHeart {

  private static final double QRS_SECONDS = 0.012;
  private static final double NOISE = 0.01;

  private final double rateHz;
  private final float[] wave;

  DrawnHeart(double rateHz, double seconds) {
    this.rateHz = rateHz;
    wave = new float[(int) (rateHz * seconds)];
    Random noise = new Random(41);
    for (int i = 0; i < wave.length; i++) {
      wave[i] = (float) (NOISE * noise.nextGaussian());
    }
  }

  /** Draws a narrow complex of height 1. */
  DrawnHeart beat(double seconds) {
    return bell(seconds, 1, QRS_SECONDS);
  }

  DrawnHeart bell(double seconds, double height, double deviationSeconds) {
    for (int i = 0; i < wave.length; i++) {
      double away = (i / rateHz - seconds) / deviationSeconds;
      wave[i] += (float) (height * StrictMath.exp(-0.5 * away * away));
    }
    return this;
  }

  DrawnHeart hum(double hz, double height) {
    for (int i = 0; i < wave.length; i++) {
      wave[i] += (float) (height * StrictMath.sin(2 * Math.PI * hz * i / rateHz));
    }
    return this;
  }

  /** Draws noise between two times, as an electrode makes that loses touch. */
  DrawnHeart noise(double fromSeconds, double toSeconds, double height) {
    Random random = new Random(43);
    double slow = 0;
    for (int i = (int) (fromSeconds * rateHz); i < toSeconds * rateHz; i++) {
      slow += 0.2 * (height * random.nextGaussian() - slow);
      wave[i] += (float) slow;
    }
    return this;
  }

  float[] wave() {
    return wave;
  }
}
