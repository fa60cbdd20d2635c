package io.echosdk.biometric.brain;

import io.echosdk.api.HotPath;
import io.echosdk.internal.Fft;
import java.util.Arrays;

/** The spectra of all channels of an EEG, joined; {@code BrainMeter} says what comes of it. */
public final class BrainSpectra {

  private static final double[] EDGE_HZ = {1, 4, 8, 13, 30, 45};
  private static final int BANDS = EDGE_HZ.length - 1;
  private static final int WINDOWS = 7; // of 2 s, half a second apart: 5 s
  private static final int LEAST_GOOD = 3;
  private static final int ALPHA_MEMORY = 30; // windows, 15 s, of the spectrum with alpha in it
  private static final int ALPHA_WINDOWS = 12; // good ones, before it is
  private static final double ALPHA_SURE = 4; // prominence beyond which more says nothing

  private final Electrode[] electrodes;
  private final Fft fft;
  private final int every;
  private final double[][][] kept; // [channel][window][bin], µV²/Hz
  private final boolean[][] good;
  private final double[][] shares; // [band][channel that is known]
  private final double[] mean;
  private final double[] slowMean;
  private final double[] relative = new double[BANDS];
  private final double[] rhythmic = new double[BANDS];
  private final AlphaPeak alpha;
  private final AlphaPeak shape;
  private int untilNext;
  private long measured;
  private double confidence;
  private int goodWindows; // that went into the slow mean, up to enough
  private int flags;

  /** Makes one for a rate and so many channels. */
  public BrainSpectra(double sampleRateHz, int channels) {
    int length = Electrode.windowLength(sampleRateHz);
    fft = new Fft(Integer.highestOneBit(length - 1) * 2);
    double[] re = new double[fft.length()];
    double[] im = new double[fft.length()];
    electrodes = new Electrode[channels];
    Arrays.setAll(electrodes, i -> new Electrode(sampleRateHz, fft, re, im));
    every = (int) Math.round(Electrode.EVERY_SECONDS * sampleRateHz);
    untilNext = every;
    int bins = electrodes[0].density().length;
    kept = new double[channels][WINDOWS][bins];
    good = new boolean[channels][WINDOWS];
    shares = new double[BANDS][channels];
    mean = new double[bins];
    slowMean = new double[bins];
    alpha = new AlphaPeak(electrodes[0].stepHz());
    shape = new AlphaPeak(electrodes[0].stepHz());
    forget();
  }

  /** Hears one frame; returns true if the values have just become new, known or not. */
  @HotPath
  public boolean add(float[] samples, int offset) {
    for (int channel = 0; channel < electrodes.length; channel++) {
      electrodes[channel].add(samples[offset + channel]);
    }
    if (--untilNext > 0) {
      return false;
    }
    untilNext = every;
    measure();
    return true;
  }

  private void measure() {
    int slot = (int) (measured++ % WINDOWS);
    flags = 0;
    for (int channel = 0; channel < electrodes.length; channel++) {
      Electrode electrode = electrodes[channel];
      good[channel][slot] = electrode.measure();
      flags |= electrode.flags();
      System.arraycopy(electrode.density(), 0, kept[channel][slot], 0, mean.length);
    }
    int known = join();
    Arrays.fill(relative, Double.NaN);
    Arrays.fill(rhythmic, Double.NaN);
    if (known > 0) {
      divide(known);
    }
    followAlpha(slot);
  }

  /** Means of each channel's good windows; returns how many channels have enough of them. */
  private int join() {
    int known = 0;
    int all = 0;
    Arrays.fill(mean, 0);
    for (int channel = 0; channel < electrodes.length; channel++) {
      int count = 0;
      for (int w = 0; w < WINDOWS; w++) {
        count += good[channel][w] ? 1 : 0;
      }
      all += count;
      if (count >= LEAST_GOOD) {
        double total = shareOut(channel, known);
        if (total > 0) {
          addToMean(channel, total);
          known++;
        }
      }
    }
    confidence = known == 0 ? 0 : (double) all / (electrodes.length * WINDOWS);
    return known;
  }

