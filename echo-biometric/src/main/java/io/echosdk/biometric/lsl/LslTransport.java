package io.echosdk.biometric.lsl;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import io.echosdk.api.EchoRuntime;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.biometric.live.LiveFeed;
import io.echosdk.biometric.live.LiveSignal;
import io.echosdk.biometric.live.LiveSignal.Timing;
import io.echosdk.biometric.live.LiveTransport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes one stream of the Lab Streaming Layer. The offset of the sender's clock is probed on a
 * thread of its own, because that may take seconds and the pulling thread must not wait.
 */
public final class LslTransport implements LiveTransport {

  private static final double SLICE_SECONDS = 0.1; // how soon a closed source is noticed
  private static final double FIND_SECONDS = 1;
  private static final double CONNECT_SECONDS = 5;
  private static final int BUFFER_SECONDS = 10;
  private static final int CHUNK = 512;
  private static final long PROBE_NANOS = 5_000_000_000L;
  private static final long HOLE_NANOS = 100_000_000;

  private final EchoRuntime runtime;
  private final LslStream stream;
  private final LiveSignal signal;
  private final float scale;
  private final Memory error = new Memory(4);
  private volatile boolean closed; // written by close(), read by any
  private volatile long toEcho; // written by the probing thread: sender's stamp to Echo's clock
  private volatile boolean probed;
  private long nextStamp = Long.MIN_VALUE;

  /**
   * Looks for a stream.
   *
   * @param name the stream's name
   * @param seconds for how long to look
   * @throws BiometricException if there is none, it carries words, or the library is not here
   */
  public LslTransport(EchoRuntime runtime, String name, double seconds) {
    this.runtime = runtime;
    LslLibrary.load();
    if (name.isEmpty() || name.indexOf('\'') >= 0 || name.indexOf('"') >= 0) {
      throw new IllegalArgumentException("the name of a stream must not be empty or have quotes");
    }
    Pointer info = resolve("name", name, seconds);
    if (info == null) {
      throw new BiometricException(
          BiometricException.Kind.NOT_FOUND,
          "there is no stream '" + name + "' on this network",
          "start its sender, or see what there is with: echo sources");
    }
    Pointer inlet = LslLibrary.lsl_create_inlet(info, 1, 0, 0);
    Pointer full = LslLibrary.lsl_get_fullinfo(inlet, CONNECT_SECONDS, error);
    try {
      Pointer known = full == null ? info : full;
      stream = LslStream.of(known);
      if (stream.text() || stream.channels() > LiveSignal.MAX_CHANNELS) {
        throw new BiometricException(
            BiometricException.Kind.UNSUPPORTED,
            "the stream '" + name + "' carries words, or more than 256 channels",
            "choose another");
      }
      List<String> units = channels(known, "unit");
      scale = scale(stream, units.get(0));
      Signal made = stream.signal(channels(known, "label"), units.get(0));
      signal = new LiveSignal(made, stream.rateHz() > 0 ? Timing.PROBED : Timing.ARRIVAL);
    } finally {
      LslLibrary.lsl_destroy_inlet(inlet);
      LslLibrary.lsl_destroy_streaminfo(info);
      if (full != null) {
        LslLibrary.lsl_destroy_streaminfo(full);
      }
    }
  }

  private static @Nullable Pointer resolve(String property, String value, double seconds) {
    Memory buffer = new Memory(Native.POINTER_SIZE);
    int count = LslLibrary.lsl_resolve_byprop(buffer, 1, property, value, 1, seconds);
    return count < 1 ? null : buffer.getPointer(0);
  }

  /** What the stream says of each channel; made up where it says nothing. */
  private static List<String> channels(Pointer info, String what) {
    List<String> said = new ArrayList<>();
    int count = LslLibrary.lsl_get_channel_count(info);
    Pointer list = LslLibrary.lsl_child(LslLibrary.lsl_get_desc(info), "channels");
    Pointer channel = LslLibrary.lsl_child(list, "channel");
    for (int i = 0; i < count; i++) {
      boolean there = LslLibrary.lsl_empty(channel) == 0;
      String value = there ? LslLibrary.lsl_child_value_n(channel, what) : "";
      boolean label = what.equals("label") && value.isEmpty();
      said.add(label ? String.valueOf(i + 1) : value);
      channel = there ? LslLibrary.lsl_next_sibling_n(channel, "channel") : channel;
    }
    return said;
  }

  private static float scale(LslStream stream, String unit) {
    boolean ecg = stream.type().equalsIgnoreCase("ecg") || stream.type().equalsIgnoreCase("ekg");
    return ecg && (unit.startsWith("micro") || unit.equalsIgnoreCase("uV") || unit.equals("µV"))
        ? 1e-3f
        : 1;
  }

  /** Returns the signal that the stream carries. */
  public LiveSignal signal() {
    return signal;
  }

