package io.echosdk.biometric;

import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;

/** Makes meaning of one signal and writes it into the session's state. */
abstract class SignalChannel {

  final Signal signal;
  private final double nanosPerSample;
  private long batchTimeNanos;

  SignalChannel(Signal signal) {
    this.signal = signal;
    nanosPerSample = 1e9 / signal.sampleRateHz();
  }

  /** Takes a batch, as {@link SampleSink#accept} does. */
  final void accept(long timeNanos, long origin, float[] samples, int offset, int n, int flags) {
    if ((flags & (SampleSink.GAP | SampleSink.LEAD_OFF)) != 0) {
      gap();
    }
    batchTimeNanos = timeNanos;
    if ((flags & SampleSink.LEAD_OFF) == 0) {
      push(origin, samples, offset, n);
    }
  }

  /** Returns when the batch's sample so many places after its first was measured. */
  final long timeOf(double place) {
    return batchTimeNanos + nanos(place);
  }

  /** Returns how long so many samples last. */
  final long nanos(double samples) {
    return Math.round(samples * nanosPerSample);
  }

  abstract void push(long originNanos, float[] samples, int offset, int frames);

  /** What follows does not continue what came before. */
  abstract void gap();
}
