package io.echosdk.biometric;

import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.Signal;
import org.jspecify.annotations.Nullable;

/** From the leads of an ECG to beats and what follows from them. */
final class HeartChannel extends SignalChannel implements BeatDetector.Listener {

  private final BeatSink meaning;
  private final LeadVote detector;
  private final WaveWatch watch;
  private long batchStartSample;
  private long batchOriginNanos;

  HeartChannel(Signal signal, BeatSink meaning, @Nullable BreathMeaning breath) {
    super(signal);
    this.meaning = meaning;
    int leads = Math.min(signal.channels().size(), LeadVote.MAX_LEADS);
    detector = new LeadVote(signal.sampleRateHz(), leads, this);
    watch = new WaveWatch(breath, false, signal.sampleRateHz());
  }

  @Override
  void push(long originNanos, float[] samples, int offset, int frames) {
    batchStartSample = detector.samples();
    batchOriginNanos = originNanos;
    int width = signal.channels().size();
    for (int i = 0; i < frames; i++) { // one by one, so that a wave is seen as of its beat
      watch.add(samples[offset + i * width], timeOf(i));
      detector.push(samples, offset + i * width, 1, width);
    }
  }

  @Override
  void gap() {
    detector.gap();
    watch.gap();
    meaning.gap();
  }

  @Override
  public void onBeat(double sample, long decidedAt, double confidence, Beat.Kind kind) {
    long time = timeOf(sample - batchStartSample);
    if (kind != Beat.Kind.ECTOPIC) {
      watch.beat(sample, time);
    }
    meaning.decided(time + nanos(decidedAt - sample));
    meaning.provisional(
        sample, time, batchOriginNanos, nanos(decidedAt - sample), confidence, kind);
  }

  @Override
  public void onFinal(double sample, long decidedAt, double confidence, Beat.Kind kind) {
    long time = timeOf(sample - batchStartSample);
    meaning.decided(time + nanos(decidedAt - sample));
    meaning.known(sample, time, batchOriginNanos, nanos(decidedAt - sample), confidence, kind);
  }
}
