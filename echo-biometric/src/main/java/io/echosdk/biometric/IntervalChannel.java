package io.echosdk.biometric;

import io.echosdk.api.biometric.Signal;
import io.echosdk.biometric.rhythm.BeatClock;

/**
 * From intervals that a strap sends to beats and what follows from them. Their times are those of
 * {@link BeatClock}; a beat is as old as its notification is late.
 */
final class IntervalChannel extends SignalChannel {

  private static final double CONFIDENCE = 0.9; // a strap finds beats well, but says not how well
  private static final float LEAST_MS = 200;
  private static final float MOST_MS = 6000;

  private final BeatSink meaning;
  private final BeatClock clock = new BeatClock();
  private long beats;

  IntervalChannel(Signal signal, BeatSink meaning) {
    super(signal);
    this.meaning = meaning;
  }

  @Override
  void push(long originNanos, float[] samples, int offset, int frames) {
    int stride = signal.channels().size();
    long arrival = timeOf(0);
    for (int i = 0; i < frames; i++) {
      int at = offset + i * stride;
      if (!(samples[at] >= LEAST_MS && samples[at] <= MOST_MS)) {
        gap(); // no interval: what follows begins anew
        return;
      }
    }
    if (stride == 1) {
      take(arrival, originNanos, samples, offset, frames);
    } else {
      for (int i = 0; i < frames; i++) {
        take(arrival, originNanos, samples, offset + i * stride, 1);
      }
    }
  }

  private void take(long arrival, long origin, float[] intervalsMs, int from, int count) {
    clock.arrived(arrival, intervalsMs, from, count);
    if (clock.gap()) {
      meaning.gap();
    }
    meaning.decided(arrival);
    for (int i = 0; i < count; i++) {
      double interval = intervalsMs[from + i];
      long time = clock.next(interval);
      meaning.interval(beats++, time, interval, origin, Math.max(0, arrival - time), CONFIDENCE);
    }
  }

  @Override
  void gap() {
    clock.reset();
    meaning.gap();
  }
}
