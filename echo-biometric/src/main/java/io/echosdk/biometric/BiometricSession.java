package io.echosdk.biometric;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.BiometricStateSource;
import io.echosdk.api.biometric.Purpose;
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
 * One body's session: takes samples from a source or several, makes meaning of them, and keeps the
 * newest {@link BiometricState} where any thread can read it without waiting. Its confidences fall
 * with age: fully counted for a third of a value's lifetime, then less, to nothing at its end.
 *
 * <p>Drive it with {@link #poll} from a loop of your own, or let {@link #start} do it on a thread
 * of an {@link EchoRuntime}. One thread polls; {@link #read} and {@link #close} from any.
 */
public final class BiometricSession implements BiometricStateSource, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BiometricSession.class);
  private static final long CLOSE_LIMIT_MILLIS = 2000;

  private final List<BiometricSource> sources;
  private final boolean bound; // to a consent
  private final Flow flow; // guards what is made of the samples where there is a consent
  private final ArousalWatch arousal;
  private final BiometricState state = new BiometricState(); // the polling thread's own
  private final BiometricState published = new BiometricState(); // the polling thread's own
  private final LatestSlot slot = new LatestSlot(BiometricState.WORDS);
  private final PulseForecast forecast = new PulseForecast();
  private final Senses senses;
  private boolean wiped = true; // guarded by flow, as all of the polling thread's above
  private volatile boolean closed; // written by close(), read by the polling thread
  private @Nullable Thread thread; // guarded by this

  private BiometricSession(Builder builder) {
    sources = List.copyOf(builder.sources);
    Consent consent = builder.consent;
    bound = consent != null;
    flow = new Flow(consent, this::end, Purpose.VISUALISE);
    List<BiometricListener> listeners =
        builder.listeners.stream()
            .map(listener -> consent == null ? listener : new AllowedEvents(listener, consent))
            .toList();
    arousal = new ArousalWatch(state, listeners, builder.inferArousal ? consent : null);
    long transitNanos = builder.pulseTransit.toNanos();
    senses = new Senses(sources, state, listeners, arousal, forecast, transitNanos, new Entrance());
    slot.write(state.words());
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
      return senses.poll(nowNanos, allowed());
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
      published.clear();
      senses.wipe();
    }
  }

  /** Lets something be heard while it may be. */
  private final class Entrance implements Gate {
    @Override
    public boolean enter() {
      flow.enter();
      boolean may = allowed();
      wiped &= !may;
      return may;
    }

    @Override
    public void leave() {
      flow.leave();
    }
  }

  private void publish(long nowNanos) {
    flow.enter();
    try {
      endWhatIsNotAllowed();
      Lifetimes.forgetOld(state, nowNanos);
      state.stamp(nowNanos, senses.originNanos());
      Lifetimes.age(state, published, nowNanos);
      slot.write(published.words());
      forecast.publish();
    } finally {
      flow.leave();
    }
    senses.tellStates(nowNanos);
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
        sources.stream()
            .flatMap(source -> source.signals().stream())
            .map(s -> s.name() + " " + s.sampleRateHz() + " Hz")
            .toList());
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
    senses.close();
    flow.close();
  }

  /** What a session is made of. Not safe for use by several threads. */
  public static final class Builder {

    private final List<BiometricSource> sources = new ArrayList<>();
    private final List<BiometricListener> listeners = new ArrayList<>();
    private @Nullable Consent consent;
    private boolean inferArousal;
    private Duration pulseTransit = Duration.ofMillis(430);

    private Builder() {}

    /**
     * Adds a source of signals of this body; the session closes it. Compulsory; up to eight, whose
     * clocks are the session's, may tell of the same body: an ECG strap, a watch, a belt. What each
     * tells is weighed against the others.
     */
    public Builder source(BiometricSource value) {
      sources.add(Objects.requireNonNull(value, "source"));
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
      if (sources.isEmpty()) {
        throw new IllegalArgumentException("a session needs a source: call source(...)");
      }
      if (sources.size() > BiometricState.MAX_SOURCES) {
        throw new IllegalArgumentException(
            "a session takes at most 8 sources but was given " + sources.size());
      }
      if (inferArousal && consent == null) {
        throw new IllegalArgumentException("inferArousal() needs a consent: call consent(...)");
      }
      return new BiometricSession(this);
    }
  }
}
