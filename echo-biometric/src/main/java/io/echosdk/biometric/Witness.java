package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.biometric.fusion.BeatHandover;
import io.echosdk.biometric.skin.SkinMeter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of a session's sources, and the meaning that is made of its signals. */
final class Witness {

  private static final Logger LOG = LoggerFactory.getLogger(Witness.class);
  private static final long SILENCE_NANOS = 3_000_000_000L;
  private static final long SILENT_EVENTS_NANOS = 10_000_000_000L;
  private static final double PULSE_CERTAINTY = 0.85; // its top is broad, its way varies
  private static final double INTERVAL_CERTAINTY = 0.7; // nobody knows the delay of its radio
  private static final long RADIO_NANOS = 300_000_000; // a guess, until its lag is measured
  private static final SampleSink IGNORED = (signal, time, origin, data, offset, n, flags) -> {};

  /** Hears that samples are about to be heard. */
  interface Arrivals {
    void arrived(long timeNanos, long originNanos);
  }

  private final BiometricSource source;
  private final boolean several;
  private final Estimates estimates;
  private final List<SignalChannel> channels;
  private final SignalGuard[] guards;
  private final Gate gate;
  private final Arrivals arrivals;
  private final SampleSink sink = this::accept;
  private final long longestSilenceNanos;
  private final boolean pulse;
  private boolean ended;
  private long heardNanos;
  private boolean heard;
  private @Nullable SourceState broken;

  /** Makes the meaning of a source's signals; several sources watch each other. */
  Witness(
      BiometricSource source,
      boolean several,
      Estimates estimates,
      HeartSinks hearts,
      Gate gate,
      Arrivals arrivals) {
    this.gate = gate;
    this.source = source;
    this.several = several;
    this.estimates = estimates;
    this.arrivals = arrivals;
    channels = channels(source.signals(), hearts);
    guards = new SignalGuard[channels.size()];
    boolean events = true;
    boolean wave = false;
    for (int i = 0; i < guards.length; i++) {
      guards[i] = new SignalGuard(channels.get(i).signal, several);
      events &=
          channels.get(i) instanceof IntervalChannel || channels.get(i) instanceof RateChannel;
      wave |= channels.get(i) instanceof PulseChannel;
    }
    longestSilenceNanos = events ? SILENT_EVENTS_NANOS : SILENCE_NANOS;
    pulse = wave;
  }

  /** Makes what takes a source's beats. */
  @FunctionalInterface
  interface HeartSinks {
    BeatSink make(Estimates estimates, @Nullable BreathMeaning breath);
  }

  /** The first signal of each kind that means something, at a rate at which it does. */
  private List<SignalChannel> channels(List<Signal> signals, HeartSinks hearts) {
    List<SignalChannel> made = new ArrayList<>();
    Signal belt = first(signals, SignalKind.RESPIRATION, 2);
    Signal eeg = first(signals, SignalKind.EEG, BrainMeter.MIN_RATE_HZ);
    Signal acceleration = first(signals, SignalKind.ACCELERATION, 10);
    Signal skin = first(signals, SignalKind.EDA, SkinMeter.MIN_RATE_HZ);
    if (acceleration != null && acceleration.channels().size() < MovementChannel.AXES) {
      acceleration = null;
    }
    BreathMeaning breath = belt == null ? new BreathMeaning(estimates) : null;
    double shakenHz = acceleration == null ? 0 : acceleration.sampleRateHz();
    SignalChannel heart = heart(signals, shakenHz, hearts.make(estimates, breath), breath);
    if (heart != null) {
      made.add(heart);
    }
    if (belt != null) {
      made.add(new BreathChannel(belt, estimates));
    }
    if (eeg != null) {
      made.add(new BrainChannel(eeg, estimates));
    }
    if (acceleration != null) {
      PulseChannel shaken = heart instanceof PulseChannel wave ? wave : null;
      made.add(new MovementChannel(acceleration, estimates, breath, shaken));
    }
    if (skin != null) {
      made.add(new SkinChannel(skin, estimates));
    }
    return List.copyOf(made);
  }

  private @Nullable SignalChannel heart(
      List<Signal> signals, double shakenHz, BeatSink beats, @Nullable BreathMeaning breath) {
    Signal ecg = first(signals, SignalKind.ECG, BeatDetector.MIN_RATE_HZ);
    Signal ppg = first(signals, SignalKind.PPG, PulseDetector.MIN_RATE_HZ);
    Signal intervals = first(signals, SignalKind.RR, 0);
    Signal rate = first(signals, SignalKind.HEART_RATE, 0);
    if (ecg != null && ecg.sampleRateHz() <= BeatDetector.MAX_RATE_HZ) {
      return new HeartChannel(ecg, beats, breath);
    } else if (ppg != null && ppg.sampleRateHz() <= PulseDetector.MAX_RATE_HZ) {
      return new PulseChannel(ppg, shakenHz, beats, breath);
    } else if (intervals != null) {
      return new IntervalChannel(intervals, beats);
    }
    return rate == null ? null : new RateChannel(rate, estimates);
  }

