package io.echosdk.biometric.pulse;

import io.echosdk.api.HotPath;

/**
 * The last seconds of an acceleration, by time: asked at any moment between its samples. Constant
 * memory, nothing is allocated.
 */
public final class AccelerationTrack {

  private static final double REMEMBERED_SECONDS = 4;
  private static final double LONGEST_STEP = 2.5; // samples; beyond, a piece is missing

  private final long[] times;
  private final double[][] values;
  private final long longestStepNanos;
  private long count;

  /** Makes an empty one for an acceleration of this rate. */
  public AccelerationTrack(double rateHz) {
    int size = (int) Math.ceil(REMEMBERED_SECONDS * rateHz) + 2;
    times = new long[size];
    values = new double[size][MovementNoise.AXES];
    longestStepNanos = Math.round(LONGEST_STEP / rateHz * 1e9);
  }

  /** Hears an acceleration, g, after those before; an invalid or earlier one is dropped. */
  @HotPath
  public void add(long timeNanos, double x, double y, double z) {
    if (!(Math.abs(x + y + z) < Double.POSITIVE_INFINITY) || count > 0 && timeNanos <= newest()) {
      return;
    }
    int at = (int) (count++ % times.length);
    times[at] = timeNanos;
    values[at][0] = x;
    values[at][1] = y;
    values[at][2] = z;
  }

  private long newest() {
    return times[(int) ((count - 1) % times.length)];
  }

  /** Returns whether everything up to a time was heard. */
  public boolean reaches(long timeNanos) {
    return count > 0 && newest() >= timeNanos;
  }

  /** Writes the acceleration at a time; false if it is not known there. */
  @HotPath
  public boolean at(long timeNanos, double[] into) {
    long oldest = Math.max(0, count - times.length);
    for (long i = count - 1; i > oldest; i--) {
      int left = (int) ((i - 1) % times.length);
      if (times[left] <= timeNanos) {
        return between(left, (int) (i % times.length), timeNanos, into);
      }
    }
    return false;
  }

  private boolean between(int left, int right, long timeNanos, double[] into) {
    long step = times[right] - times[left];
    if (timeNanos > times[right] || step > longestStepNanos) {
      return false;
    }
    double share = (double) (timeNanos - times[left]) / step;
    for (int axis = 0; axis < into.length; axis++) {
      into[axis] = values[left][axis] + share * (values[right][axis] - values[left][axis]);
    }
    return true;
  }

  /** Forgets everything. */
  public void reset() {
    count = 0;
  }
}
