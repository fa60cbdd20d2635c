package io.echosdk.biometric;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.BiometricStateSource;
import io.echosdk.api.biometric.ConsentException;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.Purpose;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hands a body's derived values, never samples, to somebody else one to four times a second, while
 * the participant allows {@link Purpose#SHARE} and {@link Purpose#VISUALISE}. When one of them ends
 * the receiver is told so, once, before {@link Consent#revoke} returns, and hears nothing more; a
 * later grant needs a new sharing.
 *
 * <p>Drive it with {@link #poll} from a loop of your own, or let {@link #start} do it.
 */
public final class BodySharing implements AutoCloseable {

  /** Where values go: a room's awareness, an application. */
  public interface Receiver {

    /** Takes what is known now, on the polling thread; must return quickly. */
    void onValues(SharedValues values);

    /**
     * Nothing more will come: take what was shown away. On the thread that ended the consent, or
     * closed the sharing.
     */
    void onEnd();
  }

  private static final long SECOND_NANOS = 1_000_000_000;

  private final BiometricStateSource body;
  private final Receiver receiver;
  private final Set<Metric> metrics;
  private final long intervalNanos;
  private final Flow flow;
  private final BiometricState state = new BiometricState(); // guarded by flow
  private boolean ended; // guarded by flow
  private boolean began; // of the polling thread, as is the next
  private long nextNanos;
  private volatile boolean closed; // written by close(), read by any
  private @Nullable Thread thread; // guarded by this

  private BodySharing(Builder builder, BiometricStateSource body, Receiver receiver) {
    this.body = body;
    this.receiver = receiver;
    metrics = builder.metrics;
    intervalNanos = Math.round(SECOND_NANOS / builder.ratePerSecond);
    flow = new Flow(builder.consent, this::end, Purpose.SHARE, Purpose.VISUALISE);
  }

  /** Returns a builder of a sharing under somebody's consent. */
  public static Builder under(Consent consent) {
    return new Builder(Objects.requireNonNull(consent, "consent"));
  }

  /**
   * Hands over what is known, if it is time.
   *
   * @param nowNanos the present on the session's clock
   * @return when to poll again, or {@link BiometricSource#END} after the end
   */
  public long poll(long nowNanos) {
    flow.enter();
    try {
      end();
      if (ended) {
        return BiometricSource.END;
      }
      if (!began || nowNanos - nextNanos >= 0) {
        began = true;
        nextNanos = nowNanos + intervalNanos;
        share();
      }
      return nextNanos;
    } finally {
      flow.leave();
    }
  }

  private void share() {
    body.read(state);
    List<SharedValues.Value> values = new ArrayList<>();
    for (Metric metric : metrics) {
      double value = state.value(metric);
      if (!Double.isNaN(value)) {
        values.add(new SharedValues.Value(metric, value, state.confidence(metric)));
      }
    }
    receiver.onValues(new SharedValues(state.timeNanos(), values));
  }

  /** Run under the flow's lock. */
  private void end() {
    if (!ended && (closed || !flow.allowed())) {
      ended = true;
      state.clear();
      receiver.onEnd();
    }
  }

  /**
   * Polls on a thread of the runtime until the sharing ends.
   *
   * @return this sharing
   */
  public synchronized BodySharing start(EchoRuntime runtime) {
    if (thread != null) {
      throw new IllegalStateException("the sharing was started before");
    }
    thread = runtime.start("share", () -> run(runtime.clock()));
    return this;
  }

  private void run(MediaClock clock) {
    try {
      long next = poll(clock.nanos());
      while (next != BiometricSource.END) {
        clock.sleepUntil(next);
        next = poll(clock.nanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // close() wants this thread to end
    }
  }

  /** Ends the sharing; the receiver is told if it was not yet. Idempotent; from any thread. */
  @Override
  public void close() {
    closed = true;
    flow.close();
    Thread running;
    synchronized (this) {
      running = thread;
    }
    if (running != null && running != Thread.currentThread()) {
      running.interrupt();
    }
  }

  /** What a sharing is made of. Not safe for use by several threads. */
  public static final class Builder {

    private final Consent consent;
    private @Nullable BiometricStateSource body;
    private @Nullable Receiver receiver;
    private double ratePerSecond = 1;
    private Set<Metric> metrics =
        EnumSet.of(Metric.HEART_RATE, Metric.COHERENCE, Metric.BREATH_RATE);

    private Builder(Consent consent) {
      this.consent = consent;
    }

    /** Sets whose values are shared: a session of the same participant. Compulsory. */
    public Builder body(BiometricStateSource value) {
      body = Objects.requireNonNull(value, "body");
      return this;
    }

    /** Sets where they go. Compulsory. */
    public Builder to(Receiver value) {
      receiver = Objects.requireNonNull(value, "receiver");
      return this;
    }

    /** Sets how often at most, 1 to 4 times a second; once if not called. */
    public Builder ratePerSecond(double value) {
      if (!(value >= 1 && value <= 4)) {
        throw new IllegalArgumentException("ratePerSecond must be 1 to 4 but is " + value);
      }
      ratePerSecond = value;
      return this;
    }

    /** Sets which metrics; heart rate, coherence and breath rate if not called. */
    public Builder metrics(Metric first, Metric... others) {
      metrics = EnumSet.of(first, others);
      return this;
    }

    /**
     * Builds the sharing. Nothing is handed over before it is polled or started.
     *
     * @throws ConsentException if the participant does not allow it
     */
    public BodySharing build() {
      if (body == null || receiver == null) {
        throw new IllegalArgumentException("a sharing needs a body and a receiver");
      }
      consent.require(Purpose.SHARE);
      consent.require(Purpose.VISUALISE);
      return new BodySharing(this, body, receiver);
    }
  }
}
