package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.biometric.simulation.Body;
import io.echosdk.biometric.simulation.Script;
import java.time.Duration;
import java.util.List;

/**
 * A person made of equations: ECG, respiration, EEG, acceleration, PPG and skin conductance that
 * hang together, with the truth about every beat, breath, alpha burst, step and excitement.
 *
 * <p>The breath moves the heart's pace; movement and excitement quicken heart and breath; a beat
 * reaches the finger 350 ms later; movement shakes the optical sensor as the accelerometer sees it;
 * excitement makes the skin respond. What can disturb a measurement happens when it is asked for:
 * {@code blink(12)}, {@code pause(30, 34)}, {@code leadOff(60, 65)}; times are seconds since the
 * beginning.
 *
 * <p>The signals depend on the seed and the settings only, bit for bit on every machine; how often
 * and when it is polled changes nothing but the moment of delivery, in whole packets of 20 ms.
 *
 * <p>Sources: named in the models, {@code io.echosdk.biometric.simulation}.
 */
public final class SimulatedSubject implements BiometricSource {

  private static final long PACKET_NANOS = 20_000_000;
  private static final double NANOS = 1e9;

  private final Body.Settings settings;
  private final Body body;
  private final Signal ecg;
  private final Signal respiration;
  private final Signal eeg;
  private final Signal acceleration;
  private final Signal ppg;
  private final Signal eda;
  private boolean started;
  private long startNanos;
  private volatile SourceState state = new SourceState.Live(); // written by close(), read by any

  private SimulatedSubject(Body.Settings settings) {
    this.settings = settings;
    body = new Body(settings, new Body.Witness() {});
    ecg = signal("ecg", SignalKind.ECG, "mV", settings.ecgRateHz(), "simulated");
    respiration =
        signal("respiration", SignalKind.RESPIRATION, "", settings.respirationRateHz(), "belt");
    eeg = new Signal("eeg", SignalKind.EEG, settings.eegChannels(), "µV", settings.eegRateHz());
    acceleration =
        signal(
            "acceleration",
            SignalKind.ACCELERATION,
            "g",
            settings.accelerationRateHz(),
            "x",
            "y",
            "z");
    ppg = signal("ppg", SignalKind.PPG, "", settings.ppgRateHz(), "finger");
    eda = signal("eda", SignalKind.EDA, "µS", settings.edaRateHz(), "skin");
  }

  private static Signal signal(
      String name, SignalKind kind, String unit, double rateHz, String... channels) {
    return new Signal(name, kind, List.of(channels), unit, rateHz);
  }

  /** Returns a builder of a person at rest: 64 beats and 12 breaths a minute, seed 1. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public List<Signal> signals() {
    return List.of(ecg, respiration, eeg, acceleration, ppg, eda);
  }

  @Override
  public long poll(long nowNanos, SampleSink sink) {
    if (!(state instanceof SourceState.Live)) {
      return END;
    }
    if (!started) {
      started = true;
      startNanos = nowNanos;
    }
    while (packetEnd() <= nowNanos) {
      body.advance();
      give(ecg, body.ecg(), nowNanos, body.leadIsOff() ? SampleSink.LEAD_OFF : 0, sink);
      give(respiration, body.respiration(), nowNanos, 0, sink);
      give(eeg, body.eeg(), nowNanos, 0, sink);
      give(acceleration, body.acceleration(), nowNanos, 0, sink);
      give(ppg, body.ppg(), nowNanos, 0, sink);
      give(eda, body.eda(), nowNanos, 0, sink);
    }
    return packetEnd();
  }

  private void give(Signal signal, Body.Track track, long nowNanos, int flags, SampleSink sink) {
    if (track.frames() > 0) {
      long time = startNanos + Math.round(track.seconds() * NANOS);
      sink.accept(signal, time, nowNanos, track.samples(), 0, track.frames(), flags);
    }
  }

  private long packetEnd() {
    return startNanos + (body.packets() + 1) * PACKET_NANOS;
  }

  @Override
  public SourceState state() {
    return state;
  }

  @Override
  public void close() {
    state = new SourceState.Closed();
  }

  /**
   * Returns what is true of this person, by living the same life again; does not disturb the
   * source.
   *
   * @param length from the beginning until when
   */
  public SubjectTruth groundTruth(Duration length) {
    return SubjectTruth.of(settings, length);
  }

