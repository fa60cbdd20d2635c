package io.echosdk.biometric.heart;

import io.echosdk.api.HotPath;

/**
 * How steep the wave is within the last 60 ms, in the band where QRS complexes are and P waves, T
 * waves, wander and muscle are not: band-pass, difference, square, moving mean, root. The result
 * follows gain linearly and knows no polarity.
 *
 * <p>The sum over the window is rebuilt from its terms at each turn of the ring, so a huge artefact
 * leaves no rounding error behind. Constant time for each sample.
 */
public final class SlopeEnvelope {

  private static final double LOW_HZ = 8;
  private static final double HIGH_HZ = 25;
  private static final double WINDOW_SECONDS = 0.06;

  private final Biquad highPass;
  private final Biquad lowPass;
  private final double sampleRateHz;
  private final double[] squares;
  private double sum;
  private int slot;
  private double origin = Double.NaN; // the first sample; taken off, so that filters start settled
  private double last;

  /** Makes an envelope for a rate. */
  public SlopeEnvelope(double sampleRateHz) {
    this.sampleRateHz = sampleRateHz;
    highPass = Biquad.highPass(LOW_HZ, sampleRateHz);
    lowPass = Biquad.lowPass(HIGH_HZ, sampleRateHz);
    squares = new double[(int) Math.round(WINDOW_SECONDS * sampleRateHz)];
  }

  /** Returns the steepness after one more sample, input units per second. */
  @HotPath
  public double next(double x) {
    if (origin != origin) { // NaN: nothing was heard yet
      origin = x;
    }
    double y = lowPass.next(highPass.next(x - origin));
    double slope = (y - last) * sampleRateHz;
    last = y;
    sum += slope * slope - squares[slot];
    squares[slot] = slope * slope;
    if (++slot == squares.length) {
      slot = 0;
      rebuild();
    }
    return Math.sqrt(Math.max(0, sum) / squares.length);
  }

  private void rebuild() {
    sum = 0;
    for (double square : squares) {
      sum += square;
    }
  }

  /** Forgets what it has heard. */
  public void reset() {
    highPass.reset();
    lowPass.reset();
    java.util.Arrays.fill(squares, 0);
    sum = 0;
    origin = Double.NaN;
    last = 0;
  }
}
