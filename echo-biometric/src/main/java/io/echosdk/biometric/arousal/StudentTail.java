package io.echosdk.biometric.arousal;

/**
 * How likely Student's t is above a value.
 *
 * <p>Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.4.
 */
public final class StudentTail {

  private StudentTail() {}

  /**
   * Returns the probability.
   *
   * @param freedom degrees of freedom, even
   */
  public static double above(double t, int freedom) {
    double square = freedom / (freedom + t * t);
    double term = 1;
    double sum = 1;
    for (int i = 2; i < freedom; i += 2) {
      term *= square * (i - 1) / i;
      sum += term;
    }
    return (1 - t / Math.sqrt(freedom + t * t) * sum) / 2;
  }
}
