package io.echosdk.biometric.simulation;

/**
 * One simulated body, advanced in packets of 20 ms: the breath sets the heart's pace; brain and
 * movement run beside them, each with its own seed.
 */
public final class Body {

  /** Length of a packet. */
  public static final double PACKET_SECONDS = 0.02;

  /** Samples of the ECG in a packet, at 250 Hz. */
  public static final int ECG_SAMPLES = 5;

  /** Samples of the EEG in a packet, at 250 Hz. */
  public static final int EEG_SAMPLES = 5;

  private static final double ECG_STEP = PACKET_SECONDS / ECG_SAMPLES;
  private static final double EEG_STEP = PACKET_SECONDS / EEG_SAMPLES;
  private static final double ECG_NOISE_MV = 0.01;

  private final HeartModel heart;
  private final BreathModel breath;
  private final BrainModel brain;
  private final MovementModel movement;
  private final Noise electrodeNoise;
  private long packet;

  private final float[] ecg = new float[ECG_SAMPLES];
  private final float[] eeg = new float[EEG_SAMPLES];
  private final float[] respiration = new float[1];
  private final float[] acceleration = new float[3];
  private double beatSeconds;

  /**
   * Makes a body at second 0.
   *
   * @param seed equal seeds give equal bodies
   * @param heartRateBpm mean heart rate
   * @param breathsPerMinute mean breath rate
   * @param breathDepth how far the breath moves the interval between beats, s
   */
  public Body(long seed, double heartRateBpm, double breathsPerMinute, double breathDepth) {
    heart = new HeartModel(1 / ECG_STEP, heartRateBpm, breathDepth, 8 * seed);
    breath = new BreathModel(breathsPerMinute, 8 * seed + 1);
    brain = new BrainModel(1 / EEG_STEP, 8 * seed + 2);
    movement = new MovementModel(8 * seed + 4);
    electrodeNoise = new Noise(8 * seed + 6);
  }

  /** Lives through the next packet; its samples stay valid until the next call. */
  public void advance() {
    double start = seconds();
    beatSeconds = Double.NaN;
    respiration[0] = (float) breath.belt();
    movement.step(start, acceleration, 0);
    for (int i = 0; i < ECG_SAMPLES; i++) {
      double voltage = heart.step(start + i * ECG_STEP, breath.phase());
      ecg[i] = (float) (voltage + ECG_NOISE_MV * electrodeNoise.normal());
      if (!Double.isNaN(heart.beatSeconds())) {
        beatSeconds = heart.beatSeconds();
      }
    }
    for (int i = 0; i < EEG_SAMPLES; i++) {
      eeg[i] = (float) brain.step(start + i * EEG_STEP);
    }
    breath.step(PACKET_SECONDS);
    packet++;
  }

  /** Returns where the next packet begins. */
  public double seconds() {
    return packet * PACKET_SECONDS;
  }

  /** Returns how many packets were lived through. */
  public long packets() {
    return packet;
  }

  /** Returns the packet's ECG, mV; sample n was measured (n + 1) / 250 s after its beginning. */
  public float[] ecg() {
    return ecg;
  }

  /** Returns the packet's EEG, µV. */
  public float[] eeg() {
    return eeg;
  }

  /** Returns the packet's one sample of the belt, -1 to 1. */
  public float[] respiration() {
    return respiration;
  }

  /** Returns the packet's one sample of three axes, g. */
  public float[] acceleration() {
    return acceleration;
  }

  /** Returns when in the last packet the heart beat, s since the beginning; NaN if it did not. */
  public double beatSeconds() {
    return beatSeconds;
  }

  /** Returns the phase of the breath where the next packet begins. */
  public double breathPhase() {
    return breath.phase();
  }

  /** Returns where the burst of alpha waves that is or comes next begins, s. */
  public double burstStart() {
    return brain.bursts().start();
  }

  /** Returns where it ends, s. */
  public double burstEnd() {
    return brain.bursts().end();
  }

  /** Returns where the movement that is or comes next begins, s. */
  public double movementStart() {
    return movement.episodes().start();
  }

  /** Returns where it ends, s. */
  public double movementEnd() {
    return movement.episodes().end();
  }
}
