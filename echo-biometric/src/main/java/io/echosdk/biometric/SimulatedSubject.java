package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.biometric.simulation.Body;
import java.time.Duration;
import java.util.List;

/**
 * A person made of equations: ECG 250 Hz, respiration 50 Hz, EEG 250 Hz and acceleration 50 Hz,
 * with the truth about every beat, breath, alpha burst and movement.
 *
 * <p>The signals depend on the seed and the settings only, bit for bit on every machine; how often
 * and when it is polled changes nothing but the moment of delivery, in whole packets of 20 ms.
 *
 * <p>Source of the ECG: McSharry et al., IEEE Trans Biomed Eng 50(3), 2003.
 */
public final class SimulatedSubject implements BiometricSource {

  private static final long PACKET_NANOS = 20_000_000;
  private static final long ECG_STEP_NANOS = 4_000_000;

  private static final Signal ECG =
      new Signal("ecg", SignalKind.ECG, List.of("simulated"), "mV", 250);
  private static final Signal RESPIRATION =
      new Signal("respiration", SignalKind.RESPIRATION, List.of("belt"), "", 50);
  private static final Signal EEG = new Signal("eeg", SignalKind.EEG, List.of("O1"), "µV", 250);
  private static final Signal ACCELERATION =
      new Signal("acceleration", SignalKind.ACCELERATION, List.of("x", "y", "z"), "g", 50);

  private final Builder settings;
  private final Body body;
  private boolean started;
  private long startNanos;
  private volatile SourceState state = new SourceState.Live(); // written by close(), read by any

  private SimulatedSubject(Builder settings) {
    this.settings = settings.copy();
    body = this.settings.body();
  }

  /** Returns a builder of a person at rest: 64 beats and 12 breaths a minute, seed 1. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public List<Signal> signals() {
    return List.of(ECG, RESPIRATION, EEG, ACCELERATION);
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
      long time = packetEnd() - PACKET_NANOS;
      body.advance();
      sink.accept(ECG, time + ECG_STEP_NANOS, nowNanos, body.ecg(), 0, Body.ECG_SAMPLES, 0);
      sink.accept(RESPIRATION, time, nowNanos, body.respiration(), 0, 1, 0);
      sink.accept(EEG, time, nowNanos, body.eeg(), 0, Body.EEG_SAMPLES, 0);
      sink.accept(ACCELERATION, time, nowNanos, body.acceleration(), 0, 1, 0);
    }
    return packetEnd();
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
    return SubjectTruth.of(settings.body(), length);
  }

  /** Settings of a person; every one has a default. Not safe for use by several threads. */
  public static final class Builder {

    private long seed = 1;
    private double heartRateBpm = 64;
    private double breathsPerMinute = 12;
    private double breathDepthMs = 40;

    private Builder() {}

    private Builder copy() {
      Builder copy = new Builder();
      copy.seed = seed;
      copy.heartRateBpm = heartRateBpm;
      copy.breathsPerMinute = breathsPerMinute;
      copy.breathDepthMs = breathDepthMs;
      return copy;
    }

    private Body body() {
      return new Body(seed, heartRateBpm, breathsPerMinute, breathDepthMs / 1000);
    }

    /** Sets which person; equal seeds and settings give equal signals. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** Sets the mean heart rate, 30 to 200 beats per minute. */
    public Builder heartRateBpm(double value) {
      heartRateBpm = value;
      return this;
    }

    /** Sets the mean breath rate, 3 to 40 a minute. */
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

    /** Builds the person, at the beginning of his recording. */
    public SimulatedSubject build() {
      StringBuilder wrong = new StringBuilder();
      check(wrong, "heartRateBpm", heartRateBpm, 30, 200);
      check(wrong, "breathsPerMinute", breathsPerMinute, 3, 40);
      check(wrong, "breathDepthMs", breathDepthMs, 0, 120);
      if (wrong.length() > 0) {
        throw new IllegalArgumentException(wrong.toString());
      }
      return new SimulatedSubject(this);
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
