package io.echosdk.biometric;

import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.testing.Waves;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A body whose signals are held in memory, which gives a session as many frames of one of them as
 * it is asked for at each poll, and notes what the session says of them.
 */
final class PlayedBody implements BiometricSource, BiometricListener {

  /** A signal and all its samples, interleaved, with the time of each frame. */
  record Track(Signal signal, float[] samples, long[] times) {

    /** Intervals between beats come when they end; frames of other signals at their rate. */
    static Track of(Signal signal, float[] samples) {
      long[] times = new long[samples.length / signal.channels().size()];
      double sum = 0;
      for (int i = 0; i < times.length; i++) {
        sum += signal.kind() == SignalKind.RR ? 1e6 * samples[i] : 1e9 / signal.sampleRateHz();
        times[i] = Math.round(sum);
      }
      return new Track(signal, samples, times);
    }

    int frames() {
      return times.length;
    }

    /** Returns how many frames have come by a second. */
    int framesBy(int second) {
      int found = Arrays.binarySearch(times, second * 1_000_000_000L);
      return found >= 0 ? found + 1 : -found - 1;
    }
  }

  private final List<Track> tracks;
  private final int[] given;
  private final List<Beat> told = new ArrayList<>();
  private final SourceState state = new SourceState.Live();
  private int track;
  private int until;
  private int flags;

  PlayedBody(List<Track> tracks) {
    this.tracks = tracks;
    given = new int[tracks.size()];
  }

  /** The signals of these kinds of a simulated body, until a second. */
  static List<Track> tracks(SimulatedSubject.Builder body, int seconds, SignalKind... kinds) {
    List<Track> tracks = new ArrayList<>();
    for (SignalKind kind : kinds) {
      List<float[]> blocks = new ArrayList<>();
      List<Signal> signals = new ArrayList<>();
      try (SimulatedSubject subject = body.build()) {
        subject.poll(0, (signal, time, origin, samples, offset, frames, flags) -> {});
        subject.poll(
            seconds * 1_000_000_000L,
            (signal, time, origin, samples, offset, frames, flags) -> {
              if (signal.kind() == kind) {
                int width = signal.channels().size();
                blocks.add(Arrays.copyOfRange(samples, offset, offset + frames * width));
                signals.add(signal);
              }
            });
      }
      tracks.add(Track.of(signals.get(0), Waves.joined(blocks)));
    }
    return tracks;
  }

  /** Gives the session a track's frames from where it stopped up to one; returns the time. */
  long give(BiometricSession session, int whose, int untilFrame, int withFlags) {
    track = whose;
    until = untilFrame;
    flags = withFlags;
    long now = tracks.get(whose).times[untilFrame - 1];
    session.poll(now);
    return now;
  }

  /** Leaves frames out. */
  void skip(int whose, int untilFrame) {
    given[whose] = untilFrame;
  }

  @Override
  public List<Signal> signals() {
    return tracks.stream().map(Track::signal).toList();
  }

  @Override
  public long poll(long nowNanos, SampleSink sink) {
    Track from = tracks.get(track);
    int width = from.signal.channels().size();
    int most = from.signal.kind() == SignalKind.RR ? 1 : until; // each comes by itself
    while (given[track] < until) {
      int at = given[track];
      int frames = Math.min(most, until - at);
      sink.accept(from.signal, from.times[at], 0, from.samples, at * width, frames, flags);
      given[track] += frames;
    }
    return nowNanos + 1;
  }

  @Override
  public SourceState state() {
    return state;
  }

  @Override
  public void close() {}

  @Override
  public void onBeat(Beat beat) {
    told.add(beat);
  }

  @Override
  public void onBeatFinal(Beat beat) {
    told.add(beat);
  }

  /** Every beat that was told, provisional or for good, in their order. */
  List<Beat> told() {
    return told;
  }

  /** Everything that a session says at a time, to the bit; what is unknown has no age. */
  static long[] bits(BiometricSession session, long now) {
    BiometricState state = new BiometricState();
    session.read(state);
    Metric[] metrics = Metric.values();
    long[] bits = new long[2 + 3 * metrics.length];
    bits[0] = state.beatCount();
    bits[1] = state.beatNanos();
    for (Metric metric : metrics) {
      int at = 2 + 3 * metric.ordinal();
      bits[at] = Double.doubleToLongBits(state.value(metric));
      bits[at + 1] = Double.doubleToLongBits(state.confidence(metric));
      bits[at + 2] = state.ageNanos(metric, now);
    }
    return bits;
  }
}
