package io.echosdk.biometric;

import io.echosdk.api.biometric.Signal;
import io.echosdk.biometric.rhythm.BeatClock;

/**
 * From intervals that a strap sends to beats and what follows from them. Their times are those of
 * {@link BeatClock}; a beat is as old as its notification is late.
 *
 * <p>Where the second channel is the device's own estimate of the error (ms), the confidence falls
 * with it, to none at a tenth of the interval; what is worse is no interval.
 */
final class IntervalChannel extends SignalChannel {

  private static final double CONFIDENCE = 0.9; // a strap finds beats well, but says not how well
  private static final double WORST_ERROR = 0.1; // a rate must be right within 10 % (AAMI EC13)
  private static final float LEAST_MS = 200;
  private static final String ERROR = "error";
  private static final float MOST_MS = 6000;

  private final BeatSink meaning;
  private final BeatClock clock = new BeatClock();
  private final boolean told; // whether the device tells its error
  private long beats;

  IntervalChannel(Signal signal, BeatSink meaning) {
    super(signal);
    this.meaning = meaning;
    told = signal.channels().size() > 1 && signal.channels().get(1).equals(ERROR);
  }

  @Override
  void push(long originNanos, float[] samples, int offset, int frames) {
    int stride = signal.channels().size();
    long arrival = timeOf(0);
    for (int i = 0; i < frames; i++) {
      int at = offset + i * stride;
      boolean some = samples[at] >= LEAST_MS && samples[at] <= MOST_MS;
      if (!some || (told && !(trust(samples, at) > 0))) {
        gap(); // no interval: what follows begins anew
        return;
      }
    }
    if (stride == 1) {
      take(arrival, originNanos, samples, offset, frames, 1);
    } else {
      for (int i = 0; i < frames; i++) {
        int at = offset + i * stride;
        take(arrival, originNanos, samples, at, 1, told ? trust(samples, at) : 1);
      }
    }
  }

  private static double trust(float[] samples, int at) {
    return Math.min(1, 1 - samples[at + 1] / (WORST_ERROR * samples[at]));
  }

  private void take(
      long arrival, long origin, float[] intervalsMs, int from, int count, double trust) {
    clock.arrived(arrival, intervalsMs, from, count);
    if (clock.gap()) {
      meaning.gap();
    }
    meaning.decided(arrival);
    for (int i = 0; i < count; i++) {
      double interval = intervalsMs[from + i];
      long time = clock.next(interval);
      meaning.interval(
          beats++, time, interval, origin, Math.max(0, arrival - time), CONFIDENCE * trust);
    }
  }

  @Override
  void gap() {
    clock.reset();
    meaning.gap();
  }
}
