package io.echosdk.biometric.live;

import io.echosdk.api.biometric.BiometricException;

/** Brings samples from a device; what {@link LiveSource} needs to be told of a way to do so. */
public interface LiveTransport extends AutoCloseable {

  /**
   * Connects, says so through {@link LiveFeed#connected}, and delivers until the connection is
   * lost; then returns, and is called again after a while. Runs on a thread of its own, which is
   * interrupted when the source is closed.
   *
   * @throws BiometricException if it cannot connect; {@link BiometricException.Kind#UNSUPPORTED}
   *     ends the source, every other kind is tried again
   * @throws InterruptedException if the source was closed meanwhile
   */
  void run(LiveFeed feed) throws InterruptedException;

  /** Lets go of sockets and devices, and makes {@link #run} return. Idempotent; from any thread. */
  @Override
  void close();
}
