package io.echosdk.api.biometric;

import java.util.List;

/**
 * A body, or the recording of one. A source has no thread: whoever drives it calls {@link #poll}
 * and sleeps until the time that it returns. One thread at a time; {@link #state()} and {@link
 * #close()} from any.
 */
public interface BiometricSource extends AutoCloseable {

  /** What {@link #poll} returns when nothing will follow. */
  long END = Long.MAX_VALUE;

  /** Returns the signals that this source delivers; known as soon as the source exists. */
  List<Signal> signals();

  /**
   * Delivers everything that is due.
   *
   * @param nowNanos the present on the session's clock; the first call defines when the recording
   *     begins
   * @param sink where samples go, on this thread, before this method returns
   * @return when to poll again, on the same clock, or {@link #END}
   * @throws BiometricException if the input is broken; what was sound before the break has been
   *     delivered
   */
  long poll(long nowNanos, SampleSink sink);

  /** Returns how the source is doing. */
  SourceState state();

  /** Lets go of files, sockets and devices. Idempotent. */
  @Override
  void close();
}
