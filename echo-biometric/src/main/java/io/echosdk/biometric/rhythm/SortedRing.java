package io.echosdk.biometric.rhythm;

import java.util.Arrays;

/**
 * The last so many numbers, kept sorted beside their order of arrival, so that any quantile of them
 * is one look. O(size) for each number added; nothing is allocated after construction.
 */
public final class SortedRing {

  private static final double NORMAL_QUARTILE = 0.6745; // deviations
  private static final double NORMAL_95TH = 1.6449;

  private final double[] arrived;
  private final double[] sorted;
  private int count;
  private int oldest;

  /** Makes an empty one for so many numbers. */
  public SortedRing(int size) {
    arrived = new double[size];
    sorted = new double[size];
  }

  /** Adds a number, which must not be NaN, in place of the oldest once the ring is full. */
  public void add(double value) {
    if (count == arrived.length) {
      remove(arrived[oldest]);
    }
    arrived[oldest] = value;
    oldest = (oldest + 1) % arrived.length;
    int place = place(value);
    System.arraycopy(sorted, place, sorted, place + 1, count - place);
    sorted[place] = value;
    count++;
  }

  private void remove(double value) {
    int place = place(value);
    count--;
    System.arraycopy(sorted, place + 1, sorted, place, count - place);
  }

  private int place(double value) {
    int found = Arrays.binarySearch(sorted, 0, count, value);
    return found >= 0 ? found : -found - 1;
  }

  /** Returns how many numbers there are. */
  public int count() {
    return count;
  }

  /**
   * Returns the quantile for a share of 0 to 1, by straight lines between ranks; not when empty.
   */
  public double quantile(double share) {
    double rank = share * (count - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, count - 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }

  /** Returns the middle one; not when empty. */
  public double median() {
    return quantile(0.5);
  }

  /** Returns half the distance between the quartiles. */
  public double quartileDeviation() {
    return (quantile(0.75) - quantile(0.25)) / 2;
  }

  /**
   * Returns the standard deviation of the normal distribution that reaches as far above its median:
   * the wider of what the upper quartile and the 95th percentile say, for a quantity that comes in
   * rare bursts has narrow quartiles.
   */
  public double upperDeviation() {
    double median = median();
    double quartile = (quantile(0.75) - median) / NORMAL_QUARTILE;
    return Math.max(quartile, (quantile(0.95) - median) / NORMAL_95TH);
  }

  /** Returns the share of the numbers that are below a value, half of those that equal it. */
  public double shareBelow(double value) {
    int first = bound(value, false);
    int behind = bound(value, true);
    return (first + behind) / (2.0 * count);
  }

  /** How many are below the value, or not above it. */
  private int bound(double value, boolean withEqual) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value || withEqual && sorted[middle] == value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Forgets all of them. */
  public void clear() {
    count = 0;
    oldest = 0;
  }
}
