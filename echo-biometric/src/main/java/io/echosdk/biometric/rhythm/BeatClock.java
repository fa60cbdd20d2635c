package io.echosdk.biometric.rhythm;

/**
 * When the beats were whose intervals a strap sends without any time, late and in bursts.
 *
 * <p>The intervals, added up, are a clock that runs as the heart's beats did; only where it stands
 * on ours is unknown. Of all notifications of the last half minute, the one that was least late
 * shows it best: beats are put where none of them would have been told of before it was (lower
 * envelope). The least delay of the radio remains in the times; it cannot be known from one side.
 *
 * <p>If even the least late of the last eight notifications came later by more than nine tenths of
 * an interval than it should, an interval was lost: a gap, and the clock is set anew. The same
 * holds after ten seconds of silence. Otherwise the clock is moved towards the envelope by at most
 * 5 % of an interval for each beat, so that no beat goes back.
 */
public final class BeatClock {

  private static final double NANOS_PER_MS = 1e6;
  private static final int RECENT = 8;
  private static final int ENVELOPE = 32;
  private static final double LOST = 0.9; // of an interval
  private static final double MOST_SLEW = 0.05;
  private static final long LONGEST_SILENCE_NANOS = 10_000_000_000L;

  private final double[] delays = new double[ENVELOPE]; // of notifications, ns on the sum's clock
  private long notifications;
  private double sum; // of intervals since the clock was set, ns
  private long setNanos; // arrival of the notification that set it
  private double offset; // what is added to the sum
  private long lastArrival;
  private double lastInterval; // ns
  private boolean set;
  private boolean gap;

  /**
   * Hears that a notification came.
   *
   * @param arrivalNanos when, on our clock
   * @param intervalsMs the intervals in it, in their order
   * @param from index of the first
   * @param count how many
   */
  public void arrived(long arrivalNanos, float[] intervalsMs, int from, int count) {
    gap = false;
    double batch = 0;
    for (int i = 0; i < count; i++) {
      batch += intervalsMs[from + i] * NANOS_PER_MS;
    }
    boolean silence = set && arrivalNanos - lastArrival > LONGEST_SILENCE_NANOS + batch;
    if (!set || silence) {
      gap = set;
      restart(arrivalNanos, batch);
    }
    lastArrival = arrivalNanos;
    double delay = arrivalNanos - setNanos - (sum + batch);
    delays[(int) (notifications++ % ENVELOPE)] = delay;
    lastInterval = count > 0 ? intervalsMs[from + count - 1] * NANOS_PER_MS : lastInterval;
    if (notifications >= RECENT && least(RECENT) - offset > LOST * lastInterval) {
      gap = true;
      offset = least(RECENT);
      notifications = 1; // what came before the gap says nothing any more
      delays[0] = offset;
    }
  }

  private void restart(long arrivalNanos, double batch) {
    set = true;
    setNanos = arrivalNanos;
    sum = -batch; // its last beat was at its arrival, or before
    offset = 0;
    notifications = 0;
  }

  private double least(int of) {
    double least = Double.POSITIVE_INFINITY;
    for (long i = Math.max(0, notifications - of); i < notifications; i++) {
      least = Math.min(least, delays[(int) (i % ENVELOPE)]);
    }
    return least;
  }

  /**
   * Returns when the beat was that ended the next interval; to be asked once for each interval that
   * arrived, in order.
   */
  public long next(double intervalMs) {
    double interval = intervalMs * NANOS_PER_MS;
    sum += interval;
    double most = MOST_SLEW * interval;
    offset += Math.max(-most, Math.min(most, least(ENVELOPE) - offset));
    return setNanos + Math.round(sum + offset);
  }

  /** Returns whether the last notification did not follow the one before. */
  public boolean gap() {
    return gap;
  }

  /** Forgets where the clock stands. */
  public void reset() {
    set = false;
  }
}
