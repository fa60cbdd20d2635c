package io.echosdk.server;

import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SourceState;
import java.util.List;

/** A source whose heart signal is also drawn. */
final class TracedSource implements BiometricSource {

  private final BiometricSource source;
  private final HeartTrace trace;

  TracedSource(BiometricSource source, HeartTrace trace) {
    this.source = source;
    this.trace = trace;
  }

  @Override
  public List<Signal> signals() {
    return source.signals();
  }

  @Override
  public long poll(long nowNanos, SampleSink sink) {
    return source.poll(
        nowNanos,
        (signal, timeNanos, originNanos, samples, offset, frames, flags) -> {
          trace.add(signal, samples, offset, frames);
          sink.accept(signal, timeNanos, originNanos, samples, offset, frames, flags);
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