  /**
   * Settings of a person; every one has a default. What happens on demand is given in seconds since
   * the beginning. Not safe for use by several threads.
   */
  public static final class Builder {

    private static final int MAX_EEG_CHANNELS = 256;

    private final Script script = new Script();
    private long seed = 1;
    private double heartRateBpm = 64;
    private double breathsPerMinute = 12;
    private double breathDepthMs = 40;
    private double ecgRateHz = 250;
    private double ppgRateHz = 100;
    private double eegRateHz = 250;
    private double respirationRateHz = 50;
    private double accelerationRateHz = 50;
    private double edaRateHz = 4;
    private List<String> eegChannels = List.of("O1");
    private double ecgNoiseMv = 0.01;
    private double humMv;
    private double humHz = 50;
    private boolean spontaneous = true;

    private Builder() {}

    /** Sets which person; equal seeds and settings give equal signals. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** Sets the mean heart rate at rest, 30 to 200 beats per minute. */
    public Builder heartRateBpm(double value) {
      heartRateBpm = value;
      return this;
    }

    /** Sets the mean breath rate at rest, 3 to 40 a minute. */
    public Builder breathsPerMinute(double value) {
      breathsPerMinute = value;
      return this;
    }

    /**
     * Sets by how much the breath lengthens and shortens the interval between beats, 0 to 120 ms
     * (respiratory sinus arrhythmia).
     */
    public Builder breathDepthMs(double value) {
      breathDepthMs = value;
      return this;
    }

    /** Sets the ECG's samples per second, 50 to 4000; 250 if not called. */
    public Builder ecgRateHz(double value) {
      ecgRateHz = value;
      return this;
    }

    /** Sets the PPG's samples per second, 10 to 4000; 100 if not called. */
    public Builder ppgRateHz(double value) {
      ppgRateHz = value;
      return this;
    }

    /** Sets the EEG's samples per second, 50 to 4000; 250 if not called. */
    public Builder eegRateHz(double value) {
      eegRateHz = value;
      return this;
    }

    /** Sets the belt's samples per second, 1 to 1000; 50 if not called. */
    public Builder respirationRateHz(double value) {
      respirationRateHz = value;
      return this;
    }

    /** Sets the accelerometer's samples per second, 10 to 1000; 50 if not called. */
    public Builder accelerationRateHz(double value) {
      accelerationRateHz = value;
      return this;
    }

    /** Sets the skin conductance's samples per second, 1 to 1000; 4 if not called. */
    public Builder edaRateHz(double value) {
      edaRateHz = value;
      return this;
    }

    /**
     * Sets where the EEG's electrodes are, in names of the 10-20 system: alpha waves are strongest
     * at O, blinks at Fp, the jaw at T and F. One electrode at O1 if not called.
     */
    public Builder eegChannels(String... names) {
      eegChannels = List.of(names);
      return this;
    }

    /** Sets the standard deviation of the ECG's noise, 0 to 10 mV; 0.01 if not called. */
    public Builder ecgNoiseMv(double value) {
      ecgNoiseMv = value;
      return this;
    }

    /** Adds mains hum to the ECG, 0 to 10 mV at 1 to 1000 Hz. */
    public Builder hum(double frequencyHz, double amplitudeMv) {
      humHz = frequencyHz;
      humMv = amplitudeMv;
      return this;
    }

    /**
     * Lets nothing happen by chance: no walk, no alpha burst, no skin response but those that are
     * asked for.
     */
    public Builder onlyScripted() {
      spontaneous = false;
      return this;
    }

    /** Lets the eyes blink. */
    public Builder blink(double at) {
      return add(Script.Kind.BLINK, at, at);
    }

