package io.echosdk.audio;

import io.echosdk.api.HotPath;
import io.echosdk.api.audio.AudioBlock;
import io.echosdk.api.audio.AudioFormat;
import io.echosdk.api.audio.AudioNode;
import io.echosdk.api.audio.Spectrum;
import io.echosdk.internal.Fft;
import io.echosdk.internal.LatestSlot;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lets sound pass unchanged and tells thirty times a second what it is made of: the level in 32
 * bands, the peak and the root mean square.
 *
 * <p>Each analysis takes the last 2048 frames (43 ms at 48 kHz) under a Hann window. Two channels
 * share one complex transform, one as real and one as imaginary part, which symmetry separates
 * again; a band's power is the mean over the channels, so that tones of opposite phase do not
 * cancel.
 *
 * <p>Calibration: power is summed over the bins of a band and divided by what a full-scale sine
 * leaves there (Parseval), so a full-scale sine in both channels reads 0 dB wherever it lies
 * between two bins; there is no scalloping inside a band. A sine at the edge of two bands is
 * shared, -3 dB in each. Below about 470 Hz bands are narrower than the window can resolve (four
 * bins, 94 Hz at 48 kHz): those are read over four bins around their middle, so that neighbours
 * overlap; below 45 Hz the mirror image of the tone disturbs by up to 1 dB.
 *
 * <p>{@link #process} belongs to one thread and neither allocates nor locks; {@link #latest} may be
 * called from any.
 */
public final class SpectrumTap implements AudioNode {

  /** How many bands a {@link Spectrum} of this tap has. */
  public static final int BANDS = 32;

  private static final int WINDOW = 2048;
  private static final int ANALYSES_PER_SECOND = 30;
  private static final double FLOOR_DB = -120;
  private static final double FLOOR_POWER = 1e-12;
  private static final int PTS = 0; // words of the slot
  private static final int ORIGIN = 1;
  private static final int PEAK = 2;
  private static final int RMS = 3;
  private static final int FIRST_BAND = 4;

  private final AudioFormat format;
  private final Fft fft = new Fft(WINDOW);
  private final double[] hann = new double[WINDOW];
  private final double powerOfSine; // what a full-scale sine sums up to over its bins
  private final double[] bandStart = new double[BANDS]; // in bins, bin k reaching k-0.5 to k+0.5
  private final double[] bandEnd = new double[BANDS];
  private final int hop;

  private final float[][] history; // ring of the last WINDOW frames
  private int next; // where the next frame goes
  private int untilAnalysis = WINDOW;
  private final double[] re = new double[WINDOW];
  private final double[] im = new double[WINDOW];
  private final double[] power = new double[WINDOW / 2]; // over all channels
  private final long[] result = new long[FIRST_BAND + BANDS];
  private final LatestSlot slot = new LatestSlot(FIRST_BAND + BANDS);

  /**
   * Creates a tap.
   *
   * @param format of the blocks that will pass
   */
  public SpectrumTap(AudioFormat format) {
    this.format = format;
    hop = Math.round((float) format.sampleRateHz() / ANALYSES_PER_SECOND);
    history = new float[format.channels()][WINDOW];
    double squares = 0;
    for (int i = 0; i < WINDOW; i++) {
      hann[i] = 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * i / WINDOW);
      squares += hann[i] * hann[i];
    }
    powerOfSine = WINDOW * squares / 4;
    layOutBands();
    reset();
  }

  private void layOutBands() {
    double binHz = (double) format.sampleRateHz() / WINDOW;
    double octaves = StrictMath.log(Spectrum.HIGHEST_HZ / Spectrum.LOWEST_HZ) / BANDS;
    for (int b = 0; b < BANDS; b++) {
      double middle = Spectrum.LOWEST_HZ * StrictMath.exp((b + 0.5) * octaves) / binHz;
      double start = Spectrum.LOWEST_HZ * StrictMath.exp(b * octaves) / binHz;
      double end = Spectrum.LOWEST_HZ * StrictMath.exp((b + 1) * octaves) / binHz;
      bandStart[b] = Math.max(0.5, Math.min(start, middle - 2)); // without the constant part
      bandEnd[b] = Math.min(WINDOW / 2.0 - 0.5, Math.max(end, middle + 2));
    }
  }

  @Override
  @HotPath
  public void process(AudioBlock block) {
    Formats.require(format, block);
    int done = 0;
    while (block.frames() - done >= untilAnalysis) {
      keep(block, done, untilAnalysis);
      done += untilAnalysis;
      untilAnalysis = hop;
      analyse(block, done);
    }
    keep(block, done, block.frames() - done);
    untilAnalysis -= block.frames() - done;
  }

  /** Forgets all that was heard; {@link #latest} is silence until the next analysis. */
  @Override
  public void reset() {
    for (float[] plane : history) {
      Arrays.fill(plane, 0);
    }
    next = 0;
    untilAnalysis = WINDOW;
    Arrays.fill(result, 0);
    Arrays.fill(result, FIRST_BAND, result.length, Float.floatToRawIntBits((float) FLOOR_DB));
    slot.write(result);
  }

  /** Returns the newest analysis; silence at time 0 before the first 2048 frames. */
  public Spectrum latest() {
    long[] words = new long[FIRST_BAND + BANDS];
    slot.read(words);
    float[] bandsDb = new float[BANDS];
    for (int b = 0; b < BANDS; b++) {
      bandsDb[b] = asFloat(words[FIRST_BAND + b]);
    }
    return new Spectrum(
        words[PTS], words[ORIGIN], bandsDb, asFloat(words[PEAK]), asFloat(words[RMS]));
  }

  private void keep(AudioBlock block, int offset, int frames) {
    for (int c = 0; c < history.length; c++) {
      float[] source = block.plane(c);
      float[] ring = history[c];
      int at = next;
      for (int i = offset; i < offset + frames; i++) {
        float sample = source[i];
        ring[at] = Math.abs(sample) <= Float.MAX_VALUE ? sample : 0; // NaN would stay for ever
        at = (at + 1) & (WINDOW - 1);
      }
    }
    next = (next + frames) & (WINDOW - 1);
  }

  /** Analyses the window that ends before {@code frame} of the block. */
  private void analyse(AudioBlock block, int frame) {
    Arrays.fill(power, 0);
    for (int c = 0; c < history.length; c += 2) {
      addPower(history[c], c + 1 < history.length ? history[c + 1] : null);
    }
    long middle = (frame - WINDOW / 2) * 1_000_000_000L / format.sampleRateHz();
    result[PTS] = block.ptsNanos() + middle;
    result[ORIGIN] = block.originNanos();
    measureLevels();
    for (int b = 0; b < BANDS; b++) {
      result[FIRST_BAND + b] = Float.floatToRawIntBits((float) bandDb(b));
    }
    slot.write(result);
  }

  private void addPower(float[] first, float @Nullable [] second) {
    for (int i = 0; i < WINDOW; i++) {
      int at = (next + i) & (WINDOW - 1);
      re[i] = first[at] * hann[i];
      im[i] = second == null ? 0 : second[at] * hann[i];
    }
    fft.transform(re, im);
    // With z = x + iy, |X[k]|^2 + |Y[k]|^2 = (|Z[k]|^2 + |Z[N-k]|^2) / 2.
    for (int k = 1; k < WINDOW / 2; k++) {
      int mirror = WINDOW - k;
      power[k] +=
          (re[k] * re[k] + im[k] * im[k] + re[mirror] * re[mirror] + im[mirror] * im[mirror]) / 2;
    }
  }

  private void measureLevels() {
    float peak = 0;
    double squares = 0;
    for (float[] plane : history) {
      for (float sample : plane) {
        peak = Math.max(peak, Math.abs(sample));
        squares += (double) sample * sample;
      }
    }
    result[PEAK] = Float.floatToRawIntBits(peak);
    result[RMS] = Float.floatToRawIntBits((float) Math.sqrt(squares / WINDOW / history.length));
  }

  private double bandDb(int b) {
    int firstBin = (int) Math.round(bandStart[b]);
    int lastBin = Math.min(power.length - 1, (int) Math.round(bandEnd[b]));
    double sum = 0;
    for (int k = firstBin; k <= lastBin; k++) {
      sum += power[k] * (Math.min(bandEnd[b], k + 0.5) - Math.max(bandStart[b], k - 0.5));
    }
    double relative = sum / history.length / powerOfSine;
    return relative <= FLOOR_POWER ? FLOOR_DB : 10 * StrictMath.log10(relative);
  }

  private static float asFloat(long word) {
    return Float.intBitsToFloat((int) word);
  }
}
