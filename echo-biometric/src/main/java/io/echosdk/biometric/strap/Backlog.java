package io.echosdk.biometric.strap;

/**
 * Which intervals between beats were kept by a strap from before it was connected. They carry no
 * time, so they would be taken for new ones; the Heart Rate Service asks to leave them out after a
 * lost link.
 */
public final class Backlog {

  private static final double TICK_NANOS = 1e9 / 1024;
  private static final double SLACK_NANOS = 2e9; // a strap tells of a beat up to so much later

  private Backlog() {}

  /**
   * Returns the first interval that can lie after the link was made, counted back from the newest,
   * which ends now.
   *
   * @param intervals in 1/1024 s, oldest first
   * @param linkAgeNanos how long the link has been there
   */
  public static int first(int[] intervals, long linkAgeNanos) {
    double back = 0;
    int first = intervals.length;
    while (first > 0) {
      back += intervals[first - 1] * TICK_NANOS;
      if (back > linkAgeNanos + SLACK_NANOS) {
        break;
      }
      first--;
    }
    return first;
  }
}
