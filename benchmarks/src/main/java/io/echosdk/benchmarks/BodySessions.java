package io.echosdk.benchmarks;

import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.biometric.BiometricSession;
import io.echosdk.biometric.SimulatedSubject;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Processor time and allocation of many bodies at once: ECG 500 Hz, eight EEG channels of 256 Hz,
 * acceleration 100 Hz, pulse, belt and skin, polled 50 times a second. The samples are simulated
 * beforehand, a minute of a few people, which all participants share at different places.
 *
 * <p>{@code benchmarks/run BodySessions [PARTICIPANTS] [SECONDS]}
 */
public final class BodySessions {

  private static final int PEOPLE = 4;
  private static final int PACKETS = 60 * 50;
  private static final long PACKET_NANOS = 20_000_000;
  private static final int WARM_SECONDS = 70;

  private BodySessions() {}

  /** Prints the processor seconds of a second of all participants. */
  public static void main(String[] arguments) {
    int participants = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
    PrintStream out = System.out;
    out.println("benchmarks/run BodySessions " + participants + " " + seconds);
    List<Tape> tapes = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      tapes.add(new Tape(i));
    }
    List<BiometricSession> sessions = new ArrayList<>();
    for (int i = 0; i < participants; i++) {
      sessions.add(BiometricSession.of(new Player(tapes.get(i % PEOPLE), 7 * i)));
    }
    run(sessions, 0, 2);
    run(sessions, 2, WARM_SECONDS);
    for (int round = 0; round < 3; round++) {
      int from = WARM_SECONDS + round * seconds;
      long before = cpu();
      long allocatedBefore = allocated();
      run(sessions, from, from + seconds);
      double used = (cpu() - before) * 1e-9;
      double bytes = allocated() - allocatedBefore;
      out.printf(
          Locale.ROOT,
          "%d participants, %d s: %.2f s of one core, %.3f for each second, %.3f B for each poll%n",
          participants,
          seconds,
          used,
          used / seconds,
          bytes / (50.0 * seconds * participants));
    }
    sessions.forEach(BiometricSession::close);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private static void run(List<BiometricSession> sessions, int from, int to) {
    for (long now = from * 1_000_000_000L; now < to * 1_000_000_000L; now += PACKET_NANOS) {
      for (BiometricSession session : sessions) {
        session.poll(now);
      }
    }
  }

  /** One batch of one signal. */
  private record Batch(Signal signal, float[] samples, int frames) {}

  /** A minute of one person. */
  private static final class Tape {
    final List<Signal> signals;
    final List<List<Batch>> packets = new ArrayList<>();

    Tape(int seed) {
      SimulatedSubject subject =
          SimulatedSubject.builder()
              .seed(seed + 1L)
              .heartRateBpm(60 + 5 * seed)
              .ecgRateHz(500)
              .eegRateHz(256)
              .eegChannels("Fp1", "Fp2", "C3", "C4", "P7", "P8", "O1", "O2")
              .accelerationRateHz(100)
              .build();
      signals = subject.signals();
      subject.poll(0, (signal, time, origin, samples, offset, frames, flags) -> {});
      for (int i = 1; i <= PACKETS; i++) {
        List<Batch> packet = new ArrayList<>();
        subject.poll(
            i * PACKET_NANOS,
            (signal, time, origin, samples, offset, frames, flags) ->
                packet.add(
                    new Batch(
                        signal,
                        java.util.Arrays.copyOfRange(
                            samples, offset, offset + frames * signal.channels().size()),
                        frames)));
        packets.add(packet);
      }
    }
  }

  /** Plays a tape round and round. */
  private static final class Player implements BiometricSource {
    private final Tape tape;
    private int place;

    Player(Tape tape, int place) {
      this.tape = tape;
      this.place = place;
    }

    @Override
    public List<Signal> signals() {
      return tape.signals;
    }

    @Override
    public long poll(long nowNanos, SampleSink sink) {
      List<Batch> packet = tape.packets.get(place % PACKETS);
      place++;
      for (int i = 0; i < packet.size(); i++) {
        Batch batch = packet.get(i);
        sink.accept(batch.signal, nowNanos, nowNanos, batch.samples, 0, batch.frames, 0);
      }
      return nowNanos + PACKET_NANOS;
    }

    @Override
    public SourceState state() {
      return LIVE;
    }

    @Override
    public void close() {}

    private static final SourceState LIVE = new SourceState.Live();
  }
}
