package io.echosdk.biometric.input;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Plays a recording as if the body were there. Channels of one signal, or where the file has no
 * signals those of one kind, unit and rate, make one signal.
 *
 * <p>A sample is stamped with the time of the first poll plus its own time in the recording,
 * whatever the speed: the recording's own time is kept, and only the moment of delivery changes.
 * Where the file says when a batch arrived, the batch is delivered whole at that time; else each
 * sample when it was measured. At unlimited speed each poll delivers one block.
 */
public final class ReplaySource implements BiometricSource {

  private static final double NANOS = 1e9;
  private static final long PACKET_NANOS = 10_000_000; // how often a live device would send

  private final Supplier<RecordingReader> opener;
  private final double speed;
  private final boolean loop;
  private final List<Track> tracks = new ArrayList<>();
  private final List<Signal> signals;
  private RecordingReader reader;
  private boolean started;
  private long startNanos;
  private long loopNanos; // where this round of a loop begins, since the first began
  private volatile SourceState state =
      new SourceState.Live(); // by the poller and close(), read by any

  /** One signal, the channels that make it, and how far it was delivered. */
  private static final class Track {
    final Signal signal;
    final int[] channels;
    float[] block = new float[0];
    int frames;
    int next;
    long baseNanos; // of the frame that delivered counts from
    long delivered;
    int flags;
    boolean flagsAlone;

    Track(Signal signal, int[] channels) {
      this.signal = signal;
      this.channels = channels;
    }

    long nanosOf(long frame) {
      return baseNanos + Math.round(frame * (NANOS / signal.sampleRateHz()));
    }

    boolean dry() {
      return next == frames && !flagsAlone;
    }
  }

  /**
   * Prepares a replay.
   *
   * @param opener opens the recording from its beginning; called again for every loop
   * @param speed times the recorded speed; infinite for one block each poll
   * @param loop whether to begin again at the end
   */
  public ReplaySource(Supplier<RecordingReader> opener, double speed, boolean loop) {
    this.opener = opener;
    this.speed = speed;
    this.loop = loop;
    reader = opener.get();
    group();
    signals = tracks.stream().map(track -> track.signal).toList();
  }