    /** Lets the eyes be closed: alpha waves. */
    public Builder eyesClosed(double from, double to) {
      return add(Script.Kind.EYES_CLOSED, from, to);
    }

    /** Clenches the jaw: muscle noise in the EEG. */
    public Builder clenchedJaw(double from, double to) {
      return add(Script.Kind.CLENCHED_JAW, from, to);
    }

    /** Does squats: the heart quickens, but nothing excites the person. */
    public Builder squats(double from, double to) {
      return add(Script.Kind.SQUAT, from, to);
    }

    /** Walks, two steps a second. */
    public Builder walk(double from, double to) {
      return add(Script.Kind.WALK, from, to);
    }

    /** Moves the hand that wears the optical sensor; the accelerometer sees it. */
    public Builder handMovement(double from, double to) {
      return add(Script.Kind.HAND_MOVEMENT, from, to);
    }

    /** Excites the person who sits still: heart, breath and skin answer. */
    public Builder arousal(double from, double to) {
      return add(Script.Kind.AROUSAL, from, to);
    }

    /** Adds a ventricular beat with its compensatory pause after the next sinus beat. */
    public Builder ectopicBeat(double at) {
      return add(Script.Kind.ECTOPIC_BEAT, at, at);
    }

    /** Lets the next sinus beat fail: a P wave alone, no pulse. */
    public Builder missedBeat(double at) {
      return add(Script.Kind.MISSED_BEAT, at, at);
    }

    /** Stops the heart. */
    public Builder pause(double from, double to) {
      return add(Script.Kind.PAUSE, from, to);
    }

    /** Takes the ECG's electrode off: flagged, without values. */
    public Builder leadOff(double from, double to) {
      return add(Script.Kind.LEAD_OFF, from, to);
    }

    /** Lets the baselines of ECG and PPG wander. */
    public Builder drift(double from, double to) {
      return add(Script.Kind.DRIFT, from, to);
    }

    private Builder add(Script.Kind kind, double from, double to) {
      script.add(kind, from, to);
      return this;
    }

    /** Builds the person, at the beginning of his recording. */
    public SimulatedSubject build() {
      StringBuilder wrong = new StringBuilder();
      check(wrong, "heartRateBpm", heartRateBpm, 30, 200);
      check(wrong, "breathsPerMinute", breathsPerMinute, 3, 40);
      check(wrong, "breathDepthMs", breathDepthMs, 0, 120);
      check(wrong, "ecgRateHz", ecgRateHz, 50, 4000);
      check(wrong, "ppgRateHz", ppgRateHz, 10, 4000);
      check(wrong, "eegRateHz", eegRateHz, 50, 4000);
      check(wrong, "respirationRateHz", respirationRateHz, 1, 1000);
      check(wrong, "accelerationRateHz", accelerationRateHz, 10, 1000);
      check(wrong, "edaRateHz", edaRateHz, 1, 1000);
      check(wrong, "ecgNoiseMv", ecgNoiseMv, 0, 10);
      check(wrong, "humMv", humMv, 0, 10);
      check(wrong, "humHz", humHz, 1, 1000);
      check(wrong, "number of eegChannels", eegChannels.size(), 1, MAX_EEG_CHANNELS);
      if (wrong.length() > 0) {
        throw new IllegalArgumentException(wrong.toString());
      }
      return new SimulatedSubject(settings());
    }

    private Body.Settings settings() {
      return new Body.Settings(
          seed,
          heartRateBpm,
          breathsPerMinute,
          breathDepthMs / 1000,
          ecgRateHz,
          ppgRateHz,
          eegRateHz,
          respirationRateHz,
          accelerationRateHz,
          edaRateHz,
          eegChannels,
          ecgNoiseMv,
          humMv,
          humHz,
          spontaneous,
          script.copy());
    }

    private static void check(
        StringBuilder wrong, String name, double value, double min, double max) {
      if (!(value >= min && value <= max)) {
        wrong
            .append(wrong.length() == 0 ? "" : "; ")
            .append(name + " must be " + min + " to " + max + " but is " + value);
      }
    }
  }
}
