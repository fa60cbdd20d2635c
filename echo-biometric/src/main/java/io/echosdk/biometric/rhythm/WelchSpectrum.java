package io.echosdk.biometric.rhythm;

import io.echosdk.internal.Fft;

/**
 * The power of the heart's slow rhythms, from one window of intervals: one segment of Welch's
 * method, for whoever averages them.
 *
 * <p>The intervals, as a cubic spline over time, are sampled at 4 Hz, freed of mean and straight
 * trend (both weighted as the window is, so that no slow wave leaks into them), weighted by a Hann
 * window, padded and transformed. What the spline takes from quick waves is given back: between
 * even points a cubic spline passes a frequency of x cycles an interval with the gain 1 / (sum over
 * k of (x / (x - k))⁴), which at 0.25 Hz and 75 beats a minute is a loss of one percent of the
 * power. Above half a cycle per interval nothing is known, and nothing is counted.
 *
 * <p>O(n log n) for a window; nothing is allocated. The sum over all frequencies is the weighted
 * variance (Parseval), so a wave of amplitude A has A²/2.
 *
 * <p>Sources: Welch, IEEE Trans Audio Electroacoust 15(2), 1967; Task Force, Circulation 93(5),
 * 1996, for the bands; Unser, IEEE Signal Process Mag 16(6), 1999, for the spline's gain.
 */
final class WelchSpectrum {

  private static final double RATE_HZ = 4;
  private static final int POINTS = 2048;
  private static final double STEP_HZ = RATE_HZ / POINTS;
  private static final int IMAGES = 4;

  private final Fft fft = new Fft(POINTS);
  private final double[] re = new double[POINTS];
  private final double[] im = new double[POINTS];
  private final double[] hann = new double[POINTS];
  private int windowSamples;
  private double squares; // sum of the window's squares
  private double meanMs;

  /**
   * Transforms a window.
   *
   * @param seconds its length, which the tachogram's chosen window has too
   */
  void measure(Tachogram tachogram, double seconds) {
    int samples = (int) Math.round(seconds * RATE_HZ);
    makeWindow(samples);
    tachogram.draw(re, samples, RATE_HZ);
    takeTrendOff(samples);
    for (int i = 0; i < POINTS; i++) {
      re[i] = i < samples ? re[i] * hann[i] : 0;
      im[i] = 0;
    }
    fft.transform(re, im);
    meanMs = tachogram.meanMs();
  }

  private void makeWindow(int samples) {
    if (samples == windowSamples) {
      return;
    }
    if (samples > POINTS) {
      throw new IllegalArgumentException("a window has at most " + POINTS + " samples");
    }
    windowSamples = samples;
    squares = 0;
    double step = 2 * Math.PI / samples;
    double turnCos = series(1, 0, step);
    double turnSin = series(step, 1, step);
    double cos = 1;
    double sin = 0;
    for (int i = 0; i < samples; i++) {
      hann[i] = 0.5 - 0.5 * cos;
      squares += hann[i] * hann[i];
      double turned = cos * turnCos - sin * turnSin;
      sin = sin * turnCos + cos * turnSin;
      cos = turned;
    }
  }

  /**
   * Sums a Taylor series of cosine or sine from its first term, {@code x^power / power!}: the same
   * on every machine, as {@code StrictMath} is, whose newer versions allocate.
   */
  private static double series(double first, int power, double x) {
    double sum = 0;
    double term = first;
    for (int n = power; Math.abs(term) > 1e-18; n += 2) {
      sum += term;
      term *= -x * x / ((n + 1) * (n + 2));
    }
    return sum;
  }

  private void takeTrendOff(int samples) {
    double middle = samples / 2.0; // of the window, which is even about it
    double mean = 0;
    double moment = 0;
    double spread = 0;
    for (int i = 0; i < samples; i++) {
      double weight = hann[i] * hann[i];
      mean += weight * re[i];
      moment += weight * (i - middle) * re[i];
      spread += weight * (i - middle) * (i - middle);
    }
    mean /= squares;
    for (int i = 0; i < samples; i++) {
      re[i] -= mean + moment / spread * (i - middle);
    }
  }

  /** Returns the power from one frequency up to another, ms². */
  double power(double fromHz, double toHz) {
    double nyquist = 500 / meanMs;
    double to = Math.min(toHz, nyquist);
    double sum = 0;
    for (int k = cell(fromHz); k <= cell(to); k++) {
      double inside = Math.min(to, (k + 0.5) * STEP_HZ) - Math.max(fromHz, (k - 0.5) * STEP_HZ);
      if (inside > 0) {
        double gain = splineGain(k * STEP_HZ * meanMs / 1000);
        sum += (re[k] * re[k] + im[k] * im[k]) / (gain * gain) * inside / STEP_HZ;
      }
    }
    return 2 * sum / (POINTS * squares);
  }

  private static int cell(double hz) {
    return (int) Math.round(hz / STEP_HZ);
  }

  private static double splineGain(double cycles) {
    double sum = 1;
    for (int k = 1; k <= IMAGES; k++) {
      sum += fourth(cycles / (cycles - k)) + fourth(cycles / (cycles + k));
    }
    return 1 / sum;
  }

  private static double fourth(double x) {
    return x * x * x * x;
  }
}
