package io.echosdk.biometric.pulse;

/**
 * A second opinion about the pulses of the last six seconds: peaks that are local maxima at every
 * scale up to the one at which most maxima are.
 *
 * <p>The wave is kept at 20 Hz, scales go up to one second (30 beats a minute), so a window costs
 * 120 x 20 comparisons. It looks at both sides of a peak and comes late; it serves to doubt the
 * quick detector, not to find beats.
 *
 * <p>Sources: Scholkmann, Boss, Wolf, Algorithms 5(4), 2012; Charlton et al., "MSPTDfast", 2024.
 */
final class SlowPeaks {

  private static final double RATE_HZ = 20;
  private static final int WINDOW = 120;
  private static final int SCALES = 20;
  private static final double TOLERANCE_SECONDS = 0.15;
  private static final double EDGE_SECONDS = 0.5; // where one side of a peak is hardly known

  private final double step; // 20 Hz samples for each sample
  private final double sampleSeconds;
  private final double[] ring = new double[WINDOW];
  private final double[] window = new double[WINDOW];
  private final boolean[] peak = new boolean[WINDOW];
  private final int[] maxima = new int[SCALES + 1];
  private long kept;
  private double filled; // share of the sample being kept
  private double sum;
  private int summed;
  private double seconds; // since the first sample

  SlowPeaks(double rateHz) {
    step = RATE_HZ / rateHz;
    sampleSeconds = 1 / rateHz;
  }

  /** Takes a sample, upright. */
  void add(double value) {
    seconds += sampleSeconds;
    sum += value;
    summed++;
    filled += step;
    if (filled >= 1) {
      filled -= 1;
      ring[(int) (kept++ % WINDOW)] = sum / summed;
      sum = 0;
      summed = 0;
    }
  }

  /** Lets a sample pass that is not valid; the wave begins anew. */
  void skip() {
    seconds += sampleSeconds;
    reset();
  }

  /** Forgets the wave, not the time. */
  void reset() {
    kept = 0;
    filled = 0;
    sum = 0;
    summed = 0;
  }

  /**
   * Compares its peaks with others.
   *
   * @param beats when others say that peaks were, s since the first sample; a ring
   * @param count how many were ever put in
   * @return twice the common ones over all of both, 0 to 1; NaN before six seconds
   */
  double agreement(double[] beats, long count) {
    if (kept < WINDOW) {
      return Double.NaN;
    }
    findPeaks();
    double end = seconds - filled / step * sampleSeconds;
    double start = end - WINDOW / RATE_HZ;
    int ours = 0;
    int common = 0;
    for (int i = 0; i < WINDOW; i++) {
      double at = start + (i + 0.5) / RATE_HZ;
      if (peak[i] && inside(at, start, end)) {
        ours++;
        common += near(beats, count, at) ? 1 : 0;
      }
    }
    int theirs = 0;
    for (long i = Math.max(0, count - beats.length); i < count; i++) {
      theirs += inside(beats[(int) (i % beats.length)], start, end) ? 1 : 0;
    }
    return ours + theirs == 0 ? 0 : Math.min(1, 2.0 * common / (ours + theirs));
  }

  private static boolean inside(double at, double start, double end) {
    return at >= start + EDGE_SECONDS && at <= end - EDGE_SECONDS;
  }

  private static boolean near(double[] beats, long count, double at) {
    for (long i = Math.max(0, count - beats.length); i < count; i++) {
      if (Math.abs(beats[(int) (i % beats.length)] - at) <= TOLERANCE_SECONDS) {
        return true;
      }
    }
    return false;
  }

  private void findPeaks() {
    straighten();
    int best = 1;
    for (int scale = 1; scale <= SCALES; scale++) {
      maxima[scale] = 0;
      for (int i = scale; i < WINDOW - scale; i++) {
        maxima[scale] += isMaximum(i, scale) ? 1 : 0;
      }
      best = maxima[scale] > maxima[best] ? scale : best;
    }
    for (int i = 0; i < WINDOW; i++) {
      peak[i] = i > 0 && i < WINDOW - 1;
      for (int scale = 1; scale <= best && peak[i]; scale++) {
        peak[i] = isMaximum(i, scale);
      }
    }
  }

  /** Copies the window in the order of time, without its straight trend. */
  private void straighten() {
    double middle = (WINDOW - 1) / 2.0;
    double mean = 0;
    double moment = 0;
    double spread = 0;
    for (int i = 0; i < WINDOW; i++) {
      window[i] = ring[(int) ((kept + i) % WINDOW)];
      mean += window[i] / WINDOW;
      moment += (i - middle) * window[i];
      spread += (i - middle) * (i - middle);
    }
    for (int i = 0; i < WINDOW; i++) {
      window[i] -= mean + moment / spread * (i - middle);
    }
  }

  private boolean isMaximum(int i, int scale) {
    return (i < scale || window[i] > window[i - scale])
        && (i + scale >= WINDOW || window[i] > window[i + scale]);
  }
}
