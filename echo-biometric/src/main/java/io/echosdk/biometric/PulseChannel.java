package io.echosdk.biometric;

import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.Signal;
import org.jspecify.annotations.Nullable;

/**
 * From a pulse wave to beats and what follows from them; what an accelerometer beside it explains
 * of the wave is taken out before.
 */
final class PulseChannel extends SignalChannel {

  private final BeatSink meaning;
  private final PulseDetector detector;
  private final WaveWatch watch;
  private final @Nullable StillPulse still;
  private long originNanos; // of the newest batch, of either signal
  private long came; // samples
  private long heardSample; // which the detector hears now
  private long heardNanos;

  /** Makes one; the acceleration's rate is 0 where there is none. */
  PulseChannel(
      Signal signal, double accelerationRateHz, BeatSink meaning, @Nullable BreathMeaning breath) {
    super(signal);
    this.meaning = meaning;
    watch = new WaveWatch(breath, true, signal.sampleRateHz());
    detector = new PulseDetector(signal.sampleRateHz(), this::onBeat);
    still =
        accelerationRateHz > 0
            ? new StillPulse(signal.sampleRateHz(), accelerationRateHz, this::hear)
            : null;
  }

  @Override
  void push(long origin, float[] samples, int offset, int frames) {
    originNanos = origin;
    int stride = signal.channels().size();
    for (int i = 0; i < frames; i++) {
      double sample = samples[offset + i * stride];
      long number = came++;
      if (still == null) {
        hear(number, timeOf(i), sample, 1);
      } else {
        still.pulse(timeOf(i), sample);
      }
    }
  }

  /** Takes the acceleration at a time, three axes from an offset, g. */
  void acceleration(long timeNanos, long origin, float[] axes, int offset) {
    if (still != null) {
      originNanos = origin;
      still.acceleration(timeNanos, axes[offset], axes[offset + 1], axes[offset + 2]);
    }
  }

  /** The next acceleration does not follow the last. */
  void accelerationGap() {
    if (still != null) {
      still.accelerationGap();
    }
  }

  private void hear(long number, long timeNanos, double sample, double trust) {
    heardSample = number;
    heardNanos = timeNanos;
    watch.add((float) sample, timeNanos);
    detector.push(sample, trust);
  }

  @Override
  void gap() {
    if (still != null) {
      still.gap();
    }
    detector.gap();
    watch.gap();
    meaning.gap();
  }

  private void onBeat(double sample, long decidedAt, double confidence, Beat.Kind kind) {
    long time = heardNanos - nanos(heardSample - sample);
    if (kind != Beat.Kind.ECTOPIC) {
      watch.beat(sample, time);
    }
    meaning.decided(heardNanos);
    meaning.beat(sample, time, originNanos, nanos(came - 1 - sample), confidence, kind);
  }
}
