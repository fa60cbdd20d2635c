package io.echosdk.sync.playback;

/**
 * How far a player is from where it should be, and how much faster its converter's clock runs than
 * the machine's: a Kalman filter over noisy readings of a position. Offsets in ns, behind is
 * negative; the noise of the readings is learned from the readings.
 */
final class DriftFilter {

  /** What a new estimate of the server's clock moves the target, per square root of a second. */
  private static final double TARGET_WANDER_NANOS = 15_000;

  /** How far a start lands from where it was asked for, before anything is known: 30 ms. */
  static final double LANDING_SIGMA_NANOS = 30e6;

  private static final double FIRST_NOISE_NANOS = 2e6;
  private static final double LEAST_NOISE_NANOS = 20_000;
  private static final double NOISE_RATE = 0.01;

  private double drift;
  private double skew;
  private double driftVariance;
  private double covariance;
  private double skewVariance = Clocks.SKEW_SIGMA * Clocks.SKEW_SIGMA;
  private double noiseVariance = FIRST_NOISE_NANOS * FIRST_NOISE_NANOS;

  /** The player was started anew: where it landed is unknown, its clock is the same as before. */
  void landed() {
    drift = 0;
    driftVariance = LANDING_SIGMA_NANOS * LANDING_SIGMA_NANOS;
    covariance = 0;
  }

  /**
   * Time passed.
   *
   * @param elapsedNanos how much, on the machine's clock
   * @param relativeRate how much faster than the target the player was told to play
   */
  void predict(double elapsedNanos, double relativeRate) {
    drift += elapsedNanos * (relativeRate + skew);
    double dt = elapsedNanos;
    driftVariance +=
        dt * (2 * covariance + dt * skewVariance)
            + TARGET_WANDER_NANOS * TARGET_WANDER_NANOS * dt / 1e9;
    covariance += dt * skewVariance;
    skewVariance += Clocks.SKEW_WANDER * Clocks.SKEW_WANDER * dt / 1e9;
  }

  /** The target is elsewhere, because the server's time is known better; ahead is positive. */
  void targetMoved(double nanos) {
    drift -= nanos;
  }

  /** Returns how far a reading is from what was expected. */
  double surprise(double reading) {
    return reading - drift;
  }

  /** Takes a reading of the drift. */
  void correct(double reading) {
    double surprise = surprise(reading);
    double total = driftVariance + noiseVariance;
    double driftGain = driftVariance / total;
    double skewGain = covariance / total;
    drift += driftGain * surprise;
    skew += skewGain * surprise;
    skewVariance -= skewGain * covariance;
    covariance *= 1 - driftGain;
    driftVariance *= 1 - driftGain;
    if (driftVariance < noiseVariance) { // else the surprise tells of the landing, not of the noise
      double seen = Math.max(0, surprise * surprise - driftVariance);
      noiseVariance =
          Math.max(
              LEAST_NOISE_NANOS * LEAST_NOISE_NANOS,
              noiseVariance + NOISE_RATE * (seen - noiseVariance));
    }
  }

  double drift() {
    return drift;
  }

  double sigma() {
    return Math.sqrt(driftVariance);
  }

  double noiseSigma() {
    return Math.sqrt(noiseVariance);
  }

  double skew() {
    return skew;
  }
}
