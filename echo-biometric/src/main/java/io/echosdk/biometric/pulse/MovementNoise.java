package io.echosdk.biometric.pulse;

import io.echosdk.api.HotPath;
import io.echosdk.biometric.heart.Biquad;
import java.util.Arrays;

/**
 * Takes out of a pulse wave what an accelerometer beside it explains.
 *
 * <p>In the band of pulses, 0.5 to 8 Hz, the wave is fitted by the three axes, now and a little
 * before, over the last seconds of movement; the fit is subtracted. How far a fit may go depends on
 * how much stronger the wave is than the same person's was at rest (an empirical Bayes ridge): a
 * wave that movement does not strengthen is left alone, so that movement which does not reach the
 * sensor costs no pulse. Without movement the wave passes as it is, to the bit, and nothing is
 * learnt.
 *
 * <p>What stays stronger than at rest was not explained; trust falls by as much.
 *
 * <p>Constant memory, nothing is allocated; O(inputs²) a sample while something moves.
 *
 * <p>Source: Widrow et al., "Adaptive noise cancelling", Proc IEEE 63(12), 1975; for PPG: Zhang,
 * Pi, Liu, IEEE Trans Biomed Eng 62(2), 2015.
 */
public final class MovementNoise {

  /** How many axes there are. */
  public static final int AXES = 3;

  private static final double LOW_HZ = 0.5;
  private static final double HIGH_HZ = 8;
  private static final int TAPS = 4;
  private static final double TAP_SECONDS = 0.08; // a quarter of a period at 3 Hz
  private static final double STILL_G = 0.01; // several times an accelerometer's own noise
  private static final double SENSOR_NOISE_G = 0.004;
  private static final double STRENGTH_SECONDS = 1;
  private static final double FIT_SECONDS = 10;
  private static final double REST_SECONDS = 5;
  private static final double LEFT_SECONDS = 2;
  private static final double SOLVE_SECONDS = 0.1;
  private static final double INDEPENDENT_HZ = 6; // twice the width of a pulse wave's band

  private final Biquad[] lows = new Biquad[1 + AXES];
  private final Biquad[] highs = new Biquad[1 + AXES];
  private final double[] first = new double[1 + AXES]; // levels at the beginning
  private final int tapSamples;
  private final double[][] past;
  private final double[][] pastBands;
  private final double[] inputs = new double[AXES * TAPS]; // without level
  private final double[] bands = new double[AXES * TAPS]; // the same, in the band
  private final double[] level = new double[AXES]; // of the last rest
  private final RidgeFit fit;
  private final double dependent; // samples between independent moments
  private final double strengthRate;
  private final double restRate;
  private final double leftRate;
  private final int solveEvery;
  private int next; // place in the past
  private int untilSolve;
  private double power; // of the acceleration, g²
  private double rest; // power of the wave without movement; NaN while not known
  private long rested; // samples it was learnt from
  private double left; // power of the wave after cancelling
  private double trust = 1;

  /** Makes one that has heard nothing, for a pulse wave of this rate. */
  public MovementNoise(double rateHz) {
    for (int i = 0; i <= AXES; i++) {
      lows[i] = Biquad.lowPass(HIGH_HZ, rateHz);
      highs[i] = Biquad.highPass(LOW_HZ, rateHz);
    }
    tapSamples = Math.max(1, (int) Math.round(TAP_SECONDS * rateHz));
    past = new double[AXES][tapSamples * (TAPS - 1) + 1];
    pastBands = new double[AXES][past[0].length];
    fit = new RidgeFit(AXES * TAPS, FIT_SECONDS * rateHz);
    dependent = Math.max(1, rateHz / INDEPENDENT_HZ);
    strengthRate = 1 / (STRENGTH_SECONDS * rateHz);
    restRate = 1 / (REST_SECONDS * rateHz);
    leftRate = 1 / (LEFT_SECONDS * rateHz);
    solveEvery = Math.max(1, (int) Math.round(SOLVE_SECONDS * rateHz));
    reset();
  }

  /**
   * Returns a sample without what movement explains of it.
   *
   * @param sample of the pulse wave, finite
   * @param acceleration of the three axes at the same time, g, finite
   */
  @HotPath
  public double next(double sample, double[] acceleration) {
    double wave = band(0, sample);
    hear(acceleration);
    double share = Math.min(1, Math.sqrt(power) / STILL_G - 1);
    if (!(share > 0)) {
      learnRest(wave, acceleration);
      return sample;
    }
    fit.add(bands, wave);
    if (--untilSolve <= 0) {
      untilSolve = solveEvery;
      solve();
    }
    double cleaned = wave - share * fit.predict(bands);
    left += leftRate * (cleaned * cleaned - left);
    trust = rested == 0 ? 0.5 : Math.min(1, rest / left);
    return sample - share * fit.predict(inputs); // the band's phase is not its business
  }

  private double band(int which, double value) {
    if (Double.isNaN(first[which])) {
      first[which] = value;
    }
    return lows[which].next(highs[which].next(value - first[which]));
  }

  private void hear(double[] acceleration) {
    int length = past[0].length;
    double now = 0;
    for (int axis = 0; axis < AXES; axis++) {
      double heard = band(1 + axis, acceleration[axis]);
      past[axis][next] = acceleration[axis];
      pastBands[axis][next] = heard;
      now += heard * heard;
      for (int tap = 0; tap < TAPS; tap++) {
        int before = next - tap * tapSamples;
        int at = before < 0 ? before + length : before;
        inputs[axis * TAPS + tap] = past[axis][at] - level[axis];
        bands[axis * TAPS + tap] = pastBands[axis][at];
      }
    }
    next = next + 1 == length ? 0 : next + 1;
    power += strengthRate * (now - power);
  }

  private void learnRest(double wave, double[] acceleration) {
    for (int axis = 0; axis < AXES; axis++) {
      level[axis] += strengthRate * (acceleration[axis] - level[axis]);
    }
    rested++;
    rest += Math.max(restRate, 1.0 / rested) * (wave * wave - rest);
    left = rest;
    trust = 1;
  }

  private void solve() {
    double usual = rested == 0 ? fit.seenPower() / 2 : rest;
    double excess = Math.max(0, fit.seenPower() - usual);
    double sensor = SENSOR_NOISE_G * SENSOR_NOISE_G * fit.count();
    double prior = dependent * fit.inputPower() * usual / Math.max(1e-9 * usual, excess);
    fit.solve(Math.max(Double.MIN_NORMAL, sensor + prior));
  }

  /** Returns how far beats of the cleaned wave are to be believed, 0 to 1; 1 without movement. */
  public double trust() {
    return trust;
  }

  /** Forgets the waves; what is usual of them, and how movement reached them, is kept. */
  public void reset() {
    for (int i = 0; i <= AXES; i++) {
      lows[i].reset();
      highs[i].reset();
    }
    Arrays.fill(first, Double.NaN);
    for (int axis = 0; axis < AXES; axis++) {
      Arrays.fill(past[axis], 0);
      Arrays.fill(pastBands[axis], 0);
    }
    power = 0;
    trust = 1;
  }
}
