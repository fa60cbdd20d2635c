package io.echosdk.biometric;

import io.echosdk.api.biometric.ArousalPeak;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.Purpose;
import io.echosdk.biometric.arousal.ArousalMeter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets an {@link ArousalMeter} look at a session's state while its participant allows it. Time is
 * that of the samples, so what is decided does not depend on how often the session is polled.
 */
final class ArousalWatch {

  private static final long LONGEST_HOLE_NANOS = 60_000_000_000L;

  private final BiometricState state;
  private final List<BiometricListener> listeners;
  private final @Nullable Consent consent;
  private @Nullable ArousalMeter meter;
  private boolean anyTick;
  private long nextNanos;

  /** Watches; without a consent, or while it does not allow it, nothing. */
  ArousalWatch(BiometricState state, List<BiometricListener> listeners, @Nullable Consent consent) {
    this.state = state;
    this.listeners = listeners;
    this.consent = consent;
  }

  /** Samples from a time on are about to be heard, so everything before is known. */
  void reach(long nanos) {
    if (!allowed()) {
      return;
    }
    if (!anyTick || nanos - nextNanos > LONGEST_HOLE_NANOS) {
      anyTick = true;
      nextNanos = nanos;
    }
    for (; nextNanos <= nanos; nextNanos += ArousalMeter.TICK_NANOS) {
      tick();
    }
  }

  /** Forgets the baseline once inferring is no longer allowed; returns whether it is. */
  boolean allowed() {
    boolean allowed = consent != null && consent.allows(Purpose.INFER_AROUSAL);
    if (!allowed && meter != null) {
      forget();
    }
    return allowed;
  }

  /** Forgets everything about the person. */
  void forget() {
    if (meter != null) {
      Wipe.all(meter);
      meter = null;
    }
    anyTick = false;
    state.set(Metric.AROUSAL, Double.NaN, 0, 0);
  }

  private void tick() {
    if (meter == null) {
      meter = new ArousalMeter();
    }
    ArousalPeak peak = meter.tick(state, nextNanos);
    if (peak != null) {
      for (BiometricListener listener : listeners) {
        listener.onArousalPeak(peak);
      }
    }
  }
}
