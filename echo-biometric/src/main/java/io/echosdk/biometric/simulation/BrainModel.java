package io.echosdk.biometric.simulation;

/**
 * One EEG channel: a background that falls with frequency, made of four low-passed noises an octave
 * or two apart, and alpha waves of about 10 Hz that come in bursts.
 */
final class BrainModel {

  private static final double[] CORNER_HZ = {1, 4, 16, 60};
  private static final double[] SIZE_UV = {6, 4, 3, 2};
  private static final double ALPHA_UV = 20;
  private static final double EDGE_SECONDS = 0.3;

  private final double stepSeconds;
  private final Noise noise;
  private final Episodes bursts;
  private final double[] background = new double[CORNER_HZ.length];
  private double alphaPhase;

  BrainModel(double rateHz, long seed) {
    stepSeconds = 1 / rateHz;
    noise = new Noise(seed);
    bursts = new Episodes(seed + 1, 4, 9, 4, 8);
  }

  Episodes bursts() {
    return bursts;
  }

  double step(double seconds) {
    double sum = 0;
    for (int i = 0; i < background.length; i++) {
      double decay = StrictMath.exp(-2 * Math.PI * CORNER_HZ[i] * stepSeconds);
      background[i] =
          decay * background[i] + SIZE_UV[i] * StrictMath.sqrt(1 - decay * decay) * noise.normal();
      sum += background[i];
    }
    bursts.moveTo(seconds);
    alphaPhase += stepSeconds * (10 + 0.5 * noise.normal());
    alphaPhase -= Math.floor(alphaPhase);
    double strength = bursts.strength(seconds, EDGE_SECONDS);
    return sum + ALPHA_UV * strength * StrictMath.sin(2 * Math.PI * alphaPhase);
  }
}
