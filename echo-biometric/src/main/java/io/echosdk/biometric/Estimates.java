package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import org.jspecify.annotations.Nullable;

/**
 * What one source tells of the body, the newest of every metric; where several sources tell of it,
 * also one by one, for {@link BodyFusion} to hear in the order of time.
 */
final class Estimates {

  private final BiometricState state;
  private final @Nullable TestimonyLog log;
  private final int source;
  private long originNanos;
  private long nowNanos;

  /** Of a session's only source: they go into its state as they are. */
  Estimates(BiometricState state) {
    this(state, null, 0);
  }

  /** Of one of several sources. */
  Estimates(BiometricState state, @Nullable TestimonyLog log, int source) {
    this.state = state;
    this.log = log;
    this.source = source;
  }

  /** Samples that arrived at a time are heard next. */
  void arrived(long nanos) {
    originNanos = nanos;
  }

  /** The sample that tells what follows was measured at a time. */
  void at(long nanos) {
    nowNanos = Math.min(nanos, originNanos);
  }

  /** Sets what is known about a metric, as {@link BiometricState#set} does. */
  void set(Metric metric, double value, double confidence, long timeNanos) {
    state.set(metric, value, confidence, timeNanos);
    if (log != null) {
      testify(Testimony.Kind.ESTIMATE).estimate(metric, value, confidence, timeNanos);
    }
  }

  /** Writes one more thing down for {@link BodyFusion}, to be filled in. */
  Testimony testify(Testimony.Kind kind) {
    if (log == null) {
      throw new IllegalStateException("the only source of a session has nobody to testify to");
    }
    return log.next(nowNanos, source, kind);
  }

  /** Forgets them. */
  void clear() {
    state.clear();
  }

  /** Returns how far movement that this source saw leaves a confidence as it is, 0 to 1. */
  double stillness(long timeNanos) {
    return Stillness.of(state, timeNanos);
  }
}
