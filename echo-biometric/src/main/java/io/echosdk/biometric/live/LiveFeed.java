package io.echosdk.biometric.live;

import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.SampleSink;
import java.util.List;
import java.util.Objects;

/**
 * The end of a live source that its transport holds. One thread at a time; each sample that is
 * given here is copied, so the caller keeps his array.
 */
public final class LiveFeed {

  /** Stands for the device's time where the device does not stamp. */
  public static final long UNSTAMPED = Long.MIN_VALUE;

  private static final int SLOTS = 1024;
  private static final int FLOATS = 256;

  /** What the transport says of its connection. */
  enum Link {
    CONNECTING,
    UP,
    DOWN,
    FAILED
  }

  private final MediaClock clock;
  private final FrameRing ring = new FrameRing(SLOTS, FLOATS);
  private final int[] widths;
  private final long[] nanosPerSample;

  // written by the transport's thread, read by the polling one
  private volatile Link link = Link.CONNECTING;
  private volatile long linkSinceNanos;
  private volatile long connections;
  private volatile long repeated;
  private volatile long unreadable;
  private volatile String trouble = "";

  LiveFeed(List<LiveSignal> signals, MediaClock clock) {
    this.clock = clock;
    widths = signals.stream().mapToInt(LiveSignal::width).toArray();
    nanosPerSample = signals.stream().mapToLong(LiveSignal::nanosPerSample).toArray();
    linkSinceNanos = clock.nanos();
  }

  /** Returns the time that arrivals are stamped with. */
  public long nowNanos() {
    return clock.nanos();
  }

  /** Says that the device is connected. */
  public void connected() {
    if (link != Link.UP && link != Link.FAILED) {
      connections++; // this thread alone writes it
      turn(Link.UP);
    }
  }

  /** Says that the connection is gone. */
  public void disconnected() {
    if (link == Link.UP) {
      turn(Link.DOWN);
    }
  }

  /** Says that it is of no use to go on. */
  void fail(String reason) {
    trouble = Objects.requireNonNull(reason, "reason");
    turn(Link.FAILED);
  }

  private void turn(Link to) {
    linkSinceNanos = clock.nanos();
    link = to;
  }

  /**
   * Delivers consecutive samples of one signal.
   *
   * @param signal which of the source's signals, counted from 0
   * @param deviceNanos the device's time of the last of them, or {@link #UNSTAMPED}
   * @param arrivalNanos when they arrived, of {@link #nowNanos}
   * @param samples interleaved, [frame][channel], in the signal's unit
   * @param offset index of the first
   * @param frames how many
   * @param flags of {@link SampleSink}
   */
  public void samples(
      int signal,
      long deviceNanos,
      long arrivalNanos,
      float[] samples,
      int offset,
      int frames,
      int flags) {
    int width = widths[signal];
    int most = FLOATS / width;
    int given = flags;
    for (int done = 0; done < frames; ) {
      int n = Math.min(most, frames - done);
      done += n;
      long time =
          deviceNanos == UNSTAMPED
              ? UNSTAMPED
              : deviceNanos - (frames - done) * nanosPerSample[signal];
      int at = offset + (done - n) * width;
      ring.put(signal, n, given, time, arrivalNanos, samples, at, n * width);
      given &= ~SampleSink.GAP; // the gap lies before the first alone
    }
  }

  /** Says that a packet came twice and was left out. */
  public void repeated() {
    repeated++;
  }

  /**
   * Says that something came which cannot be read.
   *
   * @param reason one sentence for a person, without any biometric value
   */
  public void unreadable(String reason) {
    trouble = Objects.requireNonNull(reason, "reason");
    unreadable++;
  }

  FrameRing ring() {
    return ring;
  }

  Link link() {
    return link;
  }

  long linkSinceNanos() {
    return linkSinceNanos;
  }

  String trouble() {
    return trouble;
  }

  long unreadableCount() {
    return unreadable;
  }

  LiveStats stats(long taken, long missed, long late, long again) {
    return new LiveStats(taken, missed, late, repeated + again, unreadable, connections);
  }
}
