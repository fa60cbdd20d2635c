package io.echosdk.biometric.breath;

import io.echosdk.internal.Fft;
import java.util.Arrays;

/**
 * The rate of the breath where no belt shows it: from everything else that it modulates.
 *
 * <p>Each {@link Trace} gives a spectrum of its last 32 s. Where they agree the breath is; what
 * only one of them shows is something else: waves of blood pressure are in the intervals and not in
 * the height of R, a movement of the electrode is in the height and not in the intervals. So the
 * spectra are multiplied, each to a power that grows with how clear its peak is. A belief over the
 * rates goes from second to second: it spreads a little, for breathing changes, and is multiplied
 * by the new product, tempered because windows overlap. Confidence is how much of the belief lies
 * about its peak, times the share of the traces, weighted by clearness, that are high there, times
 * that weight where it is less than one, so that a trace alone must be clear. Below {@link
 * #LEAST_CONFIDENCE} nothing is said.
 *
 * <p>A trace that is sampled once a beat can not see a breath faster than half the heart's rate;
 * rates above 0.45 of it are believed only of traces that are sampled evenly.
 *
 * <p>Once a second three transforms of 512 points per trace; nothing is allocated after
 * construction. Sources: Charlton et al., Physiol Meas 37(4), 2016 (the modulations); Birrenkott et
 * al., IEEE Trans Biomed Eng 65(9), 2018 (fusion by quality); the fused belief is our own.
 */
public final class BreathFusion {

  /** What the breath modulates. */
  public enum Trace {
    /** The interval between normal beats: shorter while inhaling. */
    INTERVAL(true),
    /** How high the R wave or the pulse stands over its foot. */
    HEIGHT(true),
    /** How steeply QRS rises, or how wide the pulse is. */
    SHAPE(true),
    /** How steeply QRS falls. */
    FALL(true),
    /** The level on which the waves of the heart stand. */
    LEVEL(false),
    /** How the chest tilts. */
    CHEST_X(false),
    /** How it tilts about another axis. */
    CHEST_Y(false),
    /** And the third. */
    CHEST_Z(false);

    private final boolean onBeats;

    Trace(boolean onBeats) {
      this.onBeats = onBeats;
    }
  }

  /**
   * Below this confidence the rate is unknown. Noise that all traces share comes to it in a fifth
   * of the seconds, to 0.3 in one of thirty; who must not be misled asks for more.
   */
  public static final double LEAST_CONFIDENCE = 0.1;

  private static final Trace[] TRACES = Trace.values();
  private static final double CLEAR = 0.3; // quality of noise; what is no clearer has no weight
  private static final double FLOOR = 0.05; // of a peak: what a spectrum can not rule out
  private static final double TEMPER = 1; // how far one second's product is believed
  private static final double SPREAD_BINS = 1; // standard deviation of a second's change
  private static final double JUMP = 0.02; // probability of any rate after any other
  private static final int AGREE_BINS = 4; // 1.9 a minute
  private static final double ENOUGH = 2; // a weight of a quarter is beyond doubt
  private static final double HEART_NYQUIST = 0.45;

  private final Modulation[] modulations = new Modulation[TRACES.length];
  private final Fft fft = new Fft(Modulation.FFT_LENGTH);
  private final double[] re = new double[Modulation.FFT_LENGTH];
  private final double[] im = new double[Modulation.FFT_LENGTH];
  private final double[] belief = new double[Modulation.BINS];
  private final double[] spread = new double[Modulation.BINS];
  private final double[] kernel = new double[AGREE_BINS + 1];
  private double intervalSeconds = Double.NaN; // running mean
  private double measuredSeconds = Double.NaN;
  private double rate = Double.NaN;
  private double confidence;

  /** Makes one that has heard nothing. */
  public BreathFusion() {
    Arrays.setAll(modulations, i -> new Modulation(TRACES[i] == Trace.INTERVAL));
    double sum = 0;
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = StrictMath.exp(-i * i / (2 * SPREAD_BINS * SPREAD_BINS));
      sum += i == 0 ? kernel[i] : 2 * kernel[i];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    doubt();
  }

  private void doubt() {
    Arrays.fill(belief, 1.0 / belief.length);
    rate = Double.NaN;
    confidence = 0;
  }

  /** Hears of a normal interval that ended now. */
  public void interval(long timeNanos, double intervalMs) {
    double seconds = intervalMs / 1000;
    intervalSeconds += Double.isNaN(intervalSeconds) ? 0 : 0.1 * (seconds - intervalSeconds);
    intervalSeconds = Double.isNaN(intervalSeconds) ? seconds : intervalSeconds;
    hear(Trace.INTERVAL, timeNanos, intervalMs);
  }

  /** Hears a value of a trace; its times must rise. */
  public void hear(Trace trace, long timeNanos, double value) {
    modulations[trace.ordinal()].add(timeNanos * 1e-9, value);
  }

