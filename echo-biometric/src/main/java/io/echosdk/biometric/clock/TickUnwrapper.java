package io.echosdk.biometric.clock;

/**
 * Makes the ever-growing time of a device out of a counter of few bits, in nanoseconds.
 *
 * <p>Of all times that show the same counter, the one is taken that differs from the last as
 * arrivals do; so a counter may wrap any number of times during a silence. A counter that moved
 * backwards by less than half its range stays backwards: that is for {@link ClockAligner} to judge.
 * Not safe for use by several threads.
 */
public final class TickUnwrapper {

  private static final double NANOS = 1e9;

  private final long range;
  private final double nanosPerTick;
  private boolean begun;
  private long ticks;
  private long arrivalNanos;

  /**
   * Makes one.
   *
   * @param bits how many bits the counter has, 8 to 62
   * @param ticksPerSecond how fast it counts; positive
   */
  public TickUnwrapper(int bits, double ticksPerSecond) {
    if (bits < 8 || bits > 62) {
      throw new IllegalArgumentException("bits must be 8 to 62 but is " + bits);
    }
    if (!(ticksPerSecond > 0 && ticksPerSecond <= NANOS)) {
      throw new IllegalArgumentException(
          "ticksPerSecond must be above 0 and at most 1e9 but is " + ticksPerSecond);
    }
    range = 1L << bits;
    nanosPerTick = NANOS / ticksPerSecond;
  }

  /**
   * Returns the device's time.
   *
   * @param counter what the device sent; bits above the counter's are ignored
   * @param arrivalNanos when it arrived
   */
  public long nanos(long counter, long arrivalNanos) {
    long value = counter & (range - 1);
    if (!begun) {
      begun = true;
      ticks = value;
    } else {
      long expected = ticks + Math.round((arrivalNanos - this.arrivalNanos) / nanosPerTick);
      long near = nearest(value, ticks); // a step of less than half the range is taken as it is
      ticks = Math.abs(expected - near) < range ? near : nearest(value, expected);
    }
    this.arrivalNanos = arrivalNanos;
    return Math.round(ticks * nanosPerTick);
  }

  /** The number that shows {@code value} and lies closest to {@code to}. */
  private long nearest(long value, long to) {
    long step = (value - to) & (range - 1);
    return to + (step >= range / 2 ? step - range : step);
  }

  /** Forgets the past: the next counter is taken as it is. */
  public void reset() {
    begun = false;
  }
}
