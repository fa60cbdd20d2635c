package io.echosdk.biometric.breath;

import io.echosdk.internal.Fft;
import io.echosdk.internal.Selection;
import java.util.Arrays;

/**
 * One thing that the breath modulates: values at uneven times, drawn by straight lines at 4 Hz, of
 * which the last 32 s are kept, and their power from 4 to 36 a minute.
 *
 * <p>Before the transform the window is freed of outliers (beyond four and a half median
 * deviations), mean and trend. Then Welch's method: three pieces of 20 s, six apart, each with a
 * Hann window and padded. People at rest do not breathe evenly for 32 s: one transform of all of
 * them splits the breath into several peaks, and finds as clear a peak in noise. Power is
 * multiplied by the frequency, for what is not breath falls with it and would have a peak at the
 * slow end; that of a trace that wanders, as the interval between beats does, by its square.
 */
final class Modulation {

  static final double RATE_HZ = 4;
  static final double WINDOW_SECONDS = 32;
  static final int FFT_LENGTH = 512;
  static final int FIRST_BIN = 9; // 4.2 a minute: two cycles and a quarter in a window
  static final int BINS = 69; // to 36 a minute
  static final double BIN_HZ = RATE_HZ / FFT_LENGTH;

  private static final int LENGTH = (int) (WINDOW_SECONDS * RATE_HZ);
  private static final int ENOUGH = LENGTH * 3 / 4;
  private static final int PIECE = (int) (20 * RATE_HZ);
  private static final double LOBE = 0.612 / PIECE * RATE_HZ; // 1.44 steps wide at half power
  static final double LOBE_HZ2 = LOBE * LOBE; // the variance of a piece's main lobe, as a Gaussian
  private static final int PIECE_STEP = (LENGTH - PIECE) / 2;
  private static final double LONGEST_HOLE_SECONDS = 3;
  private static final double OUTLIER = 4.5; // median deviations: three standard ones
  private static final int PEAK_REACH =
      5; // bins to either side: where a piece of one rhythm has most of its power

  private final boolean wanders;
  private final double[] hann = new double[PIECE];
  private final double[] ring = new double[LENGTH];
  private final double[] window = new double[LENGTH];
  private final double[] scratch = new double[LENGTH];
  private final double[] power = new double[BINS];
  private double lastSeconds = Double.NaN;
  private double lastValue;
  private long next; // the place on the grid, quarters of a second, that is drawn next
  private int filled;
  private double quality;

  /** Makes one that has heard nothing. */
  Modulation(boolean wanders) {
    this.wanders = wanders;
    Arrays.setAll(hann, i -> 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * (i + 0.5) / PIECE));
  }

  /** Hears a value; times must rise, and what is not finite is left out. */
  void add(double seconds, double value) {
    if (!Double.isFinite(value)) {
      return;
    }
    if (!(seconds - lastSeconds <= LONGEST_HOLE_SECONDS)) {
      filled = 0;
      next = (long) Math.ceil(seconds * RATE_HZ);
    }
    for (; next <= seconds * RATE_HZ; next++) {
      double share = filled == 0 ? 1 : (next / RATE_HZ - lastSeconds) / (seconds - lastSeconds);
      double from = filled == 0 ? value : lastValue;
      ring[(int) (next % LENGTH)] = from + share * (value - from);
      filled = Math.min(LENGTH, filled + 1);
    }
    lastSeconds = seconds;
    lastValue = value;
  }

  /**
   * Measures the power of what was heard up to now; returns whether there is enough of it, and of
   * now.
   *
   * @param re scratch, {@link #FFT_LENGTH}
   * @param im scratch, as long
   */
  boolean measure(double nowSeconds, Fft fft, double[] re, double[] im) {
    quality = 0;
    if (filled < ENOUGH || nowSeconds - lastSeconds > LONGEST_HOLE_SECONDS) {
      return false;
    }
    for (int i = 0; i < filled; i++) {
      window[i] = ring[(int) ((next - filled + i) % LENGTH)];
    }
    if (!clip() || !straighten()) {
      return false;
    }
    Arrays.fill(power, 0);
    for (int from = filled - PIECE; from >= 0; from -= PIECE_STEP) {
      addPower(from, fft, re, im);
    }
    normalise();
    return true;
  }

  private void addPower(int from, Fft fft, double[] re, double[] im) {
    Arrays.fill(re, 0);
    Arrays.fill(im, 0);
    double mean = 0;
    for (int i = 0; i < PIECE; i++) {
      mean += window[from + i] / PIECE;
    }
    for (int i = 0; i < PIECE; i++) {
      re[i] = hann[i] * (window[from + i] - mean);
    }
    fft.transform(re, im);
    for (int i = 0; i < BINS; i++) {
      int k = FIRST_BIN + i;
      power[i] += (re[k] * re[k] + im[k] * im[k]) * (wanders ? (double) k * k : k);
    }
  }

  private boolean clip() {
    double median = median(window);
    for (int i = 0; i < filled; i++) {
      scratch[i] = Math.abs(window[i] - median);
    }
    double reach = OUTLIER * Selection.kth(scratch, filled, filled / 2);
    for (int i = 0; i < filled; i++) {
      window[i] = Math.max(median - reach, Math.min(median + reach, window[i]));
    }
    return reach > 0;
  }

  private double median(double[] values) {
    System.arraycopy(values, 0, scratch, 0, filled);
    return Selection.kth(scratch, filled, filled / 2);
  }

  /** Takes mean and trend out; returns whether anything is left. */
  private boolean straighten() {
    double mean = 0;
    double lean = 0;
    double spread = 0;
    double middle = (filled - 1) / 2.0;
    for (int i = 0; i < filled; i++) {
      mean += window[i] / filled;
      lean += (i - middle) * window[i];
      spread += (i - middle) * (i - middle);
    }
    double left = 0;
    for (int i = 0; i < filled; i++) {
      window[i] -= mean + lean / spread * (i - middle);
      left = Math.max(left, Math.abs(window[i]));
    }
    return left > 1e-9 * Math.abs(mean);
  }

  private void normalise() {
    double sum = 0;
    int top = 0;
    for (int i = 0; i < BINS; i++) {
      sum += power[i];
      top = power[i] > power[top] ? i : top;
    }
    double peak = 0;
    for (int i = Math.max(0, top - PEAK_REACH); i <= Math.min(BINS - 1, top + PEAK_REACH); i++) {
      peak += power[i];
    }
    double most = power[top];
    for (int i = 0; i < BINS; i++) {
      power[i] = sum > 0 ? power[i] / most : 0;
    }
    quality = sum > 0 ? peak / sum : 0;
  }

  /** Returns the power of the frequency by which power was multiplied. */
  int exponent() {
    return wanders ? 2 : 1;
  }

  /** Returns the power of a bin, where the highest is 1. */
  double power(int bin) {
    return power[bin];
  }

  /** Returns which share of the power lies about the highest peak; 0 if nothing is known. */
  double quality() {
    return quality;
  }

  /** Forgets what it has heard. */
  void gap() {
    lastSeconds = Double.NaN;
    filled = 0;
    quality = 0;
  }
}
