package io.echosdk.biometric;

import io.echosdk.api.HotPath;
import io.echosdk.biometric.brain.BrainSpectra;

/**
 * What an EEG says, twice a second: how its power divides among delta, theta, alpha, beta and
 * gamma, the person's own alpha frequency, and what spoils it.
 *
 * <p>Welch's method over the last five seconds: windows of 2 s, every half second, Hann. Windows
 * that show a blink, muscles, mains, no signal or an amplifier at its limit are left out, for each
 * channel by itself; the bands are the median over the channels that have at least three good
 * windows of seven. Confidence is the share of the windows that were good. The values stand for the
 * middle of the five seconds.
 *
 * <p>Causal; constant memory; nothing is allocated after construction. Not safe for use by several
 * threads.
 */
public final class BrainMeter {

  /** The lowest rate at which gamma can be seen. */
  public static final double MIN_RATE_HZ = 100;

  /** How many bands there are. */
  public static final int BANDS = 5;

  /** From how long the values come. */
  public static final double SPAN_SECONDS = 5;

  /** What can spoil an EEG. */
  public enum Flaw {
    /** A blink, or another slow wave that no brain makes. */
    BLINK,
    /** Muscles of the jaw, the brow or the neck. */
    MUSCLE,
    /** Little but mains hum. */
    LINE,
    /** No signal. */
    FLAT,
    /** An amplifier at its limit, or more than 150 µV. */
    CLIPPED,
    /** Samples that are missing or not finite. */
    INVALID
  }

  private final BrainSpectra spectra;

  /**
   * Makes a meter.
   *
   * @param sampleRateHz at least 100, so that gamma can be seen
   * @param channels how many, at least 1
   */
  public BrainMeter(double sampleRateHz, int channels) {
    if (!(sampleRateHz >= MIN_RATE_HZ && sampleRateHz <= 1e5)) {
      throw new IllegalArgumentException(
          "sampleRateHz must be 100 to 100000 but is " + sampleRateHz);
    }
    if (channels < 1) {
      throw new IllegalArgumentException("channels must be at least 1 but is " + channels);
    }
    spectra = new BrainSpectra(sampleRateHz, channels);
  }

  /**
   * Hears one frame.
   *
   * @param samples µV, one of each channel; NaN where invalid
   * @param offset index of the first channel's
   * @return true if the values have just become new, known or not
   */
  @HotPath
  public boolean add(float[] samples, int offset) {
    return spectra.add(samples, offset);
  }

  /**
   * Returns a band's share of the power of all five, 0 to 1; NaN if it is not known.
   *
   * @param band 0 delta 1-4 Hz, 1 theta 4-8, 2 alpha 8-13, 3 beta 13-30, 4 gamma 30-45
   */
  public double relative(int band) {
    return spectra.relative(band);
  }

  /**
   * Returns a band's share of what stands above the part of the spectrum that falls with frequency,
   * 0 to 1; NaN if it is not known.
   */
  public double rhythmic(int band) {
    return spectra.rhythmic(band);
  }

  /** Returns how far to trust the bands: the share of the windows that were good. */
  public double confidence() {
    return spectra.confidence();
  }

  /** Returns the person's own alpha frequency, Hz; NaN while there is no alpha. */
  public double alphaFrequencyHz() {
    return spectra.alphaFrequencyHz();
  }

  /** Returns how far to trust it, 0 to 1. */
  public double alphaConfidence() {
    return spectra.alphaConfidence();
  }

  /** Returns whether a flaw was seen, in any channel, in the last two seconds. */
  public boolean has(Flaw flaw) {
    return (spectra.flags() & 1 << flaw.ordinal()) != 0;
  }

  /** What follows does not continue what came before. */
  public void gap() {
    spectra.gap();
  }
}