  private static @Nullable Signal first(List<Signal> signals, SignalKind kind, double minRateHz) {
    return signals.stream()
        .filter(s -> s.kind() == kind && s.sampleRateHz() >= minRateHz)
        .findFirst()
        .orElse(null);
  }

  /** Returns whether its beats are those of a pulse wave, which come after the heart's. */
  boolean pulse() {
    return pulse;
  }

  /** Returns whether it tells beats. */
  boolean beats() {
    return pulse
        || channels.stream()
            .anyMatch(c -> c instanceof HeartChannel || c instanceof IntervalChannel);
  }

  /** Returns whether electrodes tell its beats. */
  boolean electrodes() {
    return channels.stream().anyMatch(HeartChannel.class::isInstance);
  }

  /** Returns what is known beforehand of when its beats are, against those of the heart. */
  BeatHandover.Lag lag(long pulseTransitNanos) {
    if (pulse) {
      return new BeatHandover.Lag(pulseTransitNanos, PULSE_CERTAINTY);
    }
    return electrodes()
        ? new BeatHandover.Lag(0, 1)
        : new BeatHandover.Lag(RADIO_NANOS, INTERVAL_CERTAINTY);
  }

  /** Returns whether it sees movement. */
  boolean moves() {
    return channels.stream().anyMatch(MovementChannel.class::isInstance);
  }

  /**
   * Takes what is due from the source, and makes meaning of it unless it is not allowed. One of
   * several sources that breaks takes nobody with it: it has failed, the others go on.
   */
  long poll(long nowNanos, boolean allowed) {
    if (ended) {
      return BiometricSource.END;
    }
    long next;
    try {
      next = source.poll(nowNanos, allowed ? sink : IGNORED);
    } catch (RuntimeException e) {
      if (!several) {
        throw e;
      }
      next = fail(e);
    }
    heardNanos = heard ? heardNanos : nowNanos; // silence counts from here
    heard = true;
    ended = several && next == BiometricSource.END;
    return next;
  }

  private long fail(RuntimeException e) {
    if (e instanceof BiometricException known) {
      broken = new SourceState.Failed(known.problem());
      LOG.warn("one of the body's sources failed: {}", known.problem());
    } else {
      broken = new SourceState.Failed("it threw " + e.getClass().getSimpleName() + ": see the log");
      LOG.warn("one of the body's sources failed", e);
    }
    return BiometricSource.END;
  }

  private void accept(
      Signal signal, long timeNanos, long origin, float[] samples, int offset, int n, int flags) {
    try {
      if (gate.enter()) {
        find(signal, timeNanos, origin, samples, offset, n, flags);
      }
    } finally {
      gate.leave();
    }
  }

  private void find(
      Signal signal, long timeNanos, long origin, float[] samples, int offset, int n, int flags) {
    for (int i = 0; i < guards.length; i++) {
      SignalChannel channel = channels.get(i);
      if (channel.signal == signal || channel.signal.equals(signal)) {
        hear(channel, guards[i], timeNanos, origin, samples, offset, n, flags);
        return;
      }
    }
    arrivals.arrived(timeNanos, origin);
  }

  private void hear(
      SignalChannel channel,
      SignalGuard guard,
      long timeNanos,
      long origin,
      float[] samples,
      int offset,
      int n,
      int flags) {
    if (!guard.admits(timeNanos, origin, samples, offset, n)) {
      return;
    }
    arrivals.arrived(timeNanos, origin);
    heardNanos = n > 0 ? origin : heardNanos;
    estimates.arrived(origin);
    estimates.at(timeNanos);
    int all = guard.brokeOff() ? flags | SampleSink.GAP : flags;
    channel.accept(timeNanos, origin, samples, offset, n, all);
  }

  /** Returns what is made of its signals. */
  List<SignalChannel> channels() {
    return channels;
  }

  /** Overwrites what was made of them. */
  void wipe() {
    Wipe.all(channels);
    Wipe.all(guards);
    estimates.clear();
  }

  /** Returns how the source is doing, by its own account unless that is known to be wrong. */
  SourceState state(long nowNanos) {
    SourceState own = broken != null ? broken : source.state();
    if (!(own instanceof SourceState.Live || own instanceof SourceState.Gap)) {
      return own;
    }
    for (SignalGuard guard : guards) {
      String fault = guard.fault(nowNanos);
      if (fault != null) {
        return new SourceState.Stale(fault);
      }
    }
    boolean silent = several && heard && nowNanos - heardNanos > longestSilenceNanos;
    return silent ? new SourceState.Stale("nothing arrives") : own;
  }
}
