package io.echosdk.biometric.simulation;

import java.util.List;

/**
 * One simulated body and its sensors, advanced in packets of 20 ms. What goes on inside ({@link
 * Physiology}) couples them: the breath moves the heart's pace and both heart signals, effort and
 * arousal move heart, breath, skin and brain, movement shakes the optical sensor.
 *
 * <p>Sample n of a sensor is measured n / rate seconds after the beginning; a packet holds those
 * within its 20 ms.
 */
public final class Body {

  /** From the top of an R wave to the top of its pulse at the optical sensor. */
  public static final double PULSE_DELAY_SECONDS = HeartSensors.PULSE_DELAY;

  /** Length of a packet. */
  public static final double PACKET_SECONDS = 0.02;

  /**
   * What a body is.
   *
   * @param seed equal seeds give equal bodies
   * @param breathDepth how far the breath moves the interval between beats, s
   * @param spontaneous whether walks, alpha bursts and skin responses come by chance
   */
  public record Settings(
      long seed,
      double heartRateBpm,
      double breathsPerMinute,
      double breathDepth,
      double ecgRateHz,
      double ppgRateHz,
      double eegRateHz,
      double respirationRateHz,
      double accelerationRateHz,
      double edaRateHz,
      List<String> eegChannels,
      double ecgNoiseMv,
      double humMv,
      double humHz,
      boolean spontaneous,
      Script script) {}

  /** Hears what is true of the body, as soon as it is certain. */
  public interface Witness {

    /** The top of an R wave, up to 0.6 s ahead of the sensors. */
    default void beat(double seconds, boolean ectopic) {}

    /** A foot touched the ground. */
    default void step(double seconds) {}

    /** A skin response begins. */
    default void skinResponse(double seconds) {}

    /** An entry of the script. */
    default void scripted(Script.Kind kind, double startSeconds, double endSeconds) {}
  }

  /** The samples of one sensor in the last packet. */
  public static final class Track {
    private final double rateHz;
    private final int width;
    private final float[] samples;
    private long first;
    private int frames;

    Track(double rateHz, int width) {
      this.rateHz = rateHz;
      this.width = width;
      samples = new float[width * ((int) Math.ceil(PACKET_SECONDS * rateHz) + 1)];
    }

    /** Counts the samples of the next packet. */
    void begin(long packet) {
      first += frames;
      frames = (int) ((long) Math.ceil((packet + 1) * PACKET_SECONDS * rateHz - 1e-9) - first);
    }

    double secondsOf(int frame) {
      return (first + frame) / rateHz;
    }

    /** Returns the samples, interleaved; borrowed until the next packet. */
    public float[] samples() {
      return samples;
    }

    /** Returns how many frames there are. */
    public int frames() {
      return frames;
    }

    /** Returns when the first frame was measured, s since the beginning. */
    public double seconds() {
      return secondsOf(0);
    }
  }

  private final Physiology inside;
  private final HeartSensors heart;
  private final BrainModel brain;
  private final MovementModel movement;
  private final MovementModel wrist; // the same movement, at the optical sensor's rate
  private final SkinModel skin;
  private final Script.Cue leadOff;
  private final Track ecg;
  private final Track ppg;
  private final Track eeg;
  private final Track respiration;
  private final Track acceleration;
  private final Track eda;
  private boolean leadIsOff;
  private long packet;

  /** Makes a body at second 0. */
  public Body(Settings settings, Witness witness) {
    inside = new Physiology(settings, witness);
    heart = new HeartSensors(settings, inside);
    brain = new BrainModel(settings, inside);
    movement = new MovementModel(settings, witness);
    wrist = new MovementModel(settings, new Witness() {});
    skin = new SkinModel(settings, inside, witness);
    leadOff = settings.script().cue(Script.Kind.LEAD_OFF);
    ecg = new Track(settings.ecgRateHz(), 1);
    ppg = new Track(settings.ppgRateHz(), 1);
    eeg = new Track(settings.eegRateHz(), settings.eegChannels().size());
    respiration = new Track(settings.respirationRateHz(), 1);
    acceleration = new Track(settings.accelerationRateHz(), 3);
    eda = new Track(settings.edaRateHz(), 1);
  }

  /** Lives through the next packet; its samples stay valid until the next call. */
  public void advance() {
    inside.liveUntil(seconds() + PACKET_SECONDS);
    for (Track track : List.of(ecg, ppg, eeg, respiration, acceleration, eda)) {
      track.begin(packet);
    }
    for (int i = 0; i < acceleration.frames; i++) {
      movement.moveTo(acceleration.secondsOf(i));
      movement.acceleration(acceleration.samples, 3 * i);
    }
    senseHeart();
    for (int i = 0; i < eeg.frames; i++) {
      brain.sample(eeg.secondsOf(i), eeg.samples, i * eeg.width);
    }
    for (int i = 0; i < respiration.frames; i++) {
      respiration.samples[i] =
          (float) BreathModel.belt(inside.breathPhase(respiration.secondsOf(i)));
    }
    for (int i = 0; i < eda.frames; i++) {
      eda.samples[i] = (float) skin.sample(eda.secondsOf(i));
    }
    packet++;
  }

  private void senseHeart() {
    leadIsOff = leadOff.strength(seconds() + PACKET_SECONDS / 2, 1e-9) > 0;
    for (int i = 0; i < ecg.frames; i++) {
      double voltage = heart.ecg(ecg.secondsOf(i), movement.movement());
      ecg.samples[i] = leadIsOff ? Float.NaN : (float) voltage;
    }
    for (int i = 0; i < ppg.frames; i++) {
      wrist.moveTo(ppg.secondsOf(i));
      ppg.samples[i] = (float) heart.ppg(ppg.secondsOf(i), wrist.inPulse());
    }
  }

  /** Returns where the next packet begins. */
  public double seconds() {
    return packet * PACKET_SECONDS;
  }

  /** Returns how many packets were lived through. */
  public long packets() {
    return packet;
  }

  /** Returns the packet's ECG, mV; NaN while the electrode is off. */
  public Track ecg() {
    return ecg;
  }

  /** Returns whether the electrode was off in this packet. */
  public boolean leadIsOff() {
    return leadIsOff;
  }

  /** Returns the packet's PPG. */
  public Track ppg() {
    return ppg;
  }

  /** Returns the packet's EEG, µV. */
  public Track eeg() {
    return eeg;
  }

  /** Returns the packet's belt, -1 to 1. */
  public Track respiration() {
    return respiration;
  }

  /** Returns the packet's three axes, g. */
  public Track acceleration() {
    return acceleration;
  }

  /** Returns the packet's skin conductance, µS. */
  public Track eda() {
    return eda;
  }

  /** Returns the phase of the breath where the last packet began. */
  public double breathPhase() {
    return inside.breathPhase(seconds() - PACKET_SECONDS);
  }

  /** Returns whether the person moved at the end of the last packet. */
  public boolean moving() {
    return movement.moving();
  }

  /** Returns where the chance burst of alpha waves that is or comes next begins; NaN if none. */
  public double burstStart() {
    return brain.bursts() == null ? Double.NaN : brain.bursts().start();
  }

  /** Returns where it ends, s. */
  public double burstEnd() {
    return brain.bursts() == null ? Double.NaN : brain.bursts().end();
  }
}
