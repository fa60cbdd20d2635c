package io.echosdk.biometric;

import io.echosdk.api.HotPath;

/**
 * One reader's view of where in its beat a session's heart is now, and when it will beat next.
 *
 * <p>The phase is 0 at a beat and grows to 1 at the next. It never goes back: when a prediction
 * changes, the phase runs faster or slower, by at most 15 % of the usual speed, until it agrees
 * again; if it is more than half a beat off, it goes the shorter way round. Without news it runs on
 * for ten seconds, and its uncertainty grows with each beat.
 *
 * <p>Reading never waits for the session. One thread uses a view, for instance that which draws;
 * each further thread asks for its own. Nothing is allocated.
 */
public final class PulsePhase {

  /** How many words a forecast has: last beat (ns), interval and usual error (bits of ms). */
  static final int WORDS = 3;

  private static final double MOST_SLEW = 0.15;
  private static final double MOST_STEP_MS = 5; // how far the phase moves before it looks again
  private static final double LONGEST_SILENCE_MS = 10_000;

  /** Where forecasts come from. */
  @FunctionalInterface
  interface Forecasts {
    /** Writes the newest; an interval of 0 or NaN if there is none. */
    void read(long[] words);
  }

  private final Forecasts forecasts;
  private final long[] words = new long[WORDS];
  private long lastBeatNanos;
  private double intervalMs;
  private double errorMs;
  private boolean running; // whether a phase was told
  private long toldNanos;
  private double told; // cycles

  PulsePhase(Forecasts forecasts) {
    this.forecasts = forecasts;
  }

  private void look() {
    forecasts.read(words);
    lastBeatNanos = words[0];
    intervalMs = Double.longBitsToDouble(words[1]);
    errorMs = Double.longBitsToDouble(words[2]);
  }

  /** Returns whether there is a prediction: two beats were heard, the last not too long ago. */
  public boolean known(long nowNanos) {
    look();
    return foreseen(nowNanos);
  }

  private boolean foreseen(long nowNanos) {
    return intervalMs > 0 && (nowNanos - lastBeatNanos) * 1e-6 <= LONGEST_SILENCE_MS;
  }

  /**
   * Returns the phase of the beat at a time, 0 at a beat and below 1; NaN while it is not known.
   * Times must not go back; asked about an earlier one, it repeats the last answer.
   */
  @HotPath
  public double phaseAt(long nowNanos) {
    if (!known(nowNanos)) {
      running = false;
      return Double.NaN;
    }
    if (!running) {
      running = true;
      told = cycles(nowNanos);
      toldNanos = nowNanos;
    }
    while (toldNanos < nowNanos) {
      double left = (nowNanos - toldNanos) * 1e-6;
      double step = Math.min(left, Math.max(MOST_STEP_MS, left / 1000));
      toldNanos = step == left ? nowNanos : toldNanos + Math.round(step * 1e6);
      turn(step);
    }
    return told - Math.floor(told);
  }

  /** Moves the phase on, towards where it should be, but never back. */
  private void turn(double stepMs) {
    double usual = stepMs / intervalMs;
    double off = cycles(toldNanos) - (told + usual);
    off -= Math.rint(off); // the shorter way round
    double slew = Math.max(-MOST_SLEW * usual, Math.min(MOST_SLEW * usual, off));
    told += usual + slew;
    if (told > 1e6) { // whole beats do not matter
      told -= Math.floor(told);
    }
  }

  /** Where the phase should be, in beats since the last known one. */
  private double cycles(long nowNanos) {
    return Math.max(0, (nowNanos - lastBeatNanos) * 1e-6 / intervalMs);
  }

  /**
   * Returns when the next beat after a time is expected, on the clock of the beats; {@link
   * Long#MAX_VALUE} while it is not known.
   */
  public long nextBeatNanos(long nowNanos) {
    if (!known(nowNanos)) {
      return Long.MAX_VALUE;
    }
    double beats = Math.floor(cycles(nowNanos)) + 1;
    return lastBeatNanos + Math.round(beats * intervalMs * 1e6);
  }

  /**
   * Returns how far that expectation usually is off, as a standard deviation in ms; grows with the
   * beats that were not heard of. NaN while it is not known.
   */
  public double uncertaintyMs(long nowNanos) {
    return known(nowNanos) ? errorMs * Math.sqrt(Math.floor(cycles(nowNanos)) + 1) : Double.NaN;
  }
}
