package io.echosdk.biometric.simulation;

/**
 * Three axes of an accelerometer: gravity, a little noise, walking at 2 steps a second, squats at
 * 0.4 Hz, and a hand that shakes. The shaking is kept, because an optical sensor sees it too.
 */
final class MovementModel {

  private static final double[] GRAVITY = {0.1, 0.2, 0.9746794344808963}; // norm 1
  private static final double[] STEP_G = {0.08, 0.05, 0.35};
  private static final double[] SQUAT_G = {0.05, 0.1, 0.4};
  private static final double[] SHAKE_G = {0.3, 0.15, 0.1};
  private static final double NOISE_G = 0.003;
  private static final double CADENCE_HZ = 2;
  private static final double SQUAT_HZ = 0.4;
  private static final double SHAKE_LOW_HZ = 0.7;
  private static final double SHAKE_HIGH_HZ = 3.5;
  private static final int SHAKES = 8; // sines that make the hand's noise
  private static final double WALK_IN_PPG = 0.6;
  private static final double SHAKE_IN_PPG = 1.2;

  private final Body.Witness witness;
  private final Activity activity;
  private final Noise noise;
  private final double[] shakeHz = new double[SHAKES];
  private final double[] shakePhase = new double[SHAKES];
  private final Script.Cue handMovements;
  private double walk;
  private double squat;
  private double shake;
  private long lastStep = -1;
  private double lastWalkStart = Double.NaN;

  MovementModel(Body.Settings settings, Body.Witness witness) {
    this.witness = witness;
    long seed = 16 * settings.seed();
    activity = new Activity(settings, seed + 5);
    noise = new Noise(seed + 4);
    Noise hand = new Noise(seed + 8);
    for (int i = 0; i < SHAKES; i++) {
      shakeHz[i] = hand.between(SHAKE_LOW_HZ, SHAKE_HIGH_HZ);
      shakePhase[i] = hand.between(0, 2 * Math.PI);
    }
    handMovements = settings.script().cue(Script.Kind.HAND_MOVEMENT);
  }

  /** Moves on to the time of the next sample. */
  void moveTo(double seconds) {
    activity.moveTo(seconds);
    double sinceStart = seconds - activity.walkStart();
    walk =
        activity.walking() == 0
            ? 0
            : activity.walking() * StrictMath.sin(2 * Math.PI * CADENCE_HZ * sinceStart);
    squat =
        activity.squatting() == 0
            ? 0
            : activity.squatting()
                * StrictMath.sin(2 * Math.PI * SQUAT_HZ * (seconds - activity.squatStart()));
    shake = shaking(seconds, handMovements.strength(seconds, 0.3));
    tellStep(sinceStart);
  }

  /** A function of time alone, of size 1, so that sensors of different rates see the same hand. */
  private double shaking(double seconds, double strength) {
    if (strength == 0) {
      return 0;
    }
    double sum = 0;
    for (int i = 0; i < SHAKES; i++) {
      sum += StrictMath.sin(2 * Math.PI * shakeHz[i] * seconds + shakePhase[i]);
    }
    return strength * StrictMath.sqrt(2.0 / SHAKES) * sum;
  }

  private void tellStep(double sinceStart) {
    if (activity.walkStart() != lastWalkStart) {
      lastWalkStart = activity.walkStart();
      lastStep = -1;
    }
    if (activity.walking() < 0.5) {
      return;
    }
    long step = (long) Math.floor(sinceStart * CADENCE_HZ - 0.25); // the foot is down at the top
    if (step > lastStep) {
      lastStep = step;
      witness.step(activity.walkStart() + (step + 0.25) / CADENCE_HZ);
    }
  }

  /** Writes three axes, g. */
  void acceleration(float[] into, int offset) {
    for (int axis = 0; axis < 3; axis++) {
      double moved = STEP_G[axis] * walk + SQUAT_G[axis] * squat + SHAKE_G[axis] * shake;
      into[offset + axis] = (float) (GRAVITY[axis] + moved + NOISE_G * noise.normal());
    }
  }

  /** Returns how much the person moves, 0 to 1. */
  double movement() {
    return Math.min(1, activity.walking() + activity.squatting());
  }

  /** Returns what of the movement an optical sensor at the finger sees. */
  double inPulse() {
    return WALK_IN_PPG * (walk + squat) + SHAKE_IN_PPG * shake;
  }

  /** Returns whether the person moves. */
  boolean moving() {
    return movement() > 0;
  }
}
