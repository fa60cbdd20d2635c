package io.echosdk.biometric;

import io.echosdk.api.HotPath;
import io.echosdk.biometric.pulse.NextInterval;

/**
 * Where in its beat the heart is now, and when it will beat next: for pictures and sound that meet
 * the beat although a pulse wave tells of it half a second late and a chest strap seconds late.
 *
 * <p>Each beat that is heard of, however late, is compared with what was predicted; the beats since
 * then are predicted one after the other. The phase is 0 at a beat and grows to 1 at the next. It
 * never goes back: when a prediction changes, the phase runs faster or slower, by at most 15 % of
 * the usual speed, until it agrees again; if it is more than half a beat off, it goes the shorter
 * way round. Without news it runs on, and its uncertainty grows with each beat.
 *
 * <p>Constant memory, nothing is allocated. Not safe for use by several threads.
 */
public final class PulsePredictor {

  private static final double MOST_SLEW = 0.15;
  private static final double MOST_STEP_MS = 5; // how far the phase moves before it looks again
  private static final double LONGEST_INTERVAL_MS = 3000;
  private static final double LONGEST_SILENCE_MS = 10_000;

  private final NextInterval next = new NextInterval();
  private boolean anyBeat;
  private long lastBeatNanos;
  private boolean running; // whether a phase was told
  private long toldNanos;
  private double told; // cycles

  /**
   * Hears of a beat; beats come in the order of time, as late as they like.
   *
   * @param timeNanos when it was
   */
  @HotPath
  public void beat(long timeNanos) {
    double interval = (timeNanos - lastBeatNanos) * 1e-6;
    if (anyBeat && interval <= 0) {
      return;
    }
    if (anyBeat && interval <= LONGEST_INTERVAL_MS) {
      next.add(interval);
    }
    anyBeat = true;
    lastBeatNanos = timeNanos;
  }

  /** The next beat does not follow the last. */
  public void gap() {
    anyBeat = false;
    next.reset();
  }

  /** Returns whether there is a prediction: two beats were heard, the last not too long ago. */
  public boolean known(long nowNanos) {
    return anyBeat
        && !Double.isNaN(next.predictionMs())
        && (nowNanos - lastBeatNanos) * 1e-6 <= LONGEST_SILENCE_MS;
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
    double usual = stepMs / next.predictionMs();
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
    return Math.max(0, (nowNanos - lastBeatNanos) * 1e-6 / next.predictionMs());
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
    return lastBeatNanos + Math.round(beats * next.predictionMs() * 1e6);
  }

  /**
   * Returns how far that expectation usually is off, as a standard deviation in ms; grows with the
   * beats that were not heard of. NaN while it is not known.
   */
  public double uncertaintyMs(long nowNanos) {
    if (!known(nowNanos)) {
      return Double.NaN;
    }
    return next.errorMs() * Math.sqrt(Math.floor(cycles(nowNanos)) + 1);
  }
}
