package io.echosdk.biometric.rhythm;

/**
 * Heart rate variability in the time domain over everything heard: mean, SDNN (n - 1), RMSSD, pNN50
 * (pairs that differ by more than 50 ms over the number of intervals).
 *
 * <p>Sums are of differences to the first interval, with Neumaier's compensation, so a day of beats
 * ends within rounding of what a batch over all of them gives. Constant memory.
 *
 * <p>Source: Task Force of the ESC and NASPE, Circulation 93(5), 1996; Neumaier, ZAMM 54, 1974.
 */
public final class Variability {

  private static final double NN50_MS = 50;

  private final Sum offsets = new Sum();
  private final Sum squares = new Sum();
  private final Sum successive = new Sum();
  private long intervals;
  private long pairs;
  private long over50;
  private double first;
  private double last;

  /** Adds a normal interval; follows says whether the one before it was normal too. */
  public void add(double intervalMs, boolean follows) {
    if (intervals == 0) {
      first = intervalMs;
    }
    double offset = intervalMs - first;
    offsets.add(offset);
    squares.add(offset * offset);
    if (follows && intervals > 0) {
      double difference = intervalMs - last;
      successive.add(difference * difference);
      pairs++;
      over50 += Math.abs(difference) > NN50_MS ? 1 : 0;
    }
    last = intervalMs;
    intervals++;
  }

  public long intervals() {
    return intervals;
  }

  public double meanMs() {
    return intervals == 0 ? Double.NaN : first + offsets.value() / intervals;
  }

  public double sdnnMs() {
    if (intervals < 2) {
      return Double.NaN;
    }
    double mean = offsets.value() / intervals;
    double sum = squares.value() - mean * offsets.value();
    return Math.sqrt(Math.max(0, sum) / (intervals - 1));
  }

  public double rmssdMs() {
    return pairs == 0 ? Double.NaN : Math.sqrt(successive.value() / pairs);
  }

  /** NN50 over the number of intervals, 0 to 1. */
  public double pnn50() {
    return pairs == 0 ? Double.NaN : 100.0 * over50 / intervals;
  }

  /** A sum that keeps what rounding takes. */
  static final class Sum {

    private double sum;
    private double kept;

    void add(double value) {
      double next = sum + value;
      kept += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
      sum = next;
    }

    double value() {
      return sum + kept;
    }
  }
}
