package io.echosdk.biometric.movement;

import io.echosdk.api.HotPath;

/**
 * How much somebody moves, and how often, from three axes of acceleration; anew every second.
 *
 * <ul>
 *   <li>Euclidean norm minus one (ENMO): by how much the length of the acceleration exceeds
 *       gravity, negative values as zero, averaged over a second.
 *   <li>Mean amplitude deviation (MAD): the mean distance of that length from its own mean, over
 *       five seconds. It does not care for gravity.
 *   <li>Cadence: the first clear maximum of the length's autocorrelation over six seconds, from a
 *       quarter of a second to two (0.5 to 4 Hz). Nothing is said where nobody moves, or where the
 *       movement does not repeat.
 * </ul>
 *
 * <p>Gravity is 1 g. A second in which the length stays within 1.3 % shows a body at rest, and what
 * it shows is gravity: the gain follows it, so that a sensor that counts in other units, or
 * wrongly, is right after its first still second.
 *
 * <p>Constant memory, nothing is allocated after construction. Sources: van Hees et al., PLoS ONE
 * 8(4), 2013 (ENMO; stillness as a deviation of 13 mg) and J Appl Physiol 117(7), 2014 (calibration
 * by gravity); Vähä-Ypyä et al., Clin Physiol Funct Imaging 35(1), 2015 (MAD).
 */
public final class MovementMeter {

  private static final double STILL = 0.013; // standard deviation of the length over its mean
  private static final double LEAST_GRAVITY = 0.02; // in the sensor's unit; less is a dead sensor
  private static final double MOST_GRAVITY = 20; // m/s² taken for g is 9.8
  private static final double GAIN_RATE = 0.1; // of each still second after the first
  private static final int MAD_SECONDS = 5;

  private final int second; // frames
  private final double[] lengths; // of five seconds, g, in the order of arrival as a ring
  private final Cadence cadence;
  private double sum;
  private double squares;
  private double over;
  private int frames;
  private long full; // seconds in a row without an invalid sample
  private double gain = 1;
  private boolean calibrated;
  private double enmoMg = Double.NaN;
  private double madMg = Double.NaN;

  /** Makes a meter for a rate, at least 10 Hz. */
  public MovementMeter(double sampleRateHz) {
    second = Math.max(1, (int) Math.round(sampleRateHz));
    lengths = new double[MAD_SECONDS * second];
    cadence = new Cadence(sampleRateHz);
  }

  /**
   * Hears one acceleration; an invalid one ends the second without a value.
   *
   * @return true if a second is full and the values are new, known or not
   */
  @HotPath
  public boolean add(float x, float y, float z) {
    double raw = Math.sqrt((double) x * x + (double) y * y + (double) z * z);
    double length = gain * raw;
    sum += raw; // NaN stays NaN
    squares += raw * raw;
    over += Math.max(0, length - 1);
    lengths[(int) (full % MAD_SECONDS) * second + frames] = length;
    cadence.add(length);
    if (++frames < second) {
      return false;
    }
    measure();
    return true;
  }

  private void measure() {
    double mean = sum / frames;
    if (!(mean >= LEAST_GRAVITY && mean <= 50 * MOST_GRAVITY)) {
      forget(); // an invalid sample, or no sensor behind it
      return;
    }
    enmoMg = 1000 * over / frames;
    full++;
    madMg = full >= MAD_SECONDS ? deviationMg() : Double.NaN;
    calibrate(mean, squares / frames - mean * mean);
    beginSecond();
  }

  private double deviationMg() {
    double mean = 0;
    for (double length : lengths) {
      mean += length / lengths.length;
    }
    double off = 0;
    for (double length : lengths) {
      off += Math.abs(length - mean) / lengths.length;
    }
    return 1000 * off;
  }

  private void calibrate(double mean, double variance) {
    if (variance <= STILL * STILL * mean * mean && mean <= MOST_GRAVITY) {
      gain += (calibrated ? GAIN_RATE : 1) * (1 / mean - gain);
      calibrated = true;
    }
  }

  private void beginSecond() {
    sum = 0;
    squares = 0;
    over = 0;
    frames = 0;
  }

  private void forget() {
    beginSecond();
    full = 0;
    enmoMg = Double.NaN;
    madMg = Double.NaN;
    cadence.gap();
  }

  /** Returns the movement of the last full second, mg; NaN if a sample in it was invalid. */
  public double enmoMg() {
    return enmoMg;
  }

  /** Returns the mean amplitude deviation of the last five seconds, mg; NaN before. */
  public double madMg() {
    return madMg;
  }

  /** Returns steps, or whatever repeats, per minute; NaN while nothing does. */
  public double cadencePerMinute() {
    return Double.isNaN(madMg) ? Double.NaN : cadence.perMinute();
  }

  /** Returns how clearly it repeats, 0 to 1. */
  public double cadenceConfidence() {
    return cadence.clearness();
  }

  /** Returns whether the body has been still, so that the gain is known. */
  public boolean calibrated() {
    return calibrated;
  }

  /** What follows does not continue what came before; the gain is kept. */
  public void gap() {
    forget();
  }
}
