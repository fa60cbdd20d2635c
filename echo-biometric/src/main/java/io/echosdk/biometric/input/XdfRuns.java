package io.echosdk.biometric.input;

import java.util.ArrayList;
import java.util.List;

/**
 * The runs of a stream without a gap: within one, time is a straight line over the count of
 * samples, fitted by least squares, which removes the jitter of single stamps. A run ends where
 * time goes back or leaps by more than a second and more than one and a half samples.
 */
final class XdfRuns {

  private static final double LEAP_SECONDS = 1;
  private static final int MAX_RUNS = 1 << 18;

  private final List<Run> list = new ArrayList<>();
  private boolean cut = true;
  private double lastTime;

  /** One run; counts from its first sample. */
  static final class Run {
    final long firstSample;
    final double firstTime;
    long count;
    private double sumIndex;
    private double sumTime;
    private double sumIndexSquared;
    private double sumProduct;

    Run(long firstSample, double firstTime) {
      this.firstSample = firstSample;
      this.firstTime = firstTime;
    }

    private void add(double time) {
      double index = count++;
      double since = time - firstTime;
      sumIndex += index;
      sumTime += since;
      sumIndexSquared += index * index;
      sumProduct += index * since;
    }

    /** Returns seconds from one sample to the next; 0 if there is one only. */
    double step() {
      double spread = count * sumIndexSquared - sumIndex * sumIndex;
      return count < 2 ? 0 : Math.max(0, (count * sumProduct - sumIndex * sumTime) / spread);
    }

    /** Returns when a sample was, on the stream's clock. */
    double time(long sample) {
      double start = (sumTime - step() * sumIndex) / count;
      return firstTime + start + step() * (sample - firstSample);
    }
  }

  /** Takes the time of the next sample; false if there are too many runs. */
  boolean add(long sample, double time, double usualStep) {
    double ahead = time - lastTime;
    boolean leap = ahead < 0 || (ahead > LEAP_SECONDS && ahead > 1.5 * usualStep);
    if (cut || leap) {
      if (list.size() == MAX_RUNS) {
        return false;
      }
      list.add(new Run(sample, time));
      cut = false;
    }
    lastTime = time;
    list.get(list.size() - 1).add(time);
    return true;
  }

  /** Ends the run: samples are missing here. */
  void cut() {
    cut = true;
  }

  List<Run> list() {
    return list;
  }

  /** Returns samples per second over all runs; NaN if no run has two samples. */
  double rateHz() {
    double steps = 0;
    double seconds = 0;
    for (Run run : list) {
      steps += run.count - 1;
      seconds += (run.count - 1) * run.step();
    }
    return steps / seconds;
  }
}
