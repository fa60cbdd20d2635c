package io.echosdk.biometric.movement;

/**
 * How often a movement repeats: the autocorrelation of the last six seconds at about 25 Hz, each
 * sample the mean of those that it stands for. Computed when asked for: about 7,000 products.
 */
final class Cadence {

  private static final double RATE_HZ = 25;
  private static final double WINDOW_SECONDS = 6;
  private static final double SHORTEST_SECONDS = 0.25;
  private static final double LONGEST_SECONDS = 2;
  private static final double LEAST_MOVEMENT_G = 0.02; // standard deviation; sensors are quieter
  private static final double CLEAR = 0.5; // correlation of two neighbouring repetitions
  private static final double ALMOST = 0.85; // of the best: the first such is one step, not two

  private final int decimation;
  private final double rateHz;
  private final double[] ring;
  private final double[] window;
  private final double[] correlation;
  private double sum;
  private int summed;
  private long heard;
  private double clearness;

  Cadence(double sampleRateHz) {
    decimation = Math.max(1, (int) Math.round(sampleRateHz / RATE_HZ));
    rateHz = sampleRateHz / decimation;
    ring = new double[(int) Math.round(WINDOW_SECONDS * rateHz)];
    window = new double[ring.length];
    correlation = new double[(int) Math.ceil(LONGEST_SECONDS * rateHz) + 2];
  }

  void add(double length) {
    sum += length;
    if (++summed == decimation) {
      ring[(int) (heard++ % ring.length)] = sum / decimation;
      sum = 0;
      summed = 0;
    }
  }

  /** Returns repetitions per minute; NaN while nothing repeats. */
  double perMinute() {
    clearness = 0;
    if (heard < ring.length || !unfold()) {
      return Double.NaN;
    }
    int lag = firstClearLag();
    if (lag < 0) {
      return Double.NaN;
    }
    clearness = Math.min(1, correlation[lag]);
    double left = correlation[lag - 1];
    double right = correlation[lag + 1];
    double bend = left - 2 * correlation[lag] + right;
    double shift = bend < 0 ? (left - right) / (2 * bend) : 0;
    return 60 * rateHz / (lag + Math.max(-0.5, Math.min(0.5, shift)));
  }

  private boolean unfold() {
    double mean = 0;
    for (int i = 0; i < ring.length; i++) {
      window[i] = ring[(int) ((heard + i) % ring.length)];
      mean += window[i] / ring.length;
    }
    double square = 0;
    for (int i = 0; i < window.length; i++) {
      window[i] -= mean;
      square += window[i] * window[i] / window.length;
    }
    return square > LEAST_MOVEMENT_G * LEAST_MOVEMENT_G; // false for NaN
  }

  private int firstClearLag() {
    int shortest = Math.max(1, (int) Math.floor(SHORTEST_SECONDS * rateHz));
    for (int lag = shortest - 1; lag < correlation.length; lag++) {
      correlation[lag] = correlate(lag);
    }
    double best = CLEAR;
    for (int lag = shortest; lag < correlation.length - 1; lag++) {
      best = peak(lag) ? Math.max(best, correlation[lag] * ALMOST) : best;
    }
    for (int lag = shortest; lag < correlation.length - 1; lag++) {
      if (peak(lag) && correlation[lag] >= best) {
        return lag;
      }
    }
    return -1;
  }

  private boolean peak(int lag) {
    return correlation[lag] >= correlation[lag - 1] && correlation[lag] > correlation[lag + 1];
  }

  /** Correlates the window with itself so many samples later, normalised by both parts' power. */
  private double correlate(int lag) {
    double product = 0;
    double early = 0;
    double late = 0;
    for (int i = lag; i < window.length; i++) {
      product += window[i] * window[i - lag];
      early += window[i - lag] * window[i - lag];
      late += window[i] * window[i];
    }
    return product / Math.sqrt(Math.max(early * late, Double.MIN_NORMAL));
  }

  /** Returns how clear the last answer was, 0 to 1. */
  double clearness() {
    return clearness;
  }

  void gap() {
    sum = 0;
    summed = 0;
    heard = 0;
    clearness = 0;
  }
}
