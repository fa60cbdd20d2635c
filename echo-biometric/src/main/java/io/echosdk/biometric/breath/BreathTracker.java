package io.echosdk.biometric.breath;

import io.echosdk.biometric.heart.Biquad;
import io.echosdk.biometric.heart.Plausible;
import java.util.Arrays;

/**
 * Rate and phase of a slow wave that rises while its owner inhales.
 *
 * <p>The wave is band-passed from 0.04 to 1.2 Hz. It turns where it has come back from an extremum
 * by three tenths of the usual swing, which is the median of the last nine, none counted as more
 * than three usual ones; a breath begins at each lower turn. So neither a drift nor a sigh hides
 * the breaths beside it, and a heart that shakes the belt is not taken for breath. Where no turn
 * comes for 8 s the tenths shrink with a time constant of 6 s, to one, so that shallow breath is
 * found again. The rate is that of the whole breaths that ended in the last 32 s. The phase is the
 * angle of the wave and its slope, scaled by the usual period, which needs no waiting: for -cos(2
 * pi p) it is p. The two filters' shifts at breathing rates are small and of opposite sign.
 *
 * <p>Constant time for each sample, nothing is allocated.
 */
public final class BreathTracker {

  private static final double LOW_HZ = 0.04; // slow breathing, and no more of the drift below it
  private static final double HIGH_HZ = 1.2;
  private static final double TURN = 0.3; // of the usual swing
  private static final double LEAST_TURN = 0.1;
  private static final double PATIENCE_SECONDS = 8;
  private static final double SHRINK_SECONDS = 6;
  private static final double HEIGHT_SECONDS = 10;
  private static final int SWINGS = 9;
  private static final int FEW_SWINGS = 3; // so many are no median yet
  private static final double MOST_SWING = 3; // usual ones: a sigh; more is the belt's, not counted
  private static final int LATEST = 3; // breaths by whose period and evenness the phase goes

  private final double sampleRateHz;
  private final double heightRate;
  private final Biquad highPass;
  private final Biquad lowPass;
  private final TurnTimes tops = new TurnTimes();
  private final TurnTimes troughs = new TurnTimes();
  private final CountDoubt doubt = new CountDoubt();
  private double origin = Double.NaN;
  private double wave;
  private double slope; // per second
  private double meanSquare;
  private final double[] swings = new double[SWINGS];
  private final double[] sorted = new double[SWINGS];
  private int turns;
  private double usualSwing;
  private boolean rising;
  private double extremum;
  private long extremumAt;
  private double cameBack; // from the extremum at most
  private double turn; // the wave at the last one
  private long turnAt;
  private long heard;

  /** Makes a tracker of a belt. */
  public BreathTracker(double sampleRateHz) {
    this(sampleRateHz, LOW_HZ);
  }

  /** Makes a tracker that hears nothing slower than {@code lowHz}. */
  BreathTracker(double sampleRateHz, double lowHz) {
    this.sampleRateHz = sampleRateHz;
    heightRate = 1 / (HEIGHT_SECONDS * sampleRateHz);
    highPass = Biquad.highPass(lowHz, sampleRateHz);
    lowPass = Biquad.lowPass(HIGH_HZ, sampleRateHz);
  }

  /** Hears one more sample, any unit; returns true if a breath has just been seen to begin. */
  public boolean add(double sample) {
    if (!Plausible.sample(sample)) {
      gap();
      return false;
    }
    if (Double.isNaN(origin)) {
      origin = sample;
    }
    heard++;
    double next = lowPass.next(highPass.next(sample - origin));
    meanSquare += Math.max(heightRate, 1.0 / heard) * (next * next - meanSquare);
    slope = (next - wave) * sampleRateHz;
    wave = next;
    if (!turned()) {
      return false;
    }
    boolean breath = (rising ? troughs : tops).add(turnAt / sampleRateHz);
    return rising && breath;
  }

