package io.echosdk.biometric.rhythm;

import java.util.function.DoubleUnaryOperator;

/** Series of intervals whose spectra are known. */
final class Series {

  private Series() {}

  /** Intervals in ms that are a function of the beat's number. */
  static double[] ofNumber(int count, DoubleUnaryOperator intervalMs) {
    double[] intervals = new double[count];
    for (int i = 0; i < count; i++) {
      intervals[i] = intervalMs.applyAsDouble(i);
    }
    return intervals;
  }

  /** Intervals in ms that are a function of the time, s, at which they end. */
  static double[] ofTime(int count, DoubleUnaryOperator intervalMs) {
    double[] intervals = new double[count];
    double time = 0;
    for (int i = 0; i < count; i++) {
      double interval = intervalMs.applyAsDouble(time);
      for (int step = 0; step < 60; step++) {
        interval = intervalMs.applyAsDouble(time + interval / 1000);
      }
      intervals[i] = interval;
      time += interval / 1000;
    }
    return intervals;
  }

  static DoubleUnaryOperator sine(double meanMs, double amplitudeMs, double cyclesPerUnit) {
    return x -> meanMs + amplitudeMs * Math.sin(2 * Math.PI * cyclesPerUnit * x);
  }
}
