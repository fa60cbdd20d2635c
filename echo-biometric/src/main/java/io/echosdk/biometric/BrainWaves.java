package io.echosdk.biometric;

import io.echosdk.api.HotPath;
import io.echosdk.biometric.heart.Biquad;
import io.echosdk.biometric.heart.Plausible;

/**
 * The waves of one EEG channel for pictures: each band by a causal filter of its own, sample by
 * sample, with its envelope. Quick, and so not sharp: values come from {@link BrainMeter}.
 *
 * <p>A band is a Butterworth high-pass and low-pass, each of second order. It shows its waves late
 * by the filters' group delay at the band's middle, {@link #delaySeconds}: about 130 ms for delta,
 * 68 for theta, 41 for alpha, 18 for beta, 13 for gamma. The envelope is late by a wave's period
 * more.
 *
 * <p>Constant time, nothing is allocated after construction. Not safe for use by several threads.
 */
public final class BrainWaves {

  private static final double[] EDGE_HZ = {1, 4, 8, 13, 30, 45};
  private static final int BANDS = EDGE_HZ.length - 1;
  private static final double ANSWER_SECONDS = 4; // by then delta's filter has rung out

  private final Biquad[] high = new Biquad[BANDS];
  private final Biquad[] low = new Biquad[BANDS];
  private final double[] wave = new double[BANDS];
  private final double[] square = new double[BANDS];
  private final double[] forget = new double[BANDS];
  private final double[] delay = new double[BANDS];
  private double origin = Double.NaN;

  /**
   * Makes a bank at rest.
   *
   * @param sampleRateHz at least {@link BrainMeter#MIN_RATE_HZ}
   */
  public BrainWaves(double sampleRateHz) {
    if (!(sampleRateHz >= BrainMeter.MIN_RATE_HZ && sampleRateHz <= 1e5)) {
      throw new IllegalArgumentException(
          "sampleRateHz must be 100 to 100000 but is " + sampleRateHz);
    }
    for (int band = 0; band < BANDS; band++) {
      high[band] = Biquad.highPass(EDGE_HZ[band], sampleRateHz);
      low[band] = Biquad.lowPass(EDGE_HZ[band + 1], sampleRateHz);
      double middle = middleHz(band);
      forget[band] = 1 - StrictMath.exp(-middle / sampleRateHz);
      delay[band] = groupDelaySeconds(high[band], low[band], middle, sampleRateHz);
    }
    gap();
  }

  /** Re of sum(n h e^-jwn) / sum(h e^-jwn), from the filters' own answer to an impulse. */
  private static double groupDelaySeconds(Biquad high, Biquad low, double hz, double sampleRateHz) {
    int length = (int) (ANSWER_SECONDS * sampleRateHz);
    double re = 0;
    double im = 0;
    double reMoment = 0;
    double imMoment = 0;
    for (int n = 0; n < length; n++) {
      double h = low.next(high.next(n == 0 ? 1 : 0));
      double angle = -2 * Math.PI * hz * n / sampleRateHz;
      double c = h * StrictMath.cos(angle);
      double s = h * StrictMath.sin(angle);
      re += c;
      im += s;
      reMoment += n * c;
      imMoment += n * s;
    }
    return (reMoment * re + imMoment * im) / (re * re + im * im) / sampleRateHz;
  }

  private static double middleHz(int band) {
    return Math.sqrt(EDGE_HZ[band] * EDGE_HZ[band + 1]);
  }

  /** Hears one more sample, µV; an invalid one begins anew. */
  @HotPath
  public void add(float sample) {
    if (!Plausible.sample(sample)) {
      gap();
      return;
    }
    if (Double.isNaN(origin)) {
      origin = sample;
    }
    for (int band = 0; band < BANDS; band++) {
      double now = low[band].next(high[band].next(sample - origin));
      wave[band] = now;
      square[band] += forget[band] * (now * now - square[band]);
    }
  }

  /** Returns a band's wave, µV; bands as {@link BrainMeter#relative}. */
  public double wave(int band) {
    return wave[band];
  }

  /** Returns how large the band's wave is: the amplitude of a sine of that power, µV. */
  public double envelope(int band) {
    return Math.sqrt(2 * square[band]);
  }

  /** Returns by how much the band's wave is late, s, at the band's geometric middle. */
  public double delaySeconds(int band) {
    return delay[band];
  }

  /** What follows does not continue what came before. */
  public void gap() {
    origin = Double.NaN;
    for (int band = 0; band < BANDS; band++) {
      high[band].reset();
      low[band].reset();
      wave[band] = 0;
      square[band] = 0;
    }
  }
}
