package io.echosdk.biometric;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.BiometricStateSource;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.biometric.heart.Rhythm;
import io.echosdk.internal.LatestSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One body's session: takes samples from a source, makes meaning of them, and keeps the newest
 * {@link BiometricState} where any thread can read it without waiting.
 *
 * <p>Drive it with {@link #poll} from a loop of your own, or let {@link #start} do it on a thread
 * of an {@link EchoRuntime}. One thread polls; {@link #read} and {@link #close} from any.
 */
public final class BiometricSession implements BiometricStateSource, AutoCloseable {

  private final BiometricSource source;
  private final List<BiometricListener> listeners;
  private final @Nullable HeartChannel heart;
  private final BiometricState state = new BiometricState(); // the polling thread's own
  private final LatestSlot slot = new LatestSlot(BiometricState.WORDS);
  private final SampleSink sink = this::accept;
  private SourceState lastSourceState;
  private long originNanos;
  private volatile boolean closed; // written by close(), read by the polling thread
  private @Nullable Thread thread; // guarded by this

  private BiometricSession(Builder builder, BiometricSource source) {
    this.source = source;
    listeners = List.copyOf(builder.listeners);
    lastSourceState = source.state();
    Signal ecg = first(SignalKind.ECG);
    heart = ecg == null ? null : new HeartChannel(ecg, state, listeners);
    slot.write(state.words());
  }

  private @Nullable Signal first(SignalKind kind) {
    return source.signals().stream().filter(s -> s.kind() == kind).findFirst().orElse(null);
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
   * @throws io.echosdk.api.biometric.BiometricException if the source breaks; the state made of
   *     what came before is published
   */
  public long poll(long nowNanos) {
    if (closed) {
      return BiometricSource.END;
    }
    try {
      return source.poll(nowNanos, sink);
    } finally {
      publish(nowNanos);
    }
  }

  private void accept(
      Signal signal, long timeNanos, long origin, float[] samples, int offset, int n, int flags) {
    originNanos = origin;
    if (heart != null && signal.equals(heart.signal)) {
      heart.accept(timeNanos, origin, samples, offset, n, flags);
    }
  }

  private void publish(long nowNanos) {
    state.stamp(nowNanos, originNanos);
    slot.write(state.words());
    SourceState now = source.state();
    if (!now.equals(lastSourceState)) {
      lastSourceState = now;
      listeners.forEach(listener -> listener.onSourceState(now));
    }
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
    slot.read(into.words());
  }

  /** Ends the session and closes its source. Idempotent; from any thread. */
  @Override
  public void close() {
    closed = true;
    Thread running;
    synchronized (this) {
      running = thread;
    }
    if (running != null) {
      running.interrupt();
    }
    source.close();
  }

  /** What a session is made of. Not safe for use by several threads. */
  public static final class Builder {

    private @Nullable BiometricSource source;
    private final List<BiometricListener> listeners = new ArrayList<>();

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

    /** Builds the session. Nothing runs before it is polled or started. */
    public BiometricSession build() {
      if (source == null) {
        throw new IllegalArgumentException("a session needs a source: call source(...)");
      }
      return new BiometricSession(this, source);
    }
  }

  /** From one ECG to beats, rhythm and their metrics. */
  private static final class HeartChannel {

    final Signal signal;
    private final BiometricState state;
    private final List<BiometricListener> listeners;
    private final BeatDetector detector;
    private final Rhythm rhythm = new Rhythm();
    private long beats;
    private long batchStartSample;
    private long batchTimeNanos;
    private long batchOriginNanos;

    HeartChannel(Signal signal, BiometricState state, List<BiometricListener> listeners) {
      this.signal = signal;
      this.state = state;
      this.listeners = listeners;
      detector = new BeatDetector(signal.sampleRateHz(), this::onBeat);
    }

    void accept(long timeNanos, long origin, float[] samples, int offset, int n, int flags) {
      if ((flags & (SampleSink.GAP | SampleSink.LEAD_OFF)) != 0) {
        detector.gap();
        rhythm.gap();
      }
      batchStartSample = detector.samples();
      batchTimeNanos = timeNanos;
      batchOriginNanos = origin;
      detector.push(samples, offset, n, signal.channels().size());
    }

    private void onBeat(double sample, long decidedAt, double confidence, Beat.Kind kind) {
      long time = batchTimeNanos + nanos(sample - batchStartSample);
      rhythm.beat(time);
      Beat beat =
          new Beat(
              ++beats, sample, time, batchOriginNanos, nanos(decidedAt - sample), confidence, kind);
      state.beat(beats, time);
      if (rhythm.normal()) {
        state.set(Metric.RR_INTERVAL, rhythm.intervalMs(), confidence, time);
        state.set(Metric.HEART_RATE, rhythm.rateBpm(), confidence, time);
      }
      for (BiometricListener listener : listeners) {
        listener.onBeat(beat);
      }
    }

    private long nanos(double samples) {
      return Math.round(samples * (1e9 / signal.sampleRateHz()));
    }
  }
}
