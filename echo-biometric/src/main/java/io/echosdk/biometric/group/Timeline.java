package io.echosdk.biometric.group;

import java.util.Arrays;

/**
 * The last minutes of one body on a grid of a quarter of a second that all members of a room share:
 * phase of the beat, phase of the breath, heart rate. NaN where nothing is known.
 *
 * <p>Between two beats the phase runs evenly; it is known once the second beat is. What is told
 * late lands where it belongs.
 */
public final class Timeline {

  /** Grid points a second. */
  public static final int RATE_HZ = 4;

  /** Grid points in a window: 256 s. */
  public static final int POINTS = 1024;

  private static final long STEP_NANOS = 1_000_000_000 / RATE_HZ;
  private static final long LONGEST_INTERVAL_NANOS = 2_500_000_000L;
  private static final long LONGEST_HOLE_NANOS = 2_000_000_000L;
  private static final int KEPT = 2 * POINTS; // so that late members still find their place

  private final double[] beatPhase = unknown();
  private final double[] breathPhase = unknown();
  private final double[] rate = unknown();
  private final long[] pointOf = new long[KEPT];
  private long lastBeat = Long.MIN_VALUE;
  private long lastBreath = Long.MIN_VALUE;
  private double lastPhase;

  private static double[] unknown() {
    double[] values = new double[KEPT];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  /** Returns the grid point at or after a time. */
  public static long pointAfter(long nanos) {
    return Math.floorDiv(nanos + STEP_NANOS - 1, STEP_NANOS);
  }

  /** Hears of a beat, in the order of time; one that is not trusted breaks the row. */
  public void beat(long nanos, boolean trusted) {
    long interval = nanos - lastBeat;
    if (lastBeat != Long.MIN_VALUE && interval <= 0) {
      return;
    }
    if (trusted && lastBeat != Long.MIN_VALUE && interval <= LONGEST_INTERVAL_NANOS) {
      for (long point = pointAfter(lastBeat); point * STEP_NANOS < nanos; point++) {
        int slot = slot(point);
        beatPhase[slot] = (double) (point * STEP_NANOS - lastBeat) / interval;
        rate[slot] = 60e9 / interval;
      }
    }
    lastBeat = trusted ? nanos : Long.MIN_VALUE;
  }

  /** Hears of the breath's phase, in the order of time. */
  public void breath(long nanos, double phase, boolean trusted) {
    long since = nanos - lastBreath;
    if (lastBreath != Long.MIN_VALUE && since <= 0) {
      return;
    }
    if (trusted && lastBreath != Long.MIN_VALUE && since <= LONGEST_HOLE_NANOS) {
      double turn = phase - lastPhase;
      turn -= Math.rint(turn); // the shorter way round
      for (long point = pointAfter(lastBreath); point * STEP_NANOS < nanos; point++) {
        double at = lastPhase + turn * (point * STEP_NANOS - lastBreath) / since;
        breathPhase[slot(point)] = at - Math.floor(at);
      }
    }
    lastBreath = trusted ? nanos : Long.MIN_VALUE;
    lastPhase = phase;
  }

  private int slot(long point) {
    int slot = (int) Math.floorMod(point, (long) KEPT);
    if (pointOf[slot] != point) {
      pointOf[slot] = point;
      beatPhase[slot] = Double.NaN;
      breathPhase[slot] = Double.NaN;
      rate[slot] = Double.NaN;
    }
    return slot;
  }

  /** Returns the phases of the beat of the window that ends before a grid point. */
  public double[] beatPhases(long endPoint) {
    return window(beatPhase, endPoint);
  }

  /** Returns the phases of the breath. */
  public double[] breathPhases(long endPoint) {
    return window(breathPhase, endPoint);
  }

  /** Returns the heart rates, 1/min. */
  public double[] rates(long endPoint) {
    return window(rate, endPoint);
  }

  private double[] window(double[] ring, long endPoint) {
    double[] values = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      long point = endPoint - POINTS + i;
      int slot = (int) Math.floorMod(point, (long) KEPT);
      values[i] = pointOf[slot] == point ? ring[slot] : Double.NaN;
    }
    return values;
  }
}
