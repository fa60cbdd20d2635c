package io.echosdk.biometric;

import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.biometric.lsl.LslSender;

/**
 * Offers one signal to the network through the Lab Streaming Layer, for recorders and laboratories.
 * Safe for use from any thread.
 */
public final class LslOutlet implements SampleSink, AutoCloseable {

  private final Signal signal;
  private final LslSender sender;

  private LslOutlet(Signal signal, LslSender sender) {
    this.signal = signal;
    this.sender = sender;
  }

  /**
   * Opens a stream.
   *
   * @param signal what will be sent; its name, kind, channels and rate describe the stream
   * @param sourceId tells this stream from others of the same name; a receiver that lost it finds
   *     it again by this
   * @param clock that the times of samples are in
   * @throws io.echosdk.api.biometric.BiometricException of kind UNSUPPORTED where JNA or liblsl is
   *     missing
   */
  public static LslOutlet open(Signal signal, String sourceId, MediaClock clock) {
    Optionals.requireJna();
    return new LslOutlet(signal, new LslSender(signal, sourceId, clock));
  }

  /** Sends samples of the outlet's signal; those of others are passed over. */
  @Override
  public void accept(
      Signal from, long time, long origin, float[] samples, int offset, int frames, int flags) {
    if (from.equals(signal) && frames > 0) {
      sender.send(time, samples, offset, frames);
    }
  }

  /** Returns whether somebody takes the stream now. */
  public boolean taken() {
    return sender.taken();
  }

  /** Ends the stream. Idempotent. */
  @Override
  public void close() {
    sender.close();
  }
}
