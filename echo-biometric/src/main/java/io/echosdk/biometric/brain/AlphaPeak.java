package io.echosdk.biometric.brain;

/**
 * A person's own alpha frequency: where the spectrum stands above what falls with frequency.
 *
 * <p>A straight line through the logarithms of power and frequency, from 2 to 6 and from 15 to 30
 * Hz, is the part without rhythm. Alpha is there if power, smoothed over about 1.5 Hz, stands at
 * twice the line somewhere from 7 to 13 Hz, and higher than at either end; its frequency is the
 * centre of gravity of what stands above the line from 7 to 13 Hz.
 *
 * <p>Sources: Klimesch, Brain Res Rev 29, 1999 (centre of gravity); Donoghue et al., Nat Neurosci
 * 23, 2020 (the part without rhythm).
 */
final class AlphaPeak {

  private static final double LOW_HZ = 7;
  private static final double HIGH_HZ = 13;
  private static final double[] BESIDE_HZ = {2, 6, 15, 30};
  private static final double CLEAR = 2;

  private final double stepHz;
  private double slope;
  private double offset;
  private double frequencyHz = Double.NaN;
  private double prominence = Double.NaN;

  AlphaPeak(double stepHz) {
    this.stepHz = stepHz;
  }

  /** Looks at a spectrum, any unit of power, at multiples of the step. */
  void find(double[] density) {
    fit(density);
    int from = (int) Math.ceil(LOW_HZ / stepHz);
    int to = (int) Math.floor(HIGH_HZ / stepHz);
    int top = from;
    double sum = 0;
    double centre = 0;
    prominence = 0;
    for (int k = from; k <= to; k++) {
      double above = Math.max(0, density[k] - line(k));
      sum += above;
      centre += k * stepHz * above;
      double smooth = (density[k - 1] + density[k] + density[k + 1]) / 3 / line(k);
      if (smooth > prominence) {
        prominence = smooth;
        top = k;
      }
    }
    boolean clear = prominence >= CLEAR && top > from && top < to; // false for NaN
    frequencyHz = clear ? centre / sum : Double.NaN;
  }

  private void fit(double[] density) {
    double n = 0;
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double sxy = 0;
    for (int part = 0; part < BESIDE_HZ.length; part += 2) {
      int to = (int) Math.floor(BESIDE_HZ[part + 1] / stepHz);
      for (int k = (int) Math.ceil(BESIDE_HZ[part] / stepHz); k <= to; k++) {
        double weight = 1.0 / k; // as many octaves, as much weight
        double x = StrictMath.log(k * stepHz);
        double y = StrictMath.log(Math.max(density[k], Double.MIN_NORMAL));
        n += weight;
        sx += weight * x;
        sy += weight * y;
        sxx += weight * x * x;
        sxy += weight * x * y;
      }
    }
    slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
    offset = (sy - slope * sx) / n;
  }

  private double line(int k) {
    return StrictMath.exp(offset + slope * StrictMath.log(k * stepHz));
  }

  /** Returns the frequency, Hz, or NaN if there is no alpha. */
  double frequencyHz() {
    return frequencyHz;
  }

  /** Returns how many times the part without rhythm power is at alpha's top. */
  double prominence() {
    return prominence;
  }

  /** Returns the exponent of the part without rhythm, positive where power falls. */
  double exponent() {
    return -slope;
  }

  /** Returns the power of a band that stands above the part without rhythm. */
  double above(double[] density, double fromHz, double toHz) {
    int to = (int) Math.ceil(toHz / stepHz);
    double sum = 0;
    for (int k = (int) Math.ceil(fromHz / stepHz); k < to; k++) {
      sum += Math.max(0, density[k] - line(k)) * stepHz;
    }
    return sum;
  }
}