  private void group() {
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < reader.channels().size(); i++) {
      left.add(i);
    }
    while (!left.isEmpty()) {
      Channel first = reader.channels().get(left.get(0));
      List<Integer> members =
          left.stream().filter(i -> alike(first, reader.channels().get(i))).toList();
      left.removeAll(members);
      List<String> names = members.stream().map(i -> reader.channels().get(i).name()).toList();
      String name = first.signal().isEmpty() ? uniqueName(first.kind()) : first.signal();
      Signal signal = new Signal(name, first.kind(), names, first.unit(), first.sampleRateHz());
      tracks.add(new Track(signal, members.stream().mapToInt(i -> i).toArray()));
    }
  }

  private static boolean alike(Channel a, Channel b) {
    return a.signal().equals(b.signal())
        && a.kind() == b.kind()
        && a.unit().equals(b.unit())
        && a.sampleRateHz() == b.sampleRateHz();
  }

  private String uniqueName(SignalKind kind) {
    String name = kind.name().toLowerCase(Locale.ROOT);
    long before = tracks.stream().filter(track -> track.signal.kind() == kind).count();
    return before == 0 ? name : name + (before + 1);
  }

  @Override
  public List<Signal> signals() {
    return signals;
  }

  @Override
  public long poll(long nowNanos, SampleSink sink) {
    if (!(state instanceof SourceState.Live)) {
      return END;
    }
    if (!started) {
      started = true;
      startNanos = nowNanos;
    }
    try {
      return deliverUntil(nowNanos, sink);
    } catch (BiometricException e) {
      if (state instanceof SourceState.Live) {
        state = new SourceState.Failed(e.problem() + ": " + e.remedy());
        reader.close();
      }
      throw e;
    }
  }

  private long deliverUntil(long nowNanos, SampleSink sink) {
    boolean unlimited = Double.isInfinite(speed);
    double elapsed = unlimited ? Double.POSITIVE_INFINITY : (nowNanos - startNanos) * speed;
    do {
      boolean dry = deliverDue(elapsed, nowNanos, sink);
      if (!dry) {
        return nextPoll(nowNanos);
      }
      if (!nextBlock()) {
        close();
        return END;
      }
    } while (!unlimited);
    deliverDue(elapsed, nowNanos, sink);
    return nowNanos;
  }

  /** Delivers what is due of this block; returns whether nothing of it is left. */
  private boolean deliverDue(double elapsedNanos, long nowNanos, SampleSink sink) {
    long arrival = arrival();
    boolean dry = true;
    for (Track track : tracks) {
      if (arrival == RecordingReader.FOLLOWS) {
        double due = (elapsedNanos - track.baseNanos) * track.signal.sampleRateHz() / NANOS;
        deliver(track, Math.floor(due) + 1 - track.delivered, nowNanos, sink);
      } else if (arrival <= elapsedNanos) {
        boolean unlimited = Double.isInfinite(speed);
        long origin = unlimited ? nowNanos : startNanos + (long) (arrival / speed);
        deliver(track, Double.POSITIVE_INFINITY, Math.min(nowNanos, origin), sink);
      }
      dry &= track.dry();
    }
    return dry;
  }

  private long arrival() {
    long arrival = reader.arrivalNanos();
    return arrival == RecordingReader.FOLLOWS ? arrival : loopNanos + arrival;
  }

  private void deliver(Track track, double due, long originNanos, SampleSink sink) {
    int frames = (int) Math.min(track.frames - track.next, due);
    if (frames <= 0 && !track.flagsAlone) {
      return;
    }
    int width = track.channels.length;
    sink.accept(
        track.signal,
        startNanos + track.nanosOf(track.delivered),
        originNanos,
        track.block,
        track.next * width,
        frames,
        track.flags);
    track.flags = 0;
    track.flagsAlone = false;
    track.next += frames;
    track.delivered += frames;
  }

  /**
   * When the batch arrives; or when a packet's worth has become due, but no earlier than the next
   * sample.
   */
  private long nextPoll(long nowNanos) {
    if (arrival() != RecordingReader.FOLLOWS) {
      return Math.max(nowNanos, startNanos + (long) Math.ceil(arrival() / speed));
    }
    double next = Double.POSITIVE_INFINITY;
    for (Track track : tracks) {
      if (track.next < track.frames) {
        next = Math.min(next, track.nanosOf(track.delivered) / speed);
      }
    }
    return Math.max(startNanos + (long) Math.ceil(next), nowNanos + PACKET_NANOS);
  }

  private boolean nextBlock() {
    if (reader.advance()) {
      fill();
      return true;
    }
    if (!loop) {
      return false;
    }
    reader.close();
    reader = opener.get();
    for (Track track : tracks) {
      loopNanos = Math.max(loopNanos, track.nanosOf(track.delivered));
      track.flags = SampleSink.GAP;
    }
    boolean any = reader.advance();
    if (any) {
      fill();
    }
    return any;
  }

  private void fill() {
    for (Track track : tracks) {
      int width = track.channels.length;
      int first = track.channels[0];
      track.frames = reader.count(first);
      track.next = 0;
      track.flags |= reader.flags(first);
      track.flagsAlone = track.frames == 0 && reader.flags(first) != 0;
      if (reader.nanos(first) != RecordingReader.FOLLOWS) {
        track.baseNanos = loopNanos + reader.nanos(first);
        track.delivered = 0;
      }
      if (track.block.length < track.frames * width) {
        track.block = new float[track.frames * width];
      }
      for (int c = 0; c < width; c++) {
        float[] samples = reader.samples(track.channels[c]);
        for (int i = 0; i < track.frames; i++) {
          track.block[i * width + c] = samples[i];
        }
      }
    }
  }

  @Override
  public SourceState state() {
    return state;
  }

  @Override
  public void close() {
    if (state instanceof SourceState.Live) {
      state = new SourceState.Closed();
      reader.close();
    }
  }
}
