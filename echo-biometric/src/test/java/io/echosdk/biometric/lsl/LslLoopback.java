package io.echosdk.biometric.lsl;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.biometric.LiveSources;
import io.echosdk.biometric.LslOutlet;
import java.util.ArrayList;
import java.util.List;

/** Sends a stream to itself, loses it, finds it again; prints OK or what was wrong. */
final class LslLoopback {

  private static final Signal ECG =
      new Signal("echo-loopback", SignalKind.ECG, List.of("I", "II"), "mV", 250);
  private static final long STEP = 4_000_000;

  private final EchoRuntime runtime;
  private final List<Double> lateMillis = new ArrayList<>();
  private final List<SourceState> states = new ArrayList<>();
  private long lastTime = Long.MIN_VALUE;
  private int lastValue = -1;
  private int sent;

  private LslLoopback(EchoRuntime runtime) {
    this.runtime = runtime;
  }

  public static void main(String[] arguments) throws InterruptedException {
    try (EchoRuntime runtime = EchoRuntime.create()) {
      new LslLoopback(runtime).run();
      System.out.println("OK");
    } catch (BiometricException e) {
      System.out.println(e.kind() + ": " + e.getMessage());
    }
  }

  private void run() throws InterruptedException {
    LslOutlet outlet = LslOutlet.open(ECG, "echo-loopback-1", runtime.clock());
    BiometricSource source = LiveSources.lsl(runtime, "echo-loopback");
    Signal signal = source.signals().get(0);
    check(signal.kind() == SignalKind.ECG, "kind " + signal);
    check(signal.channels().equals(ECG.channels()), "channels " + signal);
    check(LslStream.find(1).stream().anyMatch(s -> s.name().equals("echo-loopback")), "find");
    send(outlet, source, 500);
    check(source.state().equals(new SourceState.Live()), "state " + source.state());
    check(lateMillis.size() > 200, "only " + lateMillis.size() + " samples came");
    List<Double> sorted = lateMillis.stream().sorted().toList();
    System.out.println(
        "told - true, ms: p50 "
            + sorted.get(sorted.size() / 2)
            + ", p1 "
            + sorted.get(sorted.size() / 100)
            + ", p99 "
            + sorted.get(sorted.size() * 99 / 100));
    check(Math.abs(sorted.get(sorted.size() / 2)) < 5, "the times are off");
    long silent = runtime.clock().nanos() + 3_000_000_000L; // nothing will have come until then
    source.poll(silent, (signal1, time, origin, samples, offset, frames, flags) -> {});
    check(
        source.state().equals(new SourceState.Stale("nothing arrived for more than 2 seconds")),
        "silent: " + source.state());
    outlet.close();
    for (int i = 0; i < 500 && !(source.state() instanceof SourceState.Reconnecting); i++) {
      pollOnce(source);
    }
    check(source.state() instanceof SourceState.Reconnecting, "lost: " + source.state());
    outlet = LslOutlet.open(ECG, "echo-loopback-1", runtime.clock());
    lateMillis.clear();
    for (int i = 0; i < 40 && lateMillis.isEmpty(); i++) {
      send(outlet, source, 100);
    }
    check(!lateMillis.isEmpty(), "did not come back: " + source.state());
    source.close();
    outlet.close();
    check(runtime.liveThreads().isEmpty(), "threads left: " + runtime.liveThreads());
    System.out.println(states);
  }

  private void send(LslOutlet outlet, BiometricSource source, int count)
      throws InterruptedException {
    long time = runtime.clock().nanos();
    for (int i = 0; i < count; i++) {
      time += STEP;
      runtime.clock().sleepUntil(time);
      stamps[sent % stamps.length] = time;
      outlet.accept(ECG, time, time, new float[] {sent, -sent}, 0, 1, 0);
      sent++;
      poll(source);
    }
  }

  private final long[] stamps = new long[100_000];

  private void pollOnce(BiometricSource source) throws InterruptedException {
    runtime.clock().sleepUntil(runtime.clock().nanos() + 10_000_000);
    poll(source);
  }

  private void poll(BiometricSource source) {
    source.poll(
        runtime.clock().nanos(),
        (signal, time, origin, samples, offset, frames, flags) -> {
          for (int i = 0; i < frames; i++) {
            int value = (int) samples[offset + 2 * i];
            long told = time + i * STEP;
            check(value > lastValue, "value " + value + " after " + lastValue);
            check(told > lastTime, "time went back");
            check(samples[offset + 2 * i + 1] == -value, "channels mixed");
            lastValue = value;
            lastTime = told;
            lateMillis.add((told - stamps[value]) / 1e6);
          }
        });
    if (states.isEmpty() || !states.get(states.size() - 1).equals(source.state())) {
      states.add(source.state());
    }
  }

  private static void check(boolean right, String otherwise) {
    if (!right) {
      throw new AssertionError(otherwise);
    }
  }
}
