package io.echosdk.biometric.breath;

/** When a wave turned one way, for as long as a window of 32 s of the fastest breath needs. */
final class TurnTimes {

  private static final double SHORTEST_SECONDS = 1;
  private static final double LONGEST_SECONDS = 30;
  static final double WINDOW_SECONDS = 32;
  private static final int KEPT = (int) (WINDOW_SECONDS / SHORTEST_SECONDS) + 2;

  private final double[] times = new double[KEPT]; // s
  private int turns; // in a row, none further than the longest breath from the next

  /** Notes a turn; returns false if it follows another too soon to be a breath. */
  boolean add(double seconds) {
    double period = turns == 0 ? Double.NaN : seconds - time(0);
    if (period < SHORTEST_SECONDS) {
      return false;
    }
    turns = period > LONGEST_SECONDS ? 0 : turns;
    times[turns++ % KEPT] = seconds;
    return true;
  }

  /** Returns how many whole breaths are known, in a row. */
  int breaths() {
    return Math.max(0, Math.min(turns, KEPT) - 1);
  }

  /** Returns when the turn so many before the last was. */
  double time(int before) {
    return times[(turns - 1 - before) % KEPT];
  }

  /** Returns the period of the breath so many before the last whole one. */
  double period(int before) {
    return time(before) - time(before + 1);
  }

  /**
   * Returns the rate of the whole breaths of the last 32 s, two at least; NaN if there are less.
   */
  double ratePerMinute(double nowSeconds) {
    int count = 2;
    if (breaths() < count) {
      return Double.NaN;
    }
    while (count < breaths() && nowSeconds - time(count + 1) <= WINDOW_SECONDS) {
      count++;
    }
    return 60 * count / (time(0) - time(count));
  }

  void clear() {
    turns = 0;
  }
}
