package io.echosdk.biometric.bluez;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.biometric.LiveSources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Takes everything from the mock Polar device until the link broke and came back, or the source
 * failed; prints what came and how the source was.
 */
final class PolarLoopback {

  private static final long LIMIT_NANOS = 55_000_000_000L;

  private final List<String> states = new ArrayList<>();
  private final Map<String, Set<String>> values = new TreeMap<>();
  private final Map<String, Integer> sinceBack = new TreeMap<>();
  private final Map<String, Long> times = new TreeMap<>();
  private boolean back;
  private boolean went;

  private PolarLoopback() {}

  public static void main(String[] arguments) throws InterruptedException {
    try (EchoRuntime runtime = EchoRuntime.create()) {
      new PolarLoopback().run(runtime, arguments[0]);
      long end = runtime.clock().nanos() + LIMIT_NANOS;
      while (!runtime.liveThreads().isEmpty() && runtime.clock().nanos() < end) {
        runtime.clock().sleepUntil(runtime.clock().nanos() + 5_000_000); // close() waits 2 s only
      }
      System.out.println("threads " + runtime.liveThreads());
    }
  }

  private void run(EchoRuntime runtime, String address) throws InterruptedException {
    Set<SignalKind> all =
        Set.of(SignalKind.ECG, SignalKind.ACCELERATION, SignalKind.PPG, SignalKind.RR);
    BiometricSource source = LiveSources.polar(runtime, address, all);
    System.out.println(
        "signals " + source.signals().stream().map(s -> s.name() + s.channels()).toList());
    long end = runtime.clock().nanos() + LIMIT_NANOS;
    long next = 0;
    while (next != BiometricSource.END && runtime.clock().nanos() < end && !whole()) {
      next = source.poll(runtime.clock().nanos(), this::accept);
      note(source.state());
      if (next != BiometricSource.END) {
        runtime.clock().sleepUntil(next);
      }
    }
    System.out.println("states " + states);
    System.out.println("state " + source.state());
    source.close();
    values.forEach((name, seen) -> System.out.println(name + " " + seen));
    System.out.println("after the link came back " + sinceBack.keySet());
    System.out.println("backwards " + went);
  }

  private boolean whole() {
    return back && sinceBack.size() == 5;
  }

  private void note(SourceState state) {
    String name = state.getClass().getSimpleName();
    if (states.isEmpty() || !states.get(states.size() - 1).equals(name)) {
      states.add(name);
    }
    back |= states.indexOf("Reconnecting") > 0 && !name.equals("Reconnecting");
  }

  private void accept(
      io.echosdk.api.biometric.Signal signal,
      long time,
      long origin,
      float[] samples,
      int offset,
      int frames,
      int flags) {
    String name = signal.name();
    Long before = times.put(name, time);
    went |= before != null && time < before;
    if (back) {
      sinceBack.merge(name, frames, Integer::sum);
    }
    int width = signal.channels().size();
    for (int i = 0; i < frames; i++) {
      StringBuilder sample = new StringBuilder();
      for (int c = name.equals("ppg") || name.equals("acc") ? 1 : 0; c < width; c++) {
        sample.append(c > 0 ? "/" : "").append(samples[offset + i * width + c]);
      }
      values.computeIfAbsent(name, each -> new TreeSet<>()).add(sample.toString());
    }
  }
}
