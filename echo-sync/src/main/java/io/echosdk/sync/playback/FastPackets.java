package io.echosdk.sync.playback;

import java.util.Arrays;

/**
 * What is remembered of both ways' delays, for about twenty minutes of the slow rhythm: the last
 * exchanges one by one, of those before them the fastest of every five, of those long past the
 * fastest of every twenty-five. So the fast packets from before an upload outlast it, in a hundred
 * places. Each way has its own fastest, because a queue on one says nothing of the other.
 */
final class FastPackets {

  /** The last so many exchanges, at least, are kept one by one. */
  static final int SINGLES = 32;

  static final int CAPACITY = 128;

  private static final int MERGED = 5;
  private static final int[] LEAST = {SINGLES, 30, 16};

  /** Five within this are the quick ones of the beginning: together they tell one queue. */
  private static final long QUICK_NANOS = 2_000_000_000L;

  private static final int UP = 0;
  private static final int DOWN = 1;

  private final long[][] at = new long[2][CAPACITY]; // of each way, the oldest first
  private final long[][] delay = new long[2][CAPACITY];
  private final int[] sizes = new int[LEAST.length]; // how many are single, merged, merged twice
  private int count;

  /**
   * Takes an exchange, as the newest.
   *
   * @param skew how much faster the server's clock runs: what is fastest depends on it
   */
  void add(long middleNanos, long upNanos, long downNanos, double skew) {
    makeRoom(skew);
    at[UP][count] = middleNanos;
    at[DOWN][count] = middleNanos;
    delay[UP][count] = upNanos;
    delay[DOWN][count] = downNanos;
    count++;
    sizes[0]++;
  }

  private void makeRoom(double skew) {
    int end = count;
    for (int level = 0; level < LEAST.length && full(level); level++) {
      int from = end - sizes[level];
      sizes[level] -= MERGED;
      if (level == LEAST.length - 1) {
        remove(from, MERGED);
        return;
      }
      merge(UP, from, -skew);
      merge(DOWN, from, skew);
      remove(from + 1, MERGED - 1);
      sizes[level + 1]++;
      end = from + 1;
    }
  }

  private boolean full(int level) {
    return sizes[level] >= LEAST[level] + MERGED || level == 0 && quick();
  }

  private boolean quick() {
    int from = count - sizes[0];
    return sizes[0] > 3 * MERGED && at[UP][from + MERGED - 1] - at[UP][from] < QUICK_NANOS;
  }

  private void merge(int way, int from, double slope) {
    int fastest = from;
    for (int i = from + 1; i < from + MERGED; i++) {
      long later = at[way][i] - at[way][fastest];
      if (delay[way][i] - delay[way][fastest] + slope * later < 0) {
        fastest = i;
      }
    }
    at[way][from] = at[way][fastest];
    delay[way][from] = delay[way][fastest];
  }

  private void remove(int from, int n) {
    for (int way = UP; way <= DOWN; way++) {
      System.arraycopy(at[way], from + n, at[way], from, count - from - n);
      System.arraycopy(delay[way], from + n, delay[way], from, count - from - n);
    }
    count -= n;
  }

  /** Returns how many places are taken. */
  int count() {
    return count;
  }

  /** Returns how many of them hold a single exchange; they are the last. */
  int singles() {
    return sizes[0];
  }

  /** Returns how much time passed from the oldest that is remembered to this place. */
  long spanNanos(int place) {
    return at[UP][place] - at[UP][0];
  }

  /** Writes the delays of the way up, beyond a base, and how far they lie back (0 or less). */
  void up(long baseNanos, double[] delays, double[] ages) {
    write(UP, baseNanos, delays, ages);
  }

  /** Writes the delays of the way down, as {@link #up} does. */
  void down(long baseNanos, double[] delays, double[] ages) {
    write(DOWN, baseNanos, delays, ages);
  }

  /**
   * An old packet promises less than a new one, because the clocks may have wandered since. So its
   * delay floats up with age, by the standard error of a random walk's sum.
   */
  private void write(int way, long baseNanos, double[] delays, double[] ages) {
    long newest = at[way][count - 1];
    for (int i = 0; i < count; i++) {
      ages[i] = at[way][i] - newest;
      double seconds = -ages[i] / 1e9;
      double wandered = 1e9 * Clocks.SKEW_WANDER * seconds * Math.sqrt(seconds / 3);
      delays[i] = delay[way][i] - baseNanos + wandered;
    }
  }

  /** Moves what is older than a place onto a route on which both ways take longer by this. */
  void moveBefore(int place, long nanos) {
    for (int i = 0; i < place; i++) {
      delay[UP][i] += nanos;
      delay[DOWN][i] += nanos;
    }
  }

  void clear() {
    count = 0;
    Arrays.fill(sizes, 0);
  }
}
