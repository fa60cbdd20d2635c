package io.echosdk.biometric;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.BiometricStateSource;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.Purpose;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.biometric.skin.SkinMeter;
import io.echosdk.internal.LatestSlot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One body's session: takes samples from a source, makes meaning of them, and keeps the newest
 * {@link BiometricState} where any thread can read it without waiting.
 *
 * <p>Drive it with {@link #poll} from a loop of your own, or let {@link #start} do it on a thread
 * of an {@link EchoRuntime}. One thread polls; {@link #read} and {@link #close} from any.
 */
public final class BiometricSession implements BiometricStateSource, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BiometricSession.class);
  private static final long CLOSE_LIMIT_MILLIS = 2000;
  private static final long SECOND_NANOS = 1_000_000_000;
  private static final Metric[] METRICS = Metric.values();
  private static final SampleSink IGNORED = (signal, time, origin, data, offset, n, flags) -> {};

  private final BiometricSource source;
  private final List<BiometricListener> listeners;
  private final boolean bound; // to a consent
  private final Flow flow; // guards what is made of the samples where there is a consent
  private final ArousalWatch arousal;
  private List<SignalChannel> channels; // of the polling thread
  private final BiometricState state = new BiometricState(); // the polling thread's own
  private final LatestSlot slot = new LatestSlot(BiometricState.WORDS);
  private final PulseForecast forecast = new PulseForecast();
  private final long pulseTransitNanos;
  private final SampleSink sink = this::accept;
  private SourceState lastSourceState;
  private long originNanos;
  private boolean wiped = true; // guarded by flow, as all of the polling thread's above
  private volatile boolean closed; // written by close(), read by the polling thread
  private @Nullable Thread thread; // guarded by this

  private BiometricSession(Builder builder, BiometricSource source) {
    this.source = source;
    Consent consent = builder.consent;
    bound = consent != null;
    flow = new Flow(consent, this::end, Purpose.VISUALISE);
    listeners =
        builder.listeners.stream()
            .map(listener -> consent == null ? listener : new AllowedEvents(listener, consent))
            .toList();
    lastSourceState = source.state();
    pulseTransitNanos = builder.pulseTransit.toNanos();
    arousal = new ArousalWatch(state, listeners, builder.inferArousal ? consent : null);
    channels = channels(source.signals());
    slot.write(state.words());
  }

  /** The first signal of each kind that means something, at a rate at which it does. */
  private List<SignalChannel> channels(List<Signal> signals) {
    List<SignalChannel> made = new ArrayList<>();
    Signal belt = first(signals, SignalKind.RESPIRATION, 2);
    Signal ecg = first(signals, SignalKind.ECG, BeatDetector.MIN_RATE_HZ);
    Signal ppg = first(signals, SignalKind.PPG, PulseDetector.MIN_RATE_HZ);
    Signal intervals = first(signals, SignalKind.RR, 0);
    Signal rate = first(signals, SignalKind.HEART_RATE, 0);
    Signal eeg = first(signals, SignalKind.EEG, BrainMeter.MIN_RATE_HZ);
    Signal acceleration = first(signals, SignalKind.ACCELERATION, 10);
    Signal skin = first(signals, SignalKind.EDA, SkinMeter.MIN_RATE_HZ);
    boolean axes = acceleration != null && acceleration.channels().size() >= MovementChannel.AXES;
    PulseChannel pulse = null;
    forecast.restart(0);
    BreathMeaning breath = belt == null ? new BreathMeaning(state) : null;
    BeatMeaning beats = new BeatMeaning(state, listeners, forecast, breath);
    if (ecg != null && ecg.sampleRateHz() <= BeatDetector.MAX_RATE_HZ) {
      made.add(new HeartChannel(ecg, beats, breath));
    } else if (ppg != null && ppg.sampleRateHz() <= PulseDetector.MAX_RATE_HZ) {
      pulse = new PulseChannel(ppg, axes ? acceleration.sampleRateHz() : 0, beats, breath);
      made.add(pulse);
      forecast.restart(pulseTransitNanos);
    } else if (intervals != null) {
      made.add(new IntervalChannel(intervals, beats));
    } else if (rate != null) {
      made.add(new RateChannel(rate, state));
    }
    if (belt != null) {
      made.add(new BreathChannel(belt, state));
    }
    if (eeg != null) {
      made.add(new BrainChannel(eeg, state));
    }
    if (axes) {
      made.add(new MovementChannel(acceleration, state, breath, pulse));
    }
    if (skin != null) {
      made.add(new SkinChannel(skin, state));
    }
    return List.copyOf(made);
  }

  private static @Nullable Signal first(List<Signal> signals, SignalKind kind, double minRateHz) {
    return signals.stream()
        .filter(s -> s.kind() == kind && s.sampleRateHz() >= minRateHz)
        .findFirst()
        .orElse(null);
  }

  /** Returns a builder; a source is the one thing it needs. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a session that reads this source; closing the session closes it. */
  public static BiometricSession of(BiometricSource source) {
    return builder().source(source).build();
  }

  /**
   * Takes what is due from the source and publishes the state made of it.
   *
   * @param nowNanos the present on the session's clock
   * @return when to poll again, or {@link BiometricSource#END}
   * @throws BiometricException if the source breaks; the state made of what came before is
   *     published
   */
  public long poll(long nowNanos) {
    if (closed) {
      return BiometricSource.END;
    }
    try {
      return source.poll(nowNanos, allowed() ? sink : IGNORED);
    } catch (BiometricException e) {
      if (closed) { // the source was closed under its reader
        return BiometricSource.END;
      }
      throw e;
    } finally {
      publish(nowNanos);
    }
  }

  /** Without a consent the embedder answers for what he does with his own body's session. */
  private boolean allowed() {
    return flow.allowed() && !(bound && closed);
  }

  /** Run under the flow's lock, on the thread that ends a consent or closes the session. */
  private void end() {
    endWhatIsNotAllowed();
    slot.write(state.words());
    forecast.publish();
  }

  private void endWhatIsNotAllowed() {
    if (!allowed()) {
      wipe();
    }
    arousal.allowed();
  }

  /** Overwrites and forgets everything that was made of the samples, and them. */
  private void wipe() {
    if (!wiped) {
      wiped = true;
      arousal.forget();
      state.clear();
      originNanos = 0;
      Wipe.all(channels);
      channels = channels(source.signals());
    }
  }

  private void accept(
      Signal signal, long timeNanos, long origin, float[] samples, int offset, int n, int flags) {
    flow.enter();
    try {
      if (allowed()) {
        wiped = false;
        originNanos = origin;
        arousal.reach(Math.min(timeNanos, origin));
        hear(signal, timeNanos, origin, samples, offset, n, flags);
      }
    } finally {
      flow.leave();
    }
  }

  private void hear(
      Signal signal, long timeNanos, long origin, float[] samples, int offset, int n, int flags) {
    for (SignalChannel channel : channels) {
      if (channel.signal == signal || channel.signal.equals(signal)) {
        channel.accept(timeNanos, origin, samples, offset, n, flags);
        return;
      }
    }
  }

  private void publish(long nowNanos) {
    flow.enter();
    try {
      endWhatIsNotAllowed();
      forgetOld(nowNanos);
      state.stamp(nowNanos, originNanos);
      slot.write(state.words());
      forecast.publish();
    } finally {
      flow.leave();
    }
    SourceState now = source.state();
    if (!now.equals(lastSourceState)) {
      lastSourceState = now;
      tell(now);
      listeners.forEach(listener -> listener.onSourceState(now));
    }
  }

  private static void tell(SourceState now) {
    if (now instanceof SourceState.Failed failed) {
      LOG.warn("the body's source failed: {}", failed.reason());
    } else if (now instanceof SourceState.Closed) {
      LOG.info("the body's source came to its end");
    } else {
      LOG.info("the body's source is now {}", now.getClass().getSimpleName());
    }
  }

  private void forgetOld(long nowNanos) {
    for (Metric metric : METRICS) {
      if (state.ageNanos(metric, nowNanos) > lifetimeNanos(metric)) {
        state.set(metric, Double.NaN, 0, nowNanos);
      }
    }
  }

  /** How old a value may become before it says nothing about the present. */
  private static long lifetimeNanos(Metric metric) {
    return SECOND_NANOS
        * switch (metric) {
          case BREATH_PHASE, MOVEMENT, SKIN_RESPONSE, AROUSAL -> 3;
          case RR_INTERVAL, HEART_RATE, COHERENCE, MOVEMENT_DEVIATION, CADENCE, SKIN_LEVEL -> 10;
          case EEG_DELTA, EEG_THETA, EEG_ALPHA, EEG_BETA, EEG_GAMMA -> 10;
          case BREATH_RATE, ALPHA_FREQUENCY -> 30;
          case RMSSD, SDNN, PNN50, VLF_POWER, LF_POWER, HF_POWER, LF_HF_RATIO -> 60;
        };
  }

  /**
   * Polls on a thread of the runtime until the source ends or the session is closed. An error of
   * the source goes to the runtime's error listener.
   *
   * @return this session
   */
  public synchronized BiometricSession start(EchoRuntime runtime) {
    if (thread != null) {
      throw new IllegalStateException("the session was started before");
    }
    LOG.info(
        "body session started on {}",
        source.signals().stream().map(s -> s.name() + " " + s.sampleRateHz() + " Hz").toList());
    thread = runtime.start("body", () -> run(runtime.clock()));
    return this;
  }

  private void run(MediaClock clock) {
    try {
      long next = poll(clock.nanos());
      while (next != BiometricSource.END && !closed) {
        clock.sleepUntil(next);
        next = poll(clock.nanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // close() wants this thread to end
    }
  }

  @Override
  public void read(BiometricState into) {
    if (flow.allowed()) {
      slot.read(into.words());
    } else {
      into.clear(); // before the next poll does
    }
  }

  /**
   * Returns a view of where in its beat the heart is, and when it beats next, on the session's
   * clock: so that pictures and sound meet the heart's own beat although it is heard of late. It
   * never waits for the session. Each thread that wants one asks for its own.
   */
  public PulsePhase pulse() {
    return new PulsePhase(
        words -> {
          if (flow.allowed()) {
            forecast.read(words);
          } else {
            Arrays.fill(words, 0);
          }
        });
  }

  /**
   * Ends the session, waits for its thread, at most two seconds, and closes the source. Where it is
   * bound to a consent it forgets everything. Idempotent; from any thread.
   */
  @Override
  public void close() {
    closed = true;
    Thread running;
    synchronized (this) {
      running = thread;
    }
    if (running != null && running != Thread.currentThread()) {
      running.interrupt();
      try {
        running.join(CLOSE_LIMIT_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // the caller is in a hurry; the thread ends on its own
      }
    }
    source.close();
    flow.close();
  }

  /** What a session is made of. Not safe for use by several threads. */
  public static final class Builder {

    private @Nullable BiometricSource source;
    private final List<BiometricListener> listeners = new ArrayList<>();
    private @Nullable Consent consent;
    private boolean inferArousal;
    private Duration pulseTransit = Duration.ofMillis(430);

    private Builder() {}

    /** Sets whose signals are read; the session closes it. Compulsory. */
    public Builder source(BiometricSource value) {
      source = Objects.requireNonNull(value, "source");
      return this;
    }

    /** Adds one who hears of beats and of the source's state, on the polling thread. */
    public Builder listener(BiometricListener value) {
      listeners.add(Objects.requireNonNull(value, "listener"));
      return this;
    }

    /**
     * Binds the session to a participant's consent: without {@link Purpose#VISUALISE} samples are
     * dropped and nothing is known. Without a consent, the default, the embedder answers for the
     * session, and arousal is never inferred.
     */
    public Builder consent(Consent value) {
      consent = Objects.requireNonNull(value, "consent");
      return this;
    }

    /**
     * Switches arousal on, which is off by default; it is inferred while the consent allows {@link
     * Purpose#INFER_AROUSAL}.
     */
    public Builder inferArousal() {
      inferArousal = true;
      return this;
    }

    /**
     * Sets how long after the heart's beat (its R wave) the top of the pulse wave comes where a PPG
     * sensor sits, 0 to 1 s; 430 ms if not called, as at a resting person's finger. {@link
     * BiometricSession#pulse} goes by the heart's own beat; the beats and the state keep the time
     * of the pulse.
     */
    public Builder pulseTransit(Duration value) {
      if (value.isNegative() || value.compareTo(Duration.ofSeconds(1)) > 0) {
        throw new IllegalArgumentException("pulseTransit must be 0 to 1 s but is " + value);
      }
      pulseTransit = value;
      return this;
    }

    /** Builds the session. Nothing runs before it is polled or started. */
    public BiometricSession build() {
      if (source == null) {
        throw new IllegalArgumentException("a session needs a source: call source(...)");
      }
      if (inferArousal && consent == null) {
        throw new IllegalArgumentException("inferArousal() needs a consent: call consent(...)");
      }
      return new BiometricSession(this, source);
    }
  }
}
