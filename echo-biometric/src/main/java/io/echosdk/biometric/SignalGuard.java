package io.echosdk.biometric;

import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import org.jspecify.annotations.Nullable;

/**
 * Watches one signal of a source for what no honest sensor does, and keeps it from being heard:
 * time that goes back, time ahead of arrival, more samples than there was time for. It also tells a
 * sensor that says nothing: no numbers, or one value again and again.
 *
 * <p>Allocates nothing.
 */
final class SignalGuard {

  private static final long SECOND_NANOS = 1_000_000_000;
  private static final long AHEAD_NANOS = SECOND_NANOS;
  private static final long LONGEST_DUMB_NANOS = 3 * SECOND_NANOS;
  private static final long FAULT_COUNTS_NANOS = 2 * SECOND_NANOS;
  private static final double SPARE_NANOS = 2e9; // by which samples may outlast the time they took
  private static final double SPARE_INTERVALS_NANOS = 10e9; // a strap saves up while out of reach
  private static final double SPARE_SHARE = 0.1;

  private final Signal signal;
  private final boolean wave;
  private final boolean strict;
  private boolean any;
  private long lastNanos;
  private double surplusNanos;
  private boolean refused;
  private @Nullable String fault;
  private long faultNanos;
  private float lastValue = Float.NaN;
  private long movedNanos; // when it last said something new

  /** Makes one; only a strict one looks at the time of arrival, which fast replays make up. */
  SignalGuard(Signal signal, boolean strict) {
    this.signal = signal;
    this.strict = strict;
    SignalKind kind = signal.kind();
    wave = kind == SignalKind.ECG || kind == SignalKind.PPG || kind == SignalKind.EEG;
  }

  /** Returns whether a batch may be heard. */
  boolean admits(long timeNanos, long originNanos, float[] samples, int offset, int frames) {
    if (frames == 0) {
      return true;
    }
    if (strict && timeNanos - originNanos > AHEAD_NANOS) {
      return refuse("its time runs ahead of its arrival", originNanos);
    }
    if (any && (timeNanos < lastNanos || wave && timeNanos == lastNanos)) {
      return refuse("its time goes back", originNanos);
    }
    double passed = any ? timeNanos - lastNanos : 0;
    double surplus = surplusNanos - (1 + SPARE_SHARE) * passed;
    surplusNanos = Math.max(0, surplus) + lasting(samples, offset, frames);
    lastNanos = timeNanos;
    double spare = signal.kind() == SignalKind.RR ? SPARE_INTERVALS_NANOS : SPARE_NANOS;
    if (strict && any && surplus > spare) {
      surplusNanos = surplus; // what is refused does not count
      return refuse("it sends more than there was time for", originNanos);
    }
    watch(timeNanos, originNanos, samples, offset, frames);
    any = true;
    return true;
  }

  /** How long a batch lasts by its own account. */
  private double lasting(float[] samples, int offset, int frames) {
    if (signal.kind() != SignalKind.RR) {
      return signal.kind() == SignalKind.HEART_RATE ? 0 : frames * 1e9 / signal.sampleRateHz();
    }
    double sum = 0;
    int width = signal.channels().size();
    for (int i = 0; i < frames; i++) {
      float interval = samples[offset + i * width];
      sum += interval > 0 && interval < 1e5f ? interval * 1e6 : 0;
    }
    return sum;
  }

  private boolean refuse(String why, long nowNanos) {
    fault = why;
    faultNanos = nowNanos;
    refused = true;
    return false;
  }

  /** Returns whether something was refused since this was asked last. */
  boolean brokeOff() {
    boolean was = refused;
    refused = false;
    return was;
  }

  private void watch(long timeNanos, long originNanos, float[] samples, int offset, int frames) {
    int width = signal.channels().size();
    double period = 1e9 / signal.sampleRateHz();
    movedNanos = any ? movedNanos : timeNanos;
    for (int i = 0; i < frames; i++) {
      float value = samples[offset + i * width];
      if (Float.isFinite(value) && (!wave || value != lastValue)) {
        movedNanos = timeNanos + (long) (i * period);
        lastValue = value;
      }
    }
    long end = timeNanos + (long) ((frames - 1) * period);
    if (wave && end - movedNanos > LONGEST_DUMB_NANOS) {
      boolean number = Float.isFinite(samples[offset + (frames - 1) * width]);
      fault = number ? "it repeats one value" : "it sends no numbers";
      faultNanos = originNanos;
    }
  }

  /** Returns what is wrong at present, or null. */
  @Nullable String fault(long nowNanos) {
    return fault != null && nowNanos - faultNanos < FAULT_COUNTS_NANOS
        ? signal.name() + ": " + fault
        : null;
  }
}
