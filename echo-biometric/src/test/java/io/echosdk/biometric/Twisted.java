package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SourceState;
import java.util.Arrays;
import java.util.List;

/** Another source, cut into other batches or made to lie from a moment on. */
final class Twisted implements BiometricSource {

  private final BiometricSource honest;
  private int most = Integer.MAX_VALUE;
  private String lie = "";
  private long fromNanos = Long.MAX_VALUE;

  Twisted(BiometricSource honest) {
    this.honest = honest;
  }

  Twisted cut(int frames) {
    most = frames;
    return this;
  }

  Twisted lie(Enum<?> newLie, long nanos) {
    lie = newLie.name();
    fromNanos = nanos;
    return this;
  }

  @Override
  public List<Signal> signals() {
    return honest.signals();
  }

  @Override
  public long poll(long nowNanos, SampleSink sink) {
    if (nowNanos >= fromNanos && lie.equals("THROWS")) {
      throw new IllegalStateException("broken on purpose");
    }
    return honest.poll(
        nowNanos,
        (signal, time, origin, samples, offset, frames, flags) -> {
          int width = signal.channels().size();
          for (int from = 0; from < frames; from += Math.min(most, frames - from)) {
            int count = Math.min(most, frames - from);
            long start = time + Math.round(from * 1e9 / signal.sampleRateHz());
            float[] part =
                Arrays.copyOfRange(samples, offset + from * width, offset + (from + count) * width);
            give(signal, start, origin, part, count, from == 0 ? flags : 0, sink);
          }
        });
  }

  private void give(
      Signal signal, long time, long origin, float[] part, int n, int flags, SampleSink sink) {
    long second = 1_000_000_000;
    switch (origin < fromNanos ? "" : lie) {
      case "DEAD" -> {}
      case "CONSTANT" -> {
        Arrays.fill(part, 0.25f);
        sink.accept(signal, time, origin, part, 0, n, flags);
      }
      case "NOT_A_NUMBER" -> {
        Arrays.fill(part, Float.NaN);
        sink.accept(signal, time, origin, part, 0, n, flags);
      }
      case "BACKWARDS" -> sink.accept(signal, 2 * fromNanos - time, origin, part, 0, n, flags);
      case "AHEAD" -> sink.accept(signal, time + 3600 * second, origin, part, 0, n, flags);
      case "FLOOD" -> {
        for (int i = 0; i < 20; i++) {
          long crowded = time + i * (long) (n * 1e9 / signal.sampleRateHz() / 20);
          sink.accept(signal, crowded, origin, part, 0, n, flags);
        }
      }
      default -> sink.accept(signal, time, origin, part, 0, n, flags);
    }
  }

  @Override
  public SourceState state() {
    return honest.state();
  }

  @Override
  public void close() {
    honest.close();
  }
}
