package io.echosdk.biometric;

import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.Signal;

/** From the leads of an ECG to beats and what follows from them. */
final class HeartChannel extends SignalChannel {

  private final BeatMeaning meaning;
  private final LeadVote detector;
  private long batchStartSample;
  private long batchOriginNanos;

  HeartChannel(Signal signal, BeatMeaning meaning) {
    super(signal);
    this.meaning = meaning;
    int leads = Math.min(signal.channels().size(), LeadVote.MAX_LEADS);
    detector = new LeadVote(signal.sampleRateHz(), leads, this::onBeat);
  }

  @Override
  void push(long originNanos, float[] samples, int offset, int frames) {
    batchStartSample = detector.samples();
    batchOriginNanos = originNanos;
    detector.push(samples, offset, frames, signal.channels().size());
  }

  @Override
  void gap() {
    detector.gap();
    meaning.gap();
  }

  private void onBeat(double sample, long decidedAt, double confidence, Beat.Kind kind) {
    meaning.beat(
        sample,
        timeOf(sample - batchStartSample),
        batchOriginNanos,
        nanos(decidedAt - sample),
        confidence,
        kind);
  }
}