  /** Writes the channel's shares of the bands; returns the power of all five. */
  private double shareOut(int channel, int known) {
    double total = 0;
    for (int band = 0; band < BANDS; band++) {
      double sum = 0;
      int from = bin(EDGE_HZ[band]);
      int to = bin(EDGE_HZ[band + 1]);
      for (int w = 0; w < WINDOWS; w++) {
        for (int k = from; good[channel][w] && k < to; k++) {
          sum += kept[channel][w][k];
        }
      }
      shares[band][known] = sum;
      total += sum;
    }
    for (int band = 0; band < BANDS; band++) {
      shares[band][known] /= total;
    }
    return total;
  }

  private int bin(double hz) {
    return (int) Math.ceil(hz / electrodes[0].stepHz());
  }

  private void addToMean(int channel, double total) {
    for (int w = 0; w < WINDOWS; w++) {
      for (int k = 0; good[channel][w] && k < mean.length; k++) {
        mean[k] += kept[channel][w][k] / total;
      }
    }
  }

  private void divide(int known) {
    double sum = 0;
    for (int band = 0; band < BANDS; band++) {
      Arrays.sort(shares[band], 0, known);
      relative[band] = (shares[band][(known - 1) / 2] + shares[band][known / 2]) / 2;
      sum += relative[band];
    }
    shape.find(mean);
    double above = 0;
    for (int band = 0; band < BANDS; band++) {
      relative[band] /= sum;
      rhythmic[band] = shape.above(mean, EDGE_HZ[band], EDGE_HZ[band + 1]);
      above += rhythmic[band];
    }
    for (int band = 0; band < BANDS; band++) {
      rhythmic[band] /= above;
    }
  }

  /** Good windows of this moment, each channel as heavy as another, go into a slow mean. */
  private void followAlpha(int slot) {
    int count = 0;
    for (int channel = 0; channel < electrodes.length; channel++) {
      count += good[channel][slot] ? 1 : 0;
    }
    if (count == 0) {
      return;
    }
    goodWindows = Math.min(ALPHA_MEMORY, goodWindows + 1);
    double share = 1.0 / goodWindows;
    for (int k = 0; k < slowMean.length; k++) {
      double sum = 0;
      for (int channel = 0; channel < electrodes.length; channel++) {
        sum += good[channel][slot] ? kept[channel][slot][k] : 0;
      }
      slowMean[k] += share * (sum / count - slowMean[k]);
    }
    alpha.find(slowMean);
  }

  /** Returns a band's share of the power of all five; NaN if it is not known. */
  public double relative(int band) {
    return relative[band];
  }

  /** Returns a band's share of what stands above the part without rhythm; NaN as above. */
  public double rhythmic(int band) {
    return rhythmic[band];
  }

  /** Returns which share of the windows was good. */
  public double confidence() {
    return confidence;
  }

  /** Returns the alpha frequency, Hz; NaN if there is no alpha or nothing is known. */
  public double alphaFrequencyHz() {
    return confidence > 0 && goodWindows >= ALPHA_WINDOWS ? alpha.frequencyHz() : Double.NaN;
  }

  /** Returns how far to trust it. */
  public double alphaConfidence() {
    return Double.isNaN(alphaFrequencyHz())
        ? 0
        : confidence * Math.min(1, alpha.prominence() / ALPHA_SURE);
  }

  /** Returns what was wrong with any channel's last window. */
  public int flags() {
    return flags;
  }

  /** What follows does not continue what came before. */
  public void gap() {
    for (Electrode electrode : electrodes) {
      electrode.gap();
    }
    forget();
  }

  private void forget() {
    untilNext = every;
    measured = 0;
    confidence = 0;
    goodWindows = 0;
    flags = 0;
    for (boolean[] windows : good) {
      Arrays.fill(windows, false);
    }
    Arrays.fill(slowMean, 0);
    Arrays.fill(relative, Double.NaN);
    Arrays.fill(rhythmic, Double.NaN);
  }
}
