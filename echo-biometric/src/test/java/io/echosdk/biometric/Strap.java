package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import java.util.List;

/** Intervals of true beats, late by radio; after half a minute 30 a minute too many, or jumping. */
final class Strap implements BiometricSource {

  private static final Signal SIGNAL = new Signal("rr", SignalKind.RR, List.of("rr"), "ms", 1);
  private final List<Double> beats;
  private final boolean jumping;
  private final float[] interval = new float[1];
  private int next = 1;

  Strap(List<Double> beats, boolean jumping) {
    this.beats = beats;
    this.jumping = jumping;
  }

  @Override
  public List<Signal> signals() {
    return List.of(SIGNAL);
  }

  @Override
  public long poll(long nowNanos, SampleSink sink) {
    while (next < beats.size() && beats.get(next) + 0.2 + 0.05 * (next % 4) <= nowNanos * 1e-9) {
      double honest = 1000 * (beats.get(next) - beats.get(next - 1));
      boolean lies = beats.get(next) > 30 && (!jumping || next / 8 % 2 == 0);
      interval[0] = (float) (lies ? 60_000 / (60_000 / honest + 30) : honest);
      sink.accept(SIGNAL, nowNanos, nowNanos, interval, 0, 1, 0);
      next++;
    }
    return nowNanos + 20_000_000;
  }

  @Override
  public SourceState state() {
    return new SourceState.Live();
  }

  @Override
  public void close() {}
}
