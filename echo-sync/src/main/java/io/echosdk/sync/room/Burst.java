package io.echosdk.sync.room;

/**
 * Finds the end of what many send in the same moment: a short silence, or the longest time that the
 * first may be kept waiting. One pass over all readers then serves the whole burst, and who sends
 * alone waits for the silence only. Costs a timer for each silence that did not last. Of the room's
 * thread.
 */
final class Burst {

  /** Longer than the gaps between those who are driven by one clock, such as a metronome. */
  static final long SILENCE_NANOS = 250_000L;

  private final LiveRoom room;
  private final long longestNanos;
  private final Runnable over;
  private final Runnable look = this::look;
  private boolean on;
  private long heard;
  private long beganNanos;
  private long heardNanos;

  /**
   * Creates one that has not begun.
   *
   * @param longestNanos how long the first may wait
   * @param over is run at the end, once for each burst
   */
  Burst(LiveRoom room, long longestNanos, Runnable over) {
    this.room = room;
    this.longestNanos = longestNanos;
    this.over = over;
  }

  boolean isOn() {
    return on;
  }

  /**
   * Begins it, or prolongs it if more has come.
   *
   * @param count how much has come, or a number that grows with it
   */
  void heard(long count) {
    if (on && count == heard) {
      return;
    }
    heard = count;
    heardNanos = room.nanos();
    if (!on) {
      on = true;
      beganNanos = heardNanos;
      room.soon(SILENCE_NANOS, look);
    }
  }

  private void look() {
    long end = Math.min(heardNanos + SILENCE_NANOS, beganNanos + longestNanos);
    long left = end - room.nanos();
    if (left > 0) {
      room.soon(left, look);
    } else {
      on = false;
      over.run();
    }
  }
}
