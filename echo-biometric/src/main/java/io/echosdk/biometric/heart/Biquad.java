package io.echosdk.biometric.heart;

import io.echosdk.api.HotPath;

/**
 * A second-order filter, transposed direct form II: a Butterworth low-pass or high-pass from the
 * bilinear transform with the corner kept exact, or a notch with its zeros on the unit circle.
 *
 * <p>Coefficients are computed with {@link StrictMath}, so that equal input gives equal output on
 * every machine. Source: Oppenheim and Schafer, Discrete-Time Signal Processing, ch. 7.
 */
public final class Biquad {

  private static final double MAX_CORNER = 0.45; // of the sampling rate

  private final double b0;
  private final double b1;
  private final double b2;
  private final double a1;
  private final double a2;
  private double s1;
  private double s2;

  private Biquad(double b0, double b1, double b2, double a1, double a2) {
    this.b0 = b0;
    this.b1 = b1;
    this.b2 = b2;
    this.a1 = a1;
    this.a2 = a2;
  }

  /** Returns a filter that keeps what is slower than {@code cornerHz}. */
  public static Biquad lowPass(double cornerHz, double sampleRateHz) {
    double k = warp(cornerHz, sampleRateHz);
    double norm = 1 / (1 + Math.sqrt(2) * k + k * k);
    double b = k * k * norm;
    return new Biquad(b, 2 * b, b, 2 * (k * k - 1) * norm, pole(k, norm));
  }

  /** Returns a filter that keeps what is faster than {@code cornerHz}. */
  public static Biquad highPass(double cornerHz, double sampleRateHz) {
    double k = warp(cornerHz, sampleRateHz);
    double norm = 1 / (1 + Math.sqrt(2) * k + k * k);
    return new Biquad(norm, -2 * norm, norm, 2 * (k * k - 1) * norm, pole(k, norm));
  }

  /**
   * Returns a filter that takes out one frequency and leaves the level as it is. A frequency above
   * half the sampling rate is taken out where sampling has folded it to.
   *
   * @param widthHz how broad the notch is, at half the power
   */
  public static Biquad notch(double centreHz, double widthHz, double sampleRateHz) {
    double cos = StrictMath.cos(2 * Math.PI * centreHz / sampleRateHz);
    double r = StrictMath.exp(-Math.PI * widthHz / sampleRateHz);
    double norm = (1 - 2 * r * cos + r * r) / (2 - 2 * cos);
    return new Biquad(norm, -2 * cos * norm, norm, -2 * r * cos, r * r);
  }

  private static double warp(double cornerHz, double sampleRateHz) {
    return StrictMath.tan(Math.PI * Math.min(cornerHz / sampleRateHz, MAX_CORNER));
  }

  private static double pole(double k, double norm) {
    return (1 - Math.sqrt(2) * k + k * k) * norm;
  }

  /** Filters one sample. */
  @HotPath
  public double next(double x) {
    double y = b0 * x + s1;
    s1 = b1 * x - a1 * y + s2;
    s2 = b2 * x - a2 * y;
    return y;
  }

  /** Forgets what it has heard. */
  public void reset() {
    s1 = 0;
    s2 = 0;
  }
}
