package io.echosdk.biometric.live;

import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.biometric.clock.ClockAligner;
import io.echosdk.biometric.live.LiveSignal.Timing;

/**
 * One signal on its way from packets to the sink: gives samples their time, tells holes, and leaves
 * out what is not new. Runs on the polling thread.
 *
 * <p>Invariant: no sample is delivered with a time at or before that of an earlier one.
 */
final class LiveTrack {

  /** For how long a wave may repeat one value before it is taken for frozen. */
  static final long FROZEN_NANOS = 3_000_000_000L;

  private static final double WAVE_HZ = 10; // slower signals may well stay the same for seconds
  private static final float ABSURD = 1e9f;
  private static final long NEVER = Long.MIN_VALUE / 2;

  private final Signal signal;
  private final Timing timing;
  private final int width;
  private final long nanosPerSample;
  private final ClockAligner aligner;
  private final float[] last; // the last sample
  private boolean anyLast;
  private long sameFrames; // how many in a row equal the last sample
  private long count;
  private long lastDevice = LiveFeed.UNSTAMPED;
  private long lastTime = Long.MIN_VALUE;
  private boolean gap;
  private long late;
  private long repeated;
  private long brokenNanos = NEVER; // arrival of the newest packet that follows a hole

  LiveTrack(LiveSignal of) {
    signal = of.signal();
    timing = of.timing();
    width = of.width();
    nanosPerSample = of.nanosPerSample();
    aligner = timing == Timing.STAMPED ? ClockAligner.ofStamps() : ClockAligner.ofCounts();
    last = new float[width];
  }

  String name() {
    return signal.name();
  }

  /** What follows does not continue what came before: a packet is missing. */
  void gap() {
    gap = true;
    aligner.interrupted();
  }

  boolean frozen() {
    return signal.sampleRateHz() >= WAVE_HZ && sameFrames * nanosPerSample > FROZEN_NANOS;
  }

  /** Whether its newest samples differ. */
  boolean moving() {
    return anyLast && !frozen();
  }

  long late() {
    return late;
  }

  long repeated() {
    return repeated;
  }

  /** Returns when the newest packet arrived that follows a hole; very early if none did. */
  long brokenNanos() {
    return brokenNanos;
  }

  /** Delivers a packet. */
  void deliver(FrameRing.Frame frame, SampleSink sink) {
    clean(frame);
    if (timing == Timing.ARRIVAL) {
      deliverOnArrival(frame, sink);
    } else {
      deliverWave(frame, sink);
    }
  }

  /** Nothing infinite or absurd may reach a filter: it would stay there. */
  private void clean(FrameRing.Frame frame) {
    for (int i = 0; i < frame.frames * width; i++) {
      if (!(Math.abs(frame.samples[i]) < ABSURD)) {
        frame.samples[i] = Float.NaN;
      }
    }
  }

  private void deliverOnArrival(FrameRing.Frame frame, SampleSink sink) {
    long time = Math.max(lastTime, frame.arrivalNanos);
    for (int i = 0; i < frame.frames; i++) {
      accept(frame, sink, i, 1, time);
    }
  }

  private void deliverWave(FrameRing.Frame frame, SampleSink sink) {
    long device = timing == Timing.STAMPED ? frame.deviceNanos : counted(frame.frames);
    if ((frame.flags & SampleSink.GAP) != 0) {
      aligner.interrupted();
    }
    long epochs = aligner.epochs();
    long sent = timing == Timing.PROBED ? frame.deviceNanos : frame.arrivalNanos;
    if (!aligner.observe(device, sent)) {
      leaveOut(device);
      return;
    }
    boolean newEpoch = epochs > 0 && aligner.epochs() != epochs;
    boolean follows = epochs > 0 && !newEpoch && follows(device, frame.frames);
    if (epochs > 0 && !follows) {
      gap = true;
    }
    long before = lastDevice;
    lastDevice = device;
    boolean wasFrozen = frozen();
    watchForFreezing(frame);
    if (frozen()) {
      gap = true;
      return;
    }
    gap |= wasFrozen;
    double step = follows ? (double) (device - before) / frame.frames : nanosPerSample;
    spread(frame, sink, device, step);
  }

  private long counted(int frames) {
    count += frames;
    return Math.round(count * (1e9 / signal.sampleRateHz()));
  }

  private void leaveOut(long device) {
    if (device == lastDevice) {
      repeated++;
    } else {
      late++;
    }
  }

  /** Whether a packet's first sample comes right after the last one's last, by the stamps. */
  private boolean follows(long device, int frames) {
    long packet = frames * nanosPerSample;
    long off = device - lastDevice - packet;
    return Math.abs(off) <= Math.max(nanosPerSample * 3 / 2, packet / 5);
  }

  private void watchForFreezing(FrameRing.Frame frame) {
    for (int i = 0; i < frame.frames; i++) {
      boolean same = anyLast;
      for (int c = 0; c < width; c++) {
        float value = frame.samples[i * width + c];
        same &= value == last[c];
        last[c] = value;
      }
      anyLast = true;
      sameFrames = same ? sameFrames + 1 : 0;
    }
  }

  /** Cuts a packet where one stamp and the nominal rate would tell its samples' times too badly. */
  private void spread(FrameRing.Frame frame, SampleSink sink, long device, double step) {
    int frames = frame.frames;
    long first = aligner.hostNanos(device - Math.round((frames - 1) * step));
    long end = aligner.hostNanos(device);
    double real = frames == 1 ? nanosPerSample : (double) (end - first) / (frames - 1);
    double error = Math.abs(real - nanosPerSample); // of each sample, growing along the packet
    int most = (int) Math.max(1, Math.min(frames, nanosPerSample / 4.0 / Math.max(error, 1e-9)));
    for (int done = 0; done < frames; done += most) {
      int n = Math.min(most, frames - done);
      long time = frames == 1 ? end : first + Math.round(done * real);
      accept(frame, sink, done, n, time);
    }
  }

  private void accept(FrameRing.Frame frame, SampleSink sink, int from, int n, long time) {
    boolean wave = timing != Timing.ARRIVAL;
    if (wave && time <= lastTime) {
      late++;
      gap = true;
      return;
    }
    int flags = frame.flags | (gap ? SampleSink.GAP : 0);
    if ((flags & SampleSink.GAP) != 0) {
      brokenNanos = frame.arrivalNanos;
    }
    frame.flags &= ~SampleSink.GAP;
    gap = false;
    lastTime = wave ? time + (n - 1) * nanosPerSample : time;
    sink.accept(signal, time, frame.arrivalNanos, frame.samples, from * width, n, flags);
  }
}
