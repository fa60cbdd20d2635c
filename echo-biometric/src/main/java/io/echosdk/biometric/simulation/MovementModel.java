package io.echosdk.biometric.simulation;

/** Three axes of an accelerometer: gravity, a little noise, and walking-like episodes of 2 Hz. */
final class MovementModel {

  private static final double[] GRAVITY = {0.1, 0.2, 0.9746794344808963}; // norm 1
  private static final double[] SWAY_G = {0.08, 0.05, 0.35};
  private static final double NOISE_G = 0.003;
  private static final double CADENCE_HZ = 2;
  private static final double EDGE_SECONDS = 0.5;

  private final Noise noise;
  private final Episodes episodes;

  MovementModel(long seed) {
    noise = new Noise(seed);
    episodes = new Episodes(seed + 1, 20, 45, 5, 12);
  }

  Episodes episodes() {
    return episodes;
  }

  void step(double seconds, float[] into, int offset) {
    episodes.moveTo(seconds);
    double swing =
        episodes.strength(seconds, EDGE_SECONDS)
            * StrictMath.sin(2 * Math.PI * CADENCE_HZ * (seconds - episodes.start()));
    for (int axis = 0; axis < 3; axis++) {
      into[offset + axis] =
          (float) (GRAVITY[axis] + SWAY_G[axis] * swing + NOISE_G * noise.normal());
    }
  }
}