  @Override
  public void run(LiveFeed feed) throws InterruptedException {
    Pointer info = find();
    if (info == null) {
      throw new BiometricException(
          BiometricException.Kind.NOT_FOUND, "the stream is gone", "start its sender again");
    }
    Pointer inlet = LslLibrary.lsl_create_inlet(info, BUFFER_SECONDS, 0, 0);
    LslLibrary.lsl_destroy_streaminfo(info);
    Thread prober = null;
    boolean[] done = {false};
    try {
      error.setInt(0, 0);
      LslLibrary.lsl_open_stream(inlet, CONNECT_SECONDS, error);
      if (error.getInt(0) == 0) {
        prober = runtime.start("lsl-clock", () -> probe(inlet, done));
        feed.connected();
        nextStamp = Long.MIN_VALUE;
        pull(inlet, feed);
      }
    } finally {
      end(prober, done);
      LslLibrary.lsl_destroy_inlet(inlet);
    }
  }

  private @Nullable Pointer find() throws InterruptedException {
    boolean byId = !stream.sourceId().isEmpty();
    String value = byId ? stream.sourceId() : stream.name();
    Pointer found = null;
    for (double waited = 0; found == null && waited < FIND_SECONDS; waited += SLICE_SECONDS) {
      if (closed || Thread.interrupted()) {
        throw new InterruptedException();
      }
      found = resolve(byId ? "source_id" : "name", value, SLICE_SECONDS);
    }
    return found;
  }

  private void probe(Pointer inlet, boolean[] done) {
    Memory trouble = new Memory(4);
    try {
      synchronized (done) {
        while (!done[0]) {
          trouble.setInt(0, 0);
          double correction = LslLibrary.lsl_time_correction(inlet, SLICE_SECONDS, trouble);
          boolean known = trouble.getInt(0) == 0;
          if (known) {
            toEcho = LslClock.nanos(correction) + LslClock.offsetNanos(runtime.clock());
            probed = true;
          }
          done.wait(known ? PROBE_NANOS / 1_000_000 : 1);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the source is being closed
    }
  }

  /** The inlet may go only when nobody probes through it any more. */
  private static void end(@Nullable Thread prober, boolean[] done) {
    if (prober == null) {
      return;
    }
    synchronized (done) {
      done[0] = true;
      done.notifyAll();
    }
    boolean interrupted = false;
    while (prober.isAlive()) {
      try {
        prober.join();
      } catch (InterruptedException e) {
        interrupted = true; // the probe ends within a slice
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void pull(Pointer inlet, LiveFeed feed) throws InterruptedException {
    int width = stream.channels();
    Memory data = new Memory(4L * CHUNK * width);
    Memory stamps = new Memory(8L * CHUNK);
    float[] samples = new float[CHUNK * width];
    double[] times = new double[CHUNK];
    while (!closed) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      error.setInt(0, 0);
      // waits for the first sample, then takes what else is there already
      double first = LslLibrary.lsl_pull_sample_f(inlet, data, width, SLICE_SECONDS, error);
      if (error.getInt(0) == LslLibrary.LOST) {
        return;
      }
      if (first == 0) {
        continue;
      }
      long arrival = feed.nowNanos();
      times[0] = first;
      data.read(0, samples, 0, width);
      int floats = (CHUNK - 1) * width;
      NativeLong got =
          LslLibrary.lsl_pull_chunk_f(
              inlet, data, stamps, new NativeLong(floats), new NativeLong(CHUNK - 1), 0, error);
      int more = Math.max(0, got.intValue());
      data.read(0, samples, width, more);
      stamps.read(0, times, 1, more / width);
      deliver(feed, samples, times, 1 + more / width, arrival);
    }
  }

  private void deliver(LiveFeed feed, float[] samples, double[] times, int frames, long arrival) {
    for (int i = 0; scale != 1 && i < frames * stream.channels(); i++) {
      samples[i] *= scale;
    }
    if (signal.timing() == Timing.ARRIVAL) {
      feed.samples(0, LiveFeed.UNSTAMPED, arrival, samples, 0, frames, 0);
      return;
    }
    if (!probed) {
      return; // the first answer takes a moment; without it there is no time to tell
    }
    double period = 1e9 / stream.rateHz();
    int from = 0;
    for (int i = 0; i < frames; i++) {
      long stamp = LslClock.nanos(times[i]);
      boolean hole = nextStamp != Long.MIN_VALUE && Math.abs(stamp - nextStamp) > HOLE_NANOS;
      if (hole && i > from) {
        give(feed, samples, times, from, i, arrival, 0);
        from = i;
      }
      if (hole) {
        give(feed, samples, times, i, i + 1, arrival, SampleSink.GAP);
        from = i + 1;
      }
      nextStamp = stamp + Math.round(period);
    }
    give(feed, samples, times, from, frames, arrival, 0);
  }

  private void give(
      LiveFeed feed, float[] samples, double[] times, int from, int to, long arrival, int flags) {
    if (to > from) {
      long sent = LslClock.nanos(times[to - 1]) + toEcho;
      int width = stream.channels();
      feed.samples(0, sent, arrival, samples, from * width, to - from, flags);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
