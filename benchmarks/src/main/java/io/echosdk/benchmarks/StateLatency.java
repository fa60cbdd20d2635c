package io.echosdk.benchmarks;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.biometric.BiometricSession;
import io.echosdk.biometric.live.LiveFeed;
import io.echosdk.biometric.live.LiveSignal;
import io.echosdk.biometric.live.LiveSource;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * From the arrival of samples at a live source to the state that knows of them, as a reader sees it
 * that looks every 0.1 ms: ten samples of an ECG of 500 Hz every 20 ms, while two threads keep the
 * machine busy. It prints the machine's load as well, for others may keep it busy too.
 *
 * <p>{@code benchmarks/run StateLatency [SECONDS] [BUSY]}
 */
public final class StateLatency {

  private static final int FRAMES = 10;
  private static final long PACKET_NANOS = 20_000_000;
  private static final long LOOK_NANOS = 100_000;
  private static final int WARM_PACKETS = 250;

  private static volatile boolean ended; // written by main, read by the busy threads

  private StateLatency() {}

  /** Prints the latencies. */
  public static void main(String[] arguments) {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
    int busy = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
    PrintStream out = System.out;
    out.println("benchmarks/run StateLatency " + seconds + " " + busy);
    for (int i = 0; i < busy; i++) {
      keepBusy();
    }
    Signal ecg = new Signal("ecg", SignalKind.ECG, List.of("ecg"), "mV", 500);
    float[] wave = SyntheticEcg.wave(500, 60);
    long[] late = new long[seconds * 50];
    try (EchoRuntime runtime = EchoRuntime.create()) {
      LiveSource source =
          LiveSource.fed(
              List.of(new LiveSignal(ecg, LiveSignal.Timing.COUNTED)),
              2_000_000_000L,
              runtime.clock());
      try (BiometricSession session = BiometricSession.of(source).start(runtime)) {
        measure(runtime, source.feed(), session, wave, late);
      }
    }
    ended = true;
    Arrays.sort(late);
    out.printf(
        Locale.ROOT,
        "%d arrivals: median %.2f ms, p99 %.2f ms, most %.2f ms; load %.1f on %d cores%n",
        late.length,
        late[late.length / 2] * 1e-6,
        late[late.length * 99 / 100] * 1e-6,
        late[late.length - 1] * 1e-6,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        Runtime.getRuntime().availableProcessors());
  }

  private static void measure(
      EchoRuntime runtime, LiveFeed feed, BiometricSession session, float[] wave, long[] late) {
    BiometricState state = new BiometricState();
    float[] packet = new float[FRAMES];
    feed.connected();
    long next = runtime.clock().nanos();
    for (int i = -WARM_PACKETS; i < late.length; i++) {
      next += PACKET_NANOS;
      LockSupport.parkNanos(next - runtime.clock().nanos());
      int from = (i + WARM_PACKETS) * FRAMES % (wave.length - FRAMES);
      System.arraycopy(wave, from, packet, 0, FRAMES);
      long arrival = runtime.clock().nanos();
      feed.samples(0, LiveFeed.UNSTAMPED, arrival, packet, 0, FRAMES, 0);
      session.read(state);
      while (state.originNanos() < arrival) {
        LockSupport.parkNanos(LOOK_NANOS);
        session.read(state);
      }
      if (i >= 0) {
        late[i] = runtime.clock().nanos() - arrival;
      }
    }
  }

  private static void keepBusy() {
    Thread thread =
        new Thread(
            () -> {
              double sum = 0;
              while (!ended) {
                for (int i = 1; i < 100_000; i++) {
                  sum += Math.sqrt(i);
                }
              }
              if (sum < 0) {
                throw new AssertionError("sums of roots are positive");
              }
            },
            "busy");
    thread.setDaemon(true);
    thread.start();
  }
}
