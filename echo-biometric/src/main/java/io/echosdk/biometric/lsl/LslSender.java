package io.echosdk.biometric.lsl;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.Signal;
import java.util.Locale;

/** Offers one signal to the network as a stream. Safe for use from any thread. */
public final class LslSender implements AutoCloseable {

  private static final int BUFFER_SECONDS = 60;
  private static final int MOST_FRAMES = 512;

  private final Signal signal;
  private final Pointer info;
  private final Pointer outlet;
  private final Memory buffer;
  private final long offsetNanos;
  private boolean closed; // guarded by this

  /**
   * Opens the stream.
   *
   * @param signal gives name, type, channels and rate
   * @param sourceId what tells it from others of the name
   * @param clock that the times of samples are in
   * @throws io.echosdk.api.biometric.BiometricException of kind UNSUPPORTED if the library is not
   *     here
   */
  public LslSender(Signal signal, String sourceId, MediaClock clock) {
    LslLibrary.load();
    this.signal = signal;
    int width = signal.channels().size();
    info =
        LslLibrary.lsl_create_streaminfo(
            signal.name(),
            signal.kind().name().toUpperCase(Locale.ROOT),
            width,
            signal.sampleRateHz(),
            LslLibrary.FLOAT,
            sourceId);
    Pointer channels = LslLibrary.lsl_append_child(LslLibrary.lsl_get_desc(info), "channels");
    for (String label : signal.channels()) {
      Pointer channel = LslLibrary.lsl_append_child(channels, "channel");
      LslLibrary.lsl_append_child_value(channel, "label", label);
      LslLibrary.lsl_append_child_value(channel, "unit", signal.unit());
    }
    outlet = LslLibrary.lsl_create_outlet(info, 0, BUFFER_SECONDS);
    buffer = new Memory(4L * MOST_FRAMES * width);
    offsetNanos = LslClock.offsetNanos(clock);
  }

  /** Returns whether somebody takes the stream. */
  public synchronized boolean taken() {
    return !closed && LslLibrary.lsl_have_consumers(outlet) != 0;
  }

  /**
   * Sends consecutive samples; does nothing once closed.
   *
   * @param timeNanos when the first was measured
   * @param samples interleaved
   */
  public synchronized void send(long timeNanos, float[] samples, int offset, int frames) {
    int width = signal.channels().size();
    for (int done = 0; done < frames && !closed; done += MOST_FRAMES) {
      int n = Math.min(MOST_FRAMES, frames - done);
      buffer.write(0, samples, offset + done * width, n * width);
      double last = LslClock.seconds(timeNanos - offsetNanos);
      last += (done + n - 1) / signal.sampleRateHz(); // a chunk carries the time of its last sample
      LslLibrary.lsl_push_chunk_ftp(outlet, buffer, new NativeLong(n * width), last, 1);
    }
  }

  /** Ends the stream. Idempotent. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      LslLibrary.lsl_destroy_outlet(outlet);
      LslLibrary.lsl_destroy_streaminfo(info);
    }
  }
}
