package io.echosdk.biometric.pulse;

/**
 * What came after the most similar intervals of the last minutes: knows rhythms that repeat,
 * whatever they are.
 *
 * <p>O(remembered) for each question; nothing is allocated.
 */
final class Precedents {

  private static final int REMEMBERED = 512; // a power of two
  private static final int NEIGHBOURS = 9;
  private static final double BLUR_MS = 10; // nearer than this is as good as the same

  private final double[] intervals = new double[REMEMBERED];
  private final double[] distances = new double[NEIGHBOURS];
  private final double[] followers = new double[NEIGHBOURS];
  private long count;

  void add(double interval) {
    intervals[slot(count++)] = interval;
  }

  /** Returns an interval by its age, 0 is the newest; the oldest if it came before that. */
  double back(int age) {
    return intervals[slot(Math.max(0, count - 1 - age))];
  }

  long count() {
    return count;
  }

  private static int slot(long index) {
    return (int) (index & (REMEMBERED - 1));
  }

  /** Returns what followed on intervals like the last so many, ms; NaN if there are none. */
  double next(int context) {
    int found = 0;
    for (long i = Math.max(context, count - REMEMBERED + context); i < count; i++) {
      double distance = 0;
      for (int k = 1; k <= context; k++) {
        distance += Math.abs(intervals[slot(i - k)] - intervals[slot(count - k)]) / k;
      }
      found = keep(distance, intervals[slot(i)], found);
    }
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < found; i++) {
      double weight = 1 / (distances[i] + BLUR_MS);
      sum += weight * followers[i];
      weights += weight;
    }
    return sum / weights;
  }

  /** Keeps the nearest, sorted. */
  private int keep(double distance, double follower, int found) {
    if (found == NEIGHBOURS && distance >= distances[found - 1]) {
      return found;
    }
    int place = Math.min(found, NEIGHBOURS - 1);
    while (place > 0 && distances[place - 1] > distance) {
      distances[place] = distances[place - 1];
      followers[place] = followers[place - 1];
      place--;
    }
    distances[place] = distance;
    followers[place] = follower;
    return Math.min(found + 1, NEIGHBOURS);
  }

  void reset() {
    count = 0;
  }
}
