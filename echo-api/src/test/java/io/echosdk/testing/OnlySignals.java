package io.echosdk.testing;

import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import java.util.List;
import java.util.Set;

/** Some kinds of another source's signals. */
public record OnlySignals(BiometricSource whole, Set<SignalKind> kinds) implements BiometricSource {

  @Override
  public List<Signal> signals() {
    return whole.signals().stream().filter(signal -> kinds.contains(signal.kind())).toList();
  }

  @Override
  public long poll(long nowNanos, SampleSink sink) {
    return whole.poll(
        nowNanos,
        (signal, time, origin, samples, offset, n, flags) -> {
          if (kinds.contains(signal.kind())) {
            sink.accept(signal, time, origin, samples, offset, n, flags);
          }
        });
  }

  @Override
  public SourceState state() {
    return whole.state();
  }

  @Override
  public void close() {
    whole.close();
  }
}
