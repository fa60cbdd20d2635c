package io.echosdk.biometric.breath;

import io.echosdk.biometric.heart.Biquad;
import java.util.Arrays;

/**
 * Rate and phase of a slow wave that rises while its owner inhales.
 *
 * <p>The wave is band-passed from 0.04 to 1.2 Hz. A breath begins at a trough: the slope turns
 * upward below the middle, after the wave had been above it, both by a quarter of its usual height.
 * The rate is that of the last three breaths. The phase is the angle of the wave and its slope,
 * scaled by the last breath's period, which needs no waiting: for -cos(2 pi p) it is p. The two
 * filters' shifts at breathing rates are small and of opposite sign.
 *
 * <p>Constant time for each sample, nothing is allocated.
 */
public final class BreathTracker {

  private static final double LOW_HZ = 0.04; // slow breathing, and no more of the drift below it
  private static final double HIGH_HZ = 1.2;
  private static final double CLEAR = 0.25; // of the usual height
  private static final double HEIGHT_SECONDS = 10;
  private static final double SHORTEST_SECONDS = 1;
  private static final double LONGEST_SECONDS = 30;
  private static final int BREATHS = 3;

  private final double sampleRateHz;
  private final double heightRate;
  private final Biquad highPass;
  private final Biquad lowPass;
  private final double[] periods = new double[BREATHS];
  private int breaths; // periods known
  private double origin = Double.NaN;
  private double wave;
  private double slope; // per second
  private double meanSquare;
  private boolean wasAbove;
  private long heard;
  private long troughAt = -1;

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

  /** Hears one more sample, any unit; returns true if a breath has just begun. */
  public boolean add(double sample) {
    if (Double.isNaN(sample)) {
      gap();
      return false;
    }
    if (Double.isNaN(origin)) {
      origin = sample;
    }
    heard++;
    double next = lowPass.next(highPass.next(sample - origin));
    double turned = (next - wave) * sampleRateHz;
    meanSquare += Math.max(heightRate, 1.0 / heard) * (next * next - meanSquare);
    double height = Math.sqrt(2 * meanSquare);
    boolean trough = slope < 0 && turned >= 0 && next < -CLEAR * height && wasAbove;
    wasAbove |= next > CLEAR * height;
    wave = next;
    slope = turned;
    if (trough) {
      wasAbove = false;
      breathe();
    }
    return trough;
  }

  private void breathe() {
    double period = (heard - troughAt) / sampleRateHz;
    if (troughAt >= 0 && period >= SHORTEST_SECONDS && period <= LONGEST_SECONDS) {
      periods[breaths++ % BREATHS] = period;
    } else {
      breaths = 0;
    }
    troughAt = heard;
  }

  /** Returns breaths per minute; NaN before two breaths in a row, and once the next is overdue. */
  public double ratePerMinute() {
    double mean = meanPeriod();
    boolean overdue = (heard - troughAt) / sampleRateHz > 2.5 * mean;
    return breaths < 2 || overdue ? Double.NaN : 60 / mean;
  }

  /**
   * Returns 0 at the start of inhaling, 0.5 at the start of exhaling; NaN while there is no rate.
   */
  public double phase() {
    if (Double.isNaN(ratePerMinute())) {
      return Double.NaN;
    }
    double turns = StrictMath.atan2(slope * meanPeriod() / (2 * Math.PI), -wave) / (2 * Math.PI);
    return turns < 0 ? Math.min(turns + 1, Math.nextDown(1.0)) : turns;
  }

  /** Returns how even the last breaths were, 0 to 1. */
  public double confidence() {
    int count = Math.min(breaths, BREATHS);
    if (count < 2) {
      return 0;
    }
    double mean = meanPeriod();
    double off = 0;
    for (int i = 0; i < count; i++) {
      off += Math.abs(periods[i] - mean) / count;
    }
    return Math.max(0, 1 - 2 * off / mean) * Math.min(1, (count + 1.0) / (BREATHS + 1));
  }

  private double meanPeriod() {
    int count = Math.min(breaths, BREATHS);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += periods[i];
    }
    return sum / count;
  }

  /** Forgets what it has heard. */
  public void gap() {
    highPass.reset();
    lowPass.reset();
    Arrays.fill(periods, 0);
    breaths = 0;
    origin = Double.NaN;
    wave = 0;
    slope = 0;
    meanSquare = 0;
    wasAbove = false;
    heard = 0;
    troughAt = -1;
  }
}
