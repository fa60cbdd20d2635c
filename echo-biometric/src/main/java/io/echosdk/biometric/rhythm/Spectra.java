package io.echosdk.biometric.rhythm;

/**
 * The power of slow and quick rhythms in the intervals of the last five minutes, and on average
 * over everything heard.
 *
 * <p>While there are fewer than five minutes, the window is all there is: HF is known from 60 s on,
 * LF from 120 s, VLF from five minutes. Where normal intervals fill less than 95 % of a window, the
 * powers are Lomb's instead of Welch's; below 70 %, they are unknown. The window moves by five
 * seconds.
 *
 * <p>Source of the bands and the window: Task Force, Circulation 93(5), 1996.
 */
public final class Spectra {

  private static final double WINDOW_SECONDS = 300;
  private static final double LF_SECONDS = 120;
  private static final double HF_SECONDS = 60;
  private static final long STEP_NANOS = 5_000_000_000L;
  private static final int STEPS_PER_LOMB = 12; // where Lomb is but the second opinion
  private static final double ENOUGH_FOR_WELCH = 0.95;
  private static final double ENOUGH_FOR_LOMB = 0.7;

  private static final double VLF_FROM_HZ = 1.0 / 300;
  private static final double LF_FROM_HZ = 0.04;
  private static final double HF_FROM_HZ = 0.15;
  private static final double HF_TO_HZ = 0.4;

  private final WelchSpectrum welch = new WelchSpectrum();
  private final LombSpectrum lomb = new LombSpectrum();
  private final Powers welchMean = new Powers();
  private final Powers lombMean = new Powers();
  private double vlf = Double.NaN;
  private double lf = Double.NaN;
  private double hf = Double.NaN;
  private double coverage;
  private long nextNanos = Long.MIN_VALUE;
  private long steps;

  /** Powers of the full windows on average; of the longest one until there is a full one. */
  public static final class Powers {

    private double vlfSum;
    private double lfSum;
    private double hfSum;
    private double lfOfPart = Double.NaN;
    private double hfOfPart = Double.NaN;
    private long windows;

    private Powers() {}

    private void add(double seconds, double vlf, double lf, double hf) {
      if (seconds < WINDOW_SECONDS) {
        lfOfPart = lf;
        hfOfPart = hf;
      } else {
        vlfSum += vlf;
        lfSum += lf;
        hfSum += hf;
        windows++;
      }
    }

    /** Returns how many full windows there were. */
    public long windows() {
      return windows;
    }

    /** Returns the mean power below 0.04 Hz, ms²; NaN before five minutes. */
    public double vlfMs2() {
      return windows > 0 ? vlfSum / windows : Double.NaN;
    }

    /** Returns the mean power from 0.04 to 0.15 Hz, ms²; NaN before 120 s. */
    public double lfMs2() {
      return windows > 0 ? lfSum / windows : lfOfPart;
    }

    /** Returns the mean power from 0.15 to 0.4 Hz, ms²; NaN before 60 s. */
    public double hfMs2() {
      return windows > 0 ? hfSum / windows : hfOfPart;
    }
  }

  /**
   * Measures if five seconds have passed since it last did.
   *
   * @param endNanos when the last interval ended
   * @return whether the powers are new
   */
  public boolean heard(Tachogram tachogram, long endNanos) {
    if (endNanos < nextNanos) {
      return false;
    }
    nextNanos = endNanos + STEP_NANOS;
    measure(tachogram, endNanos);
    return true;
  }

  /** Measures the window that ends at a moment, of whatever length there is. */
  public void measure(Tachogram tachogram, long endNanos) {
    forget();
    double reach = tachogram.reachSeconds(endNanos);
    double seconds = reach < WINDOW_SECONDS ? Math.floor(reach) : WINDOW_SECONDS;
    if (seconds < HF_SECONDS || !tachogram.choose(endNanos, seconds)) {
      return;
    }
    coverage = tachogram.coverage();
    boolean byWelch = coverage >= ENOUGH_FOR_WELCH;
    boolean byLomb = coverage >= ENOUGH_FOR_LOMB;
    boolean secondOpinion = steps++ % STEPS_PER_LOMB == 0 || seconds < WINDOW_SECONDS;
    if (byLomb && (!byWelch || secondOpinion)) {
      lomb.measure(tachogram, seconds);
      vlf = known(seconds, WINDOW_SECONDS, lomb.power(VLF_FROM_HZ, LF_FROM_HZ));
      lf = known(seconds, LF_SECONDS, lomb.power(LF_FROM_HZ, HF_FROM_HZ));
      hf = lomb.power(HF_FROM_HZ, HF_TO_HZ);
      lombMean.add(seconds, vlf, lf, hf);
    }
    if (byWelch) {
      welch.measure(tachogram, seconds);
      vlf = known(seconds, WINDOW_SECONDS, welch.power(VLF_FROM_HZ, LF_FROM_HZ));
      lf = known(seconds, LF_SECONDS, welch.power(LF_FROM_HZ, HF_FROM_HZ));
      hf = welch.power(HF_FROM_HZ, HF_TO_HZ);
      welchMean.add(seconds, vlf, lf, hf);
    }
  }

  private static double known(double seconds, double after, double power) {
    return seconds >= after ? power : Double.NaN;
  }

  /** Makes the powers of the last window unknown. */
  public void forget() {
    vlf = Double.NaN;
    lf = Double.NaN;
    hf = Double.NaN;
    coverage = 0;
  }

  /** Returns the power of the last window below 0.04 Hz, ms², or NaN. */
  public double vlfMs2() {
    return vlf;
  }

  /** Returns the power of the last window from 0.04 to 0.15 Hz, ms², or NaN. */
  public double lfMs2() {
    return lf;
  }

  /** Returns the power of the last window from 0.15 to 0.4 Hz, ms², or NaN. */
  public double hfMs2() {
    return hf;
  }

  /** Returns which share of the last window normal intervals fill. */
  public double coverage() {
    return coverage;
  }

  /** Returns the mean powers after Welch. */
  public Powers byWelch() {
    return welchMean;
  }

  /** Returns the mean powers after Lomb. */
  public Powers byLomb() {
    return lombMean;
  }
}