  /** Follows the wave to its extremum; tells when it has come back far enough from it. */
  private boolean turned() {
    double seconds = heard / sampleRateHz;
    if (heard == 1 || (rising ? wave > extremum : wave < extremum)) {
      if (cameBack > LEAST_TURN * usualSwing) {
        doubt.note(seconds, cameBack, false);
      }
      extremum = wave;
      extremumAt = heard;
      cameBack = 0;
    }
    double back = Math.abs(wave - extremum);
    if (!(back > clear())) {
      cameBack = Math.max(cameBack, back);
      return false;
    }
    double swing = Math.abs(extremum - turn);
    doubt.note(seconds, swing, true);
    double most = turns < FEW_SWINGS ? swing : MOST_SWING * usualSwing;
    swings[turns++ % SWINGS] = Math.min(swing, most);
    int count = Math.min(turns, SWINGS);
    System.arraycopy(swings, 0, sorted, 0, count);
    Arrays.sort(sorted, 0, count);
    usualSwing = sorted[count / 2];
    turn = extremum;
    turnAt = extremumAt;
    rising = !rising;
    extremum = wave;
    extremumAt = heard;
    cameBack = 0;
    return true;
  }

  private double clear() {
    if (turns < FEW_SWINGS) {
      return TURN * 2 * Math.sqrt(2 * meanSquare);
    }
    double late = Math.max(0, (heard - turnAt) / sampleRateHz - PATIENCE_SECONDS);
    return usualSwing * Math.max(LEAST_TURN, TURN * Math.exp(-late / SHRINK_SECONDS));
  }

  /**
   * Returns breaths per minute over the last 32 s: the mean of the rates from top to top and from
   * trough to trough; NaN before two breaths in a row, and once the next is overdue.
   */
  public double ratePerMinute() {
    return overdue() ? Double.NaN : (rate(tops) + rate(troughs)) / 2;
  }

  private double rate(TurnTimes turns) {
    return turns.ratePerMinute(heard / sampleRateHz);
  }

  private boolean overdue() {
    return troughs.breaths() < 2 || heard / sampleRateHz - troughs.time(0) > 2.5 * meanPeriod();
  }

  /**
   * Returns 0 at the start of inhaling, 0.5 at the start of exhaling; NaN while there is no rate.
   */
  public double phase() {
    if (overdue()) {
      return Double.NaN;
    }
    double turns = StrictMath.atan2(slope * meanPeriod() / (2 * Math.PI), -wave) / (2 * Math.PI);
    return turns < 0 ? Math.min(turns + 1, Math.nextDown(1.0)) : turns;
  }

  /** Returns how even the last breaths were, and how clear it was what is a breath, 0 to 1. */
  public double confidence() {
    int count = Math.min(troughs.breaths(), LATEST);
    if (count < 2) {
      return 0;
    }
    double mean = meanPeriod();
    double off = 0;
    for (int i = 0; i < count; i++) {
      off += Math.abs(troughs.period(i) - mean) / count;
    }
    double even = Math.max(0, 1 - off / mean) * Math.min(1, (count + 1.0) / (LATEST + 1));
    double since = heard / sampleRateHz - TurnTimes.WINDOW_SECONDS;
    return even / (1 + doubt.since(since, TURN * usualSwing));
  }

  private double meanPeriod() {
    int count = Math.min(troughs.breaths(), LATEST);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += troughs.period(i);
    }
    return sum / count;
  }

  /** Forgets what it has heard. */
  public void gap() {
    highPass.reset();
    lowPass.reset();
    tops.clear();
    doubt.clear();
    cameBack = 0;
    troughs.clear();
    origin = Double.NaN;
    wave = 0;
    slope = 0;
    meanSquare = 0;
    turns = 0;
    rising = false;
    turn = 0;
    turnAt = 0;
    extremum = 0;
    extremumAt = 0;
    heard = 0;
  }
}
