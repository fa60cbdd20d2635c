package io.echosdk.biometric.pulse;

/**
 * Which side of a pulse wave is up: its slope is skewed to where blood comes from. Learnt over some
 * five seconds, changed only against clear evidence.
 */
final class Polarity {

  private static final double SECONDS = 5;
  private static final double STEP_SECONDS = 0.04; // a slope over less is noise
  private static final double CLEAR = 0.3; // skewness

  private final Ring wave;
  private final int step;
  private final double rate;
  private double second;
  private double third;
  private long count;
  private double skewness;
  private int sign = 1;

  Polarity(double rateHz) {
    step = Math.max(1, (int) Math.round(STEP_SECONDS * rateHz));
    wave = new Ring(step + 1);
    rate = 1 / (SECONDS * rateHz);
  }

  /** Takes a sample; returns 1 while up is up, else -1. */
  int next(double height) {
    wave.add(height);
    if (wave.count() <= step) {
      return sign;
    }
    double slope = height - wave.at(wave.count() - 1 - step);
    double share = Math.max(rate, 1.0 / ++count);
    second += share * (slope * slope - second);
    third += share * (slope * slope * slope - third);
    skewness = second > 0 ? third / (second * Math.sqrt(second)) : 0;
    if (skewness * sign < -CLEAR && count * rate > 0.2) {
      sign = -sign;
    }
    return sign;
  }

  /** Returns how skewed the slope is to the side that is up; noise is not. */
  double skewness() {
    return sign * skewness;
  }

  int sign() {
    return sign;
  }
}
