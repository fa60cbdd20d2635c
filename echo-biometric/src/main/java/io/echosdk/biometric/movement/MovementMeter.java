package io.echosdk.biometric.movement;

/**
 * Euclidean norm minus one (ENMO): by how much the length of the acceleration exceeds gravity,
 * negative values as zero, averaged over each second.
 *
 * <p>Source: van Hees et al., PLoS ONE 8(4), 2013.
 */
public final class MovementMeter {

  private final int second; // frames
  private double sum;
  private int frames;
  private double enmoMg = Double.NaN;

  /** Makes a meter for a rate. */
  public MovementMeter(double sampleRateHz) {
    second = Math.max(1, (int) Math.round(sampleRateHz));
  }

  /**
   * Hears one acceleration, g; an invalid one ends the second without a value.
   *
   * @return true if a second is full
   */
  public boolean add(float x, float y, float z) {
    double norm = Math.sqrt((double) x * x + (double) y * y + (double) z * z);
    sum += Math.max(0, norm - 1); // NaN stays NaN
    if (++frames < second) {
      return false;
    }
    enmoMg = 1000 * sum / frames;
    gap();
    return true;
  }

  /** Returns the movement of the last full second, mg; NaN if a sample in it was invalid. */
  public double enmoMg() {
    return enmoMg;
  }

  /** Begins a new second. */
  public void gap() {
    sum = 0;
    frames = 0;
  }
}
