package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.ConsentGate;
import io.echosdk.api.biometric.Purpose;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SourceState;
import java.util.List;

/** A recording that plays while its participant allows the purpose. */
record ConsentedReplay(BiometricSource source, ConsentGate consent, Purpose purpose)
    implements BiometricSource {

  @Override
  public List<Signal> signals() {
    return source.signals();
  }

  @Override
  public long poll(long nowNanos, SampleSink sink) {
    consent.require(purpose);
    return source.poll(
        nowNanos,
        (signal, time, origin, samples, offset, frames, flags) -> {
          consent.require(purpose);
          sink.accept(signal, time, origin, samples, offset, frames, flags);
        });
  }

  @Override
  public SourceState state() {
    return source.state();
  }

  @Override
  public void close() {
    source.close();
  }
}