  /**
   * Measures anew if a second has passed since the last measure.
   *
   * @return true if {@link #ratePerMinute} has just become new, known or not
   */
  public boolean measure(long timeNanos) {
    double seconds = timeNanos * 1e-9;
    if (seconds - measuredSeconds < 1 && seconds > measuredSeconds - Modulation.WINDOW_SECONDS) {
      return false;
    }
    boolean first = Double.isNaN(measuredSeconds);
    measuredSeconds = seconds;
    if (!first) {
      follow(seconds);
    }
    return !first;
  }

  private void follow(double seconds) {
    boolean any = false;
    for (Modulation modulation : modulations) {
      any |= modulation.measure(seconds, fft, re, im);
    }
    if (!any) {
      doubt();
      return;
    }
    expectChange();
    double weights = weigh();
    tell(weights);
  }

  private void expectChange() {
    for (int i = 0; i < belief.length; i++) {
      double sum = kernel[0] * belief[i];
      for (int k = 1; k < kernel.length; k++) {
        sum +=
            kernel[k] * (belief[Math.max(0, i - k)] + belief[Math.min(belief.length - 1, i + k)]);
      }
      spread[i] = (1 - JUMP) * sum + JUMP / belief.length;
    }
  }

  /** Multiplies the belief by every spectrum; returns the sum of their weights. */
  private double weigh() {
    double weights = 0;
    double sum = 0;
    for (int t = 0; t < TRACES.length; t++) {
      weights += weight(t);
    }
    for (int i = 0; i < belief.length; i++) {
      double log = 0;
      for (int t = 0; t < TRACES.length; t++) {
        double weight = weight(t);
        if (weight > 0) {
          log += weight * StrictMath.log(seen(t, i) ? modulations[t].power(i) + FLOOR : FLOOR);
        }
      }
      belief[i] = spread[i] * StrictMath.exp(TEMPER * log);
      sum += belief[i];
    }
    for (int i = 0; i < belief.length; i++) {
      belief[i] /= sum;
    }
    return weights;
  }

  private double weight(int trace) {
    double clearness = Math.max(0, modulations[trace].quality() - CLEAR) / (1 - CLEAR);
    return clearness * clearness;
  }

  private boolean seen(int trace, int bin) {
    return !TRACES[trace].onBeats
        || !((Modulation.FIRST_BIN + bin) * Modulation.BIN_HZ * intervalSeconds > HEART_NYQUIST);
  }

  private void tell(double weights) {
    int top = 0;
    for (int i = 1; i < belief.length; i++) {
      top = belief[i] > belief[top] ? i : top;
    }
    double mass = 0;
    double centre = 0;
    for (int i = Math.max(0, top - AGREE_BINS);
        i <= Math.min(belief.length - 1, top + AGREE_BINS);
        i++) {
      mass += belief[i];
      centre += i * belief[i];
    }
    confidence = mass * (weights > 0 ? agreement(top, weights) : 0);
    double hz = unweighted((Modulation.FIRST_BIN + centre / mass) * Modulation.BIN_HZ);
    rate = confidence >= LEAST_CONFIDENCE ? 60 * hz : Double.NaN;
  }

  /**
   * A lobe of variance s² about f has its top at f + e s²/f, nearly, once it is multiplied by the
   * e-th power of the frequency; this takes that back.
   */
  private double unweighted(double hz) {
    double exponents = 0;
    double weights = 0;
    for (int t = 0; t < TRACES.length; t++) {
      exponents += weight(t) * modulations[t].exponent();
      weights += weight(t);
    }
    return weights > 0 ? hz - exponents / weights * Modulation.LOBE_HZ2 / hz : hz;
  }

  /** How much of the weight stands behind a rate. */
  private double agreement(int top, double weights) {
    double behind = 0;
    for (int t = 0; t < TRACES.length; t++) {
      double here = 0;
      for (int i = Math.max(0, top - AGREE_BINS);
          i <= Math.min(Modulation.BINS - 1, top + AGREE_BINS);
          i++) {
        here = Math.max(here, seen(t, i) ? modulations[t].power(i) : 0);
      }
      behind += weight(t) * here;
    }
    return behind / weights * Math.min(1, ENOUGH * Math.sqrt(behind));
  }

  /** Returns breaths per minute over the last 32 s; NaN if the traces do not tell. */
  public double ratePerMinute() {
    return rate;
  }

  /** Returns how far the traces agree, 0 to 1. */
  public double confidence() {
    return confidence;
  }

  /** The heart's traces begin anew. */
  public void heartGap() {
    for (int t = 0; t <= Trace.LEVEL.ordinal(); t++) {
      modulations[t].gap();
    }
    intervalSeconds = Double.NaN;
  }

  /** The chest's traces begin anew. */
  public void chestGap() {
    for (int t = Trace.CHEST_X.ordinal(); t <= Trace.CHEST_Z.ordinal(); t++) {
      modulations[t].gap();
    }
  }
}
