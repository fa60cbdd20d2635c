package io.echosdk.biometric.brain;

import io.echosdk.internal.Fft;
import java.util.Arrays;

/**
 * How the power of one EEG channel divides among delta, theta, alpha, beta and gamma, twice a
 * second, by Welch's method: the last 4 s as three windows of 2 s that overlap by half, each freed
 * of its mean and weighted by a Hann window, their spectra averaged.
 *
 * <p>A span is not trusted while it holds an invalid sample or one more than 150 µV from its mean
 * (a blink, a movement, an electrode off) or is flat. The measure is as of the middle of its 4 s.
 *
 * <p>Source: Welch, IEEE Trans Audio Electroacoust 15(2), 1967. Nothing is allocated after
 * construction.
 */
public final class BandPowers {

  /** The lowest rate at which gamma can be seen. */
  public static final double MIN_RATE_HZ = 100;

  /** How many bands there are. */
  public static final int BANDS = 5;

  /** Over how long the power is taken. */
  public static final double SPAN_SECONDS = 4;

  private static final double[] EDGE_HZ = {1, 4, 8, 13, 30, 45};
  private static final double EVERY_SECONDS = 0.5;
  private static final double MOST_UV = 150;
  private static final double FLAT_UV = 0.1;
  private static final int WINDOWS = 3;

  private final double sampleRateHz;
  private final double[] ring;
  private final int every;
  private final int half; // of a window
  private final double[] hann;
  private final Fft fft;
  private final double[] re;
  private final double[] im;
  private final double[] power = new double[BANDS];
  private long heard;
  private int untilNext;

  /**
   * Makes a meter.
   *
   * @param sampleRateHz at least 100, so that gamma can be seen
   */
  public BandPowers(double sampleRateHz) {
    if (!(sampleRateHz >= MIN_RATE_HZ)) {
      throw new IllegalArgumentException("sampleRateHz must be at least 100: " + sampleRateHz);
    }
    this.sampleRateHz = sampleRateHz;
    half = (int) Math.round(SPAN_SECONDS / 4 * sampleRateHz);
    ring = new double[4 * half];
    every = (int) Math.round(EVERY_SECONDS * sampleRateHz);
    untilNext = every;
    hann = new double[2 * half];
    for (int i = 0; i < hann.length; i++) {
      hann[i] = 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * i / hann.length);
    }
    fft = new Fft(Integer.highestOneBit(hann.length - 1) * 2);
    re = new double[fft.length()];
    im = new double[fft.length()];
  }

  /** Hears one more sample, µV; returns true if {@link #relative} has just become new. */
  public boolean add(float sample) {
    ring[(int) (heard++ % ring.length)] = sample;
    if (--untilNext > 0) {
      return false;
    }
    untilNext = every;
    return heard >= ring.length && sound() && measure();
  }

  /** Returns a band's share of the power of all five, 0 to 1. */
  public double relative(int band) {
    double sum = 0;
    for (double p : power) {
      sum += p;
    }
    return power[band] / sum;
  }

  private boolean sound() {
    double mean = 0;
    for (double sample : ring) {
      mean += sample / ring.length;
    }
    double most = 0;
    for (double sample : ring) {
      double off = Math.abs(sample - mean);
      if (!(off <= MOST_UV)) { // also catches NaN
        return false;
      }
      most = Math.max(most, off);
    }
    return most >= FLAT_UV;
  }

  private boolean measure() {
    Arrays.fill(power, 0);
    for (int w = 0; w < WINDOWS; w++) {
      addSpectrum(heard - ring.length + (long) w * half);
    }
    double sum = 0;
    for (double p : power) {
      sum += p;
    }
    return sum > 0;
  }

  private void addSpectrum(long start) {
    double mean = 0;
    for (int i = 0; i < hann.length; i++) {
      mean += ring[(int) ((start + i) % ring.length)] / hann.length;
    }
    for (int i = 0; i < re.length; i++) {
      re[i] = i < hann.length ? hann[i] * (ring[(int) ((start + i) % ring.length)] - mean) : 0;
      im[i] = 0;
    }
    fft.transform(re, im);
    double stepHz = sampleRateHz / fft.length();
    for (int band = 0; band < BANDS; band++) {
      int to = (int) Math.ceil(EDGE_HZ[band + 1] / stepHz);
      for (int k = (int) Math.ceil(EDGE_HZ[band] / stepHz); k < to; k++) {
        power[band] += re[k] * re[k] + im[k] * im[k];
      }
    }
  }

  /** Forgets what it has heard. */
  public void gap() {
    heard = 0;
    untilNext = every;
  }
}
