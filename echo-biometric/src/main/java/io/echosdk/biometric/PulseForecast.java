package io.echosdk.biometric;

import io.echosdk.api.biometric.Beat;
import io.echosdk.internal.LatestSlot;

/**
 * A session's prediction of the next beat, written by its polling thread and read by any number of
 * {@link PulsePhase}. Beats that are hardly believed do not teach it, nor does the interval after.
 */
final class PulseForecast {

  private static final double LEAST_CONFIDENCE = 0.2;

  private final LatestSlot slot = new LatestSlot(PulsePhase.WORDS);
  private final long[] words = new long[PulsePhase.WORDS];
  private PulsePredictor predictor = new PulsePredictor();
  private long lagNanos;
  private boolean unsure;

  /** Forgets everything; beats will be told this long after they were at the heart. */
  void restart(long behindNanos) {
    Wipe.all(predictor);
    predictor = new PulsePredictor();
    lagNanos = behindNanos;
    unsure = false;
    publish();
  }

  /** Hears of a beat. */
  void beat(long timeNanos, double confidence, Beat.Kind kind) {
    if (confidence < LEAST_CONFIDENCE) {
      unsure = true;
      return;
    }
    if (unsure) {
      predictor.beatAfterDoubt(timeNanos - lagNanos);
      unsure = false;
    } else {
      predictor.beat(timeNanos - lagNanos, kind);
    }
  }

  /** The next beat does not follow the last. */
  void gap() {
    predictor.gap();
    unsure = false;
  }

  /** Shows readers what is known. */
  void publish() {
    predictor.forecast(words);
    slot.write(words);
  }

  /** Copies what was published last; from any thread. */
  void read(long[] into) {
    slot.read(into);
  }
}
