package io.echosdk.biometric;

import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.Signal;
import io.echosdk.biometric.breath.SinusArrhythmia;
import io.echosdk.biometric.heart.Coherence;
import io.echosdk.biometric.heart.Rhythm;
import java.util.List;

/** From one ECG lead to beats, rhythm, coherence, and the breath where no belt shows it. */
final class HeartChannel extends SignalChannel {

  private static final double CONFIDENCE_RATE = 0.2;
  private static final double RATE_BEATS = 5;

  private final BiometricState state;
  private final List<BiometricListener> listeners;
  private final boolean breathToo;
  private final BeatDetector detector;
  private final Rhythm rhythm = new Rhythm();
  private final Coherence coherence = new Coherence();
  private final SinusArrhythmia arrhythmia = new SinusArrhythmia();
  private long beats;
  private long normalsInRow;
  private double trust; // running mean of the beats' confidence
  private long batchStartSample;
  private long batchOriginNanos;

  HeartChannel(
      Signal signal, BiometricState state, List<BiometricListener> listeners, boolean breathToo) {
    super(signal);
    this.state = state;
    this.listeners = listeners;
    this.breathToo = breathToo;
    detector = new BeatDetector(signal.sampleRateHz(), this::onBeat);
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
    rhythm.gap();
    coherence.gap();
    arrhythmia.gap();
  }

  private void onBeat(double sample, long decidedAt, double confidence, Beat.Kind kind) {
    long time = timeOf(sample - batchStartSample);
    beats++;
    trust += (beats == 1 ? 1 : CONFIDENCE_RATE) * (confidence - trust);
    state.beat(beats, time);
    rhythm.beat(time);
    normalsInRow = rhythm.normal() ? normalsInRow + 1 : 0;
    if (rhythm.normal()) {
      measureRhythm(time);
    }
    Beat beat =
        new Beat(
            beats, sample, time, batchOriginNanos, nanos(decidedAt - sample), confidence, kind);
    for (BiometricListener listener : listeners) {
      listener.onBeat(beat);
    }
  }

  private void measureRhythm(long time) {
    state.set(Metric.RR_INTERVAL, rhythm.intervalMs(), trust, time);
    state.set(
        Metric.HEART_RATE, rhythm.rateBpm(), trust * Math.min(1, normalsInRow / RATE_BEATS), time);
    state.set(Metric.RMSSD, rhythm.rmssdMs(), trust * rhythm.coverage(60), time);
    state.set(Metric.SDNN, rhythm.sdnnMs(), trust * rhythm.coverage(300), time);
    state.set(Metric.COHERENCE, coherence.add(time, rhythm.intervalMs()), trust, time);
    if (breathToo) {
      arrhythmia.add(time, rhythm.intervalMs());
      double confidence = trust * arrhythmia.confidence();
      state.set(Metric.BREATH_RATE, arrhythmia.ratePerMinute(), confidence, time);
      state.set(Metric.BREATH_PHASE, arrhythmia.phase(), confidence, time);
    }
  }
}
