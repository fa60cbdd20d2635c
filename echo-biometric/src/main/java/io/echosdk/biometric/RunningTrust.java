package io.echosdk.biometric;

/** The running mean of what beats can be trusted, over about five of them. */
final class RunningTrust {

  private static final double RATE = 0.2;

  private double value;
  private boolean any;

  void add(double confidence) {
    value += (any ? RATE : 1) * (confidence - value);
    any = true;
  }

  double value() {
    return value;
  }
}
