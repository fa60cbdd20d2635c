package io.echosdk.biometric.simulation;

/**
 * An ECG from a dynamical model: a point runs round a circle once a beat, and five Gaussian hills
 * on the way (P, Q, R, S, T) push the voltage up and down.
 *
 * <p>Source: McSharry, Clifford, Tarassenko, Smith, "A dynamical model for generating synthetic
 * electrocardiogram signals", IEEE Trans Biomed Eng 50(3), 2003, with its table I. The angle is
 * integrated instead of x and y, which on the limit cycle is the same; the angular speed follows a
 * continuous interval T(t) made of its mean, the breath (respiratory sinus arrhythmia), a Mayer
 * wave at 0.1 Hz and slow noise. Fourth-order Runge-Kutta in fixed steps, so the samples depend on
 * the seed only.
 */
final class HeartModel {

  private static final double[] HILL_ANGLE = radians(-70, -15, 0, 15, 100);
  private static final double[] HILL_SIZE = {1.2, -5, 30, -7.5, 0.75};
  private static final double[] HILL_WIDTH = {0.25, 0.1, 0.1, 0.1, 0.4};
  private static final double R_PEAK_MV = 1.2;
  private static final double MAYER_HZ = 0.1;
  private static final double NOISE_SECONDS = 5; // memory of the slow noise in the interval

  private final double stepSeconds;
  private final double meanInterval;
  private final double breathDepth; // s
  private final double mayerDepth; // s
  private final double noiseDepth; // s
  private final Noise noise;
  private final double[] width = new double[HILL_WIDTH.length];
  private final double[] angle = new double[HILL_ANGLE.length];
  private final double scale;
  private double theta = -Math.PI / 2;
  private double z;
  private double slowNoise;
  private double beatSeconds = Double.NaN;

  HeartModel(double rateHz, double heartRateBpm, double breathDepth, long seed) {
    stepSeconds = 1 / rateHz;
    meanInterval = 60 / heartRateBpm;
    this.breathDepth = breathDepth;
    mayerDepth = 0.3 * breathDepth;
    noiseDepth = 0.006 * meanInterval;
    noise = new Noise(seed);
    // ECGSYN: hills narrow and move together as the heart quickens
    double hurry = StrictMath.sqrt(heartRateBpm / 60);
    double[] angleHurry = {StrictMath.sqrt(hurry), hurry, 1, hurry, StrictMath.sqrt(hurry)};
    for (int i = 0; i < width.length; i++) {
      width[i] = HILL_WIDTH[i] * hurry;
      angle[i] = HILL_ANGLE[i] * angleHurry[i];
    }
    double speed = 2 * Math.PI / meanInterval;
    scale = R_PEAK_MV / (HILL_SIZE[2] * width[2] * width[2] / speed);
  }

  private static double[] radians(double... degrees) {
    double[] radians = new double[degrees.length];
    for (int i = 0; i < degrees.length; i++) {
      radians[i] = degrees[i] * Math.PI / 180;
    }
    return radians;
  }

  /**
   * Moves on by one step.
   *
   * @param seconds the time before the step
   * @param breathPhase the phase of the breath then; the heart is fastest at 0.5
   * @return the voltage after the step, mV
   */
  double step(double seconds, double breathPhase) {
    slowNoise +=
        -slowNoise * stepSeconds / NOISE_SECONDS
            + noiseDepth * StrictMath.sqrt(2 * stepSeconds / NOISE_SECONDS) * noise.normal();
    double interval =
        meanInterval
            + breathDepth * StrictMath.cos(2 * Math.PI * breathPhase)
            + mayerDepth * StrictMath.sin(2 * Math.PI * MAYER_HZ * seconds)
            + slowNoise;
    double speed = 2 * Math.PI / interval;
    double h = stepSeconds;
    double k1 = slope(theta, z);
    double k2 = slope(theta + speed * h / 2, z + h / 2 * k1);
    double k3 = slope(theta + speed * h / 2, z + h / 2 * k2);
    double k4 = slope(theta + speed * h, z + h * k3);
    z += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
    double next = theta + speed * h;
    beatSeconds = theta < 0 && next >= 0 ? seconds - theta / speed : Double.NaN;
    theta = next >= Math.PI ? next - 2 * Math.PI : next;
    return z * scale;
  }

  /** Returns when, within the last step, the top of the R wave was passed; NaN if it was not. */
  double beatSeconds() {
    return beatSeconds;
  }

  private double slope(double at, double voltage) {
    double sum = -voltage;
    for (int i = 0; i < width.length; i++) {
      double distance = at - angle[i];
      distance -= 2 * Math.PI * StrictMath.rint(distance / (2 * Math.PI));
      sum -=
          HILL_SIZE[i]
              * distance
              * StrictMath.exp(-distance * distance / (2 * width[i] * width[i]));
    }
    return sum;
  }
}
