package io.echosdk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.biometric.BiometricSession;
import io.echosdk.biometric.SimulatedSubject;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FusionAllocationTest {

  private static final int SAMPLES = 42_240; // a minute
  private static final int WARM = 1; // minutes, in which the JVM links what is called
  private static final int ROUNDS = 6;

  @Test
  void samplesOfSeveralSourcesCostNoAllocation() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (BiometricSession session =
        BiometricSession.builder()
            .source(new Tape(Set.of(SignalKind.ECG, SignalKind.ACCELERATION), 60))
            .source(new Tape(Set.of(SignalKind.PPG, SignalKind.EDA), 60))
            .source(new Tape(Set.of(SignalKind.EEG, SignalKind.RESPIRATION), 60))
            .build()) {
      BiometricState state = new BiometricState();
      long least = Long.MAX_VALUE; // compilers put a little on the thread that they interrupt
      for (int round = 0; round < ROUNDS; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        long beats = state.beatCount();
        for (int i = 0; i < 60 * 50; i++) {
          session.poll((round * 3000L + i) * Tape.PACKET_NANOS);
        }
        session.read(state);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(state.beatCount() - beats).isGreaterThan(50);
        least = round < WARM ? least : Math.min(least, allocated);
      }
      assertThat(least).as("bytes for a minute of %d samples", SAMPLES).isLessThan(1000);
    }
  }

  /** Plays some signals of a simulated person, round and round, without allocating. */
  private static final class Tape implements BiometricSource {

    static final long PACKET_NANOS = 20_000_000;
    private static final SourceState LIVE = new SourceState.Live();

    private record Batch(Signal signal, long timeNanos, float[] samples, int frames) {}

    private final List<Signal> signals;
    private final Batch[][] packets;
    private final long lengthNanos;

    Tape(Set<SignalKind> kinds, int seconds) {
      SimulatedSubject source = SimulatedSubject.builder().onlyScripted().build();
      signals = source.signals().stream().filter(s -> kinds.contains(s.kind())).toList();
      lengthNanos = seconds * 50 * PACKET_NANOS;
      packets = new Batch[seconds * 50][];
      source.poll(0, (signal, time, origin, samples, offset, frames, flags) -> {});
      for (int i = 0; i < packets.length; i++) {
        List<Batch> packet = new ArrayList<>();
        source.poll(
            (i + 1) * PACKET_NANOS,
            (signal, time, origin, samples, offset, frames, flags) -> {
              if (!kinds.contains(signal.kind())) {
                return;
              }
              int end = offset + frames * signal.channels().size();
              packet.add(new Batch(signal, time, Arrays.copyOfRange(samples, offset, end), frames));
            });
        packets[i] = packet.toArray(new Batch[0]);
      }
    }

    @Override
    public List<Signal> signals() {
      return signals;
    }

    @Override
    public long poll(long nowNanos, SampleSink sink) {
      long rounds = nowNanos / lengthNanos;
      for (Batch batch : packets[(int) (nowNanos % lengthNanos / PACKET_NANOS)]) {
        long time = rounds * lengthNanos + batch.timeNanos;
        sink.accept(batch.signal, time, nowNanos, batch.samples, 0, batch.frames, 0);
      }
      return nowNanos + PACKET_NANOS;
    }

    @Override
    public SourceState state() {
      return LIVE;
    }

    @Override
    public void close() {}
  }
}
