package io.echosdk.biometric.brain;

/**
 * Takes one frequency out: zeros on the unit circle, poles just within it, 2 Hz wide. Passes
 * everything where the frequency is above 0.45 of the rate. Source: Oppenheim and Schafer,
 * Discrete-Time Signal Processing, ch. 5.
 */
final class Notch {

  private static final double WIDTH_HZ = 2;
  private static final double MOST = 0.45;

  private final boolean passes;
  private final double turn;
  private final double radius;
  private final double gain;
  private double x1;
  private double x2;
  private double y1;
  private double y2;
  private boolean begun;

  Notch(double hz, double sampleRateHz) {
    passes = hz > MOST * sampleRateHz;
    turn = 2 * StrictMath.cos(2 * Math.PI * hz / sampleRateHz);
    radius = 1 - Math.PI * WIDTH_HZ / sampleRateHz;
    gain = (1 - turn * radius + radius * radius) / (2 - turn); // 1 for what never changes
  }

  double next(double x) {
    if (passes) {
      return x;
    }
    if (!begun) { // as if the first sample had been there for ever
      begun = true;
      x1 = x;
      x2 = x;
      y1 = x;
      y2 = x;
    }
    double y = gain * (x - turn * x1 + x2) + turn * radius * y1 - radius * radius * y2;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    return y;
  }

  void reset() {
    begun = false;
  }
}
