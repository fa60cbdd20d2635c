package io.echosdk.biometric;

import io.echosdk.api.HotPath;
import io.echosdk.api.biometric.Beat;
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
 * <p>An ectopic beat and the pause after it do not disturb the prediction of the sinus beats that
 * follow; the pause itself, couplets, bigeminy and trigeminy are learnt from the times alone, a
 * little better where the beats' kinds are known ({@link NextInterval}).
 *
 * <p>Constant memory, nothing is allocated. Not safe for use by several threads.
 */
public final class PulsePredictor {

  private static final double LONGEST_INTERVAL_MS = 3000;

  private final NextInterval next = new NextInterval();
  private boolean anyBeat;
  private long lastBeatNanos;
  private final PulsePhase phase = new PulsePhase(this::forecast);

  /**
   * Hears of a beat of which nothing is known but its time; beats come in the order of time, as
   * late as they like.
   *
   * @param timeNanos when it was
   */
  @HotPath
  public void beat(long timeNanos) {
    beat(timeNanos, Beat.Kind.NORMAL);
  }

  /**
   * Hears of a beat, as {@link #beat(long)}.
   *
   * @param kind what it is taken for: an ectopic one tells nothing of the sinus node, also where it
   *     is not early
   */
  @HotPath
  public void beat(long timeNanos, Beat.Kind kind) {
    double interval = (timeNanos - lastBeatNanos) * 1e-6;
    if (anyBeat && interval <= 0) {
      return;
    }
    if (anyBeat && interval <= LONGEST_INTERVAL_MS) {
      next.add(interval, kind == Beat.Kind.ECTOPIC);
    }
    anyBeat = true;
    lastBeatNanos = timeNanos;
  }

  /**
   * Hears of a beat before which some were not sure: the next ones are predicted from it, but the
   * interval that it ended teaches nothing.
   */
  void beatAfterDoubt(long timeNanos) {
    if (!anyBeat || timeNanos > lastBeatNanos) {
      anyBeat = true;
      lastBeatNanos = timeNanos;
    }
  }

  /** The next beat does not follow the last. */
  public void gap() {
    anyBeat = false;
    next.reset();
  }

  /** Writes what {@link PulsePhase} needs. */
  void forecast(long[] words) {
    words[0] = lastBeatNanos;
    words[1] = Double.doubleToRawLongBits(anyBeat ? next.predictionMs() : Double.NaN);
    words[2] = Double.doubleToRawLongBits(next.errorMs());
  }

  /** Returns whether there is a prediction: two beats were heard, the last not too long ago. */
  public boolean known(long nowNanos) {
    return phase.known(nowNanos);
  }

  /** Returns the phase of the beat at a time, as {@link PulsePhase#phaseAt} does. */
  @HotPath
  public double phaseAt(long nowNanos) {
    return phase.phaseAt(nowNanos);
  }

  /** Returns when the next beat after a time is expected, as {@link PulsePhase#nextBeatNanos}. */
  public long nextBeatNanos(long nowNanos) {
    return phase.nextBeatNanos(nowNanos);
  }

  /** Returns how far that expectation usually is off, as {@link PulsePhase#uncertaintyMs}. */
  public double uncertaintyMs(long nowNanos) {
    return phase.uncertaintyMs(nowNanos);
  }
}
