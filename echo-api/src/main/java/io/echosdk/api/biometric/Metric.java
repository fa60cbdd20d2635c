package io.echosdk.api.biometric;

/**
 * A quantity that is known about a body, with its unit and range. Order is part of the layout of
 * {@link BiometricState}.
 */
public enum Metric {
  /** Heart rate over the last few beats, beats per minute. */
  HEART_RATE("1/min", 20, 300),
  /** The last interval between two normal beats, ms. */
  RR_INTERVAL("ms", 200, 3000),
  /**
   * Root mean square of successive differences of normal intervals over 60 s, ms (Task Force 1996).
   */
  RMSSD("ms", 0, 500),
  /** Standard deviation of normal intervals over five minutes, ms (Task Force 1996). */
  SDNN("ms", 0, 500),
  /**
   * Pairs of successive normal intervals that differ by more than 50 ms, over five minutes, in
   * percent of the number of intervals (Task Force 1996).
   */
  PNN50("%", 0, 100),
  /** Power of the intervals below 0.04 Hz, ms² (Task Force 1996). */
  VLF_POWER("ms²", 0, 1e6),
  /** Power of the intervals from 0.04 to 0.15 Hz, ms² (Task Force 1996). */
  LF_POWER("ms²", 0, 1e6),
  /** Power of the intervals from 0.15 to 0.4 Hz, ms² (Task Force 1996). */
  HF_POWER("ms²", 0, 1e6),
  /** {@link #LF_POWER} divided by {@link #HF_POWER}. */
  LF_HF_RATIO("1", 0, 1000),
  /** Echo coherence, 0 to 1: how much of the heart's rhythm is one slow wave. */
  COHERENCE("1", 0, 1),
  /** Breaths per minute. */
  BREATH_RATE("1/min", 2, 60),
  /** Where in the breath: 0 start of inhaling, about 0.5 start of exhaling, below 1. */
  BREATH_PHASE("1", 0, 1),
  /** Relative power 1-4 Hz among the five bands. */
  EEG_DELTA("1", 0, 1),
  /** Relative power 4-8 Hz among the five bands. */
  EEG_THETA("1", 0, 1),
  /** Relative power 8-13 Hz among the five bands. */
  EEG_ALPHA("1", 0, 1),
  /** Relative power 13-30 Hz among the five bands. */
  EEG_BETA("1", 0, 1),
  /** Relative power 30-45 Hz among the five bands. */
  EEG_GAMMA("1", 0, 1),
  /** The person's own alpha frequency: centre of gravity from 7 to 13 Hz, Hz. */
  ALPHA_FREQUENCY("Hz", 7, 13),
  /** Euclidean norm minus one of the acceleration over one second, mg. */
  MOVEMENT("mg", 0, 8000),
  /** Mean amplitude deviation of the acceleration over five seconds, mg (Vähä-Ypyä et al. 2015). */
  MOVEMENT_DEVIATION("mg", 0, 8000),
  /** Steps per minute; unknown while nothing is periodic. */
  CADENCE("1/min", 30, 240),
  /** Slow level of the skin's conductance, µS. */
  SKIN_LEVEL("µS", 0, 100),
  /** Quick response of the skin's conductance above its level, µS. */
  SKIN_RESPONSE("µS", 0, 20),
  /**
   * How far the body departs from the person's own baseline, as a quantile of it; unknown unless
   * inferring arousal was switched on and consented to. Says nothing of the emotion's sign.
   */
  AROUSAL("1", 0, 1);

  private final String unit;
  private final double min;
  private final double max;

  Metric(String unit, double min, double max) {
    this.unit = unit;
    this.min = min;
    this.max = max;
  }

  /** Returns the unit of a value; "1" for a ratio. */
  public String unit() {
    return unit;
  }

  /** Returns the least value that is ever reported. */
  public double min() {
    return min;
  }

  /** Returns the greatest value that is ever reported. */
  public double max() {
    return max;
  }
}
