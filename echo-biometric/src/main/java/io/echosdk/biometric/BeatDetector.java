package io.echosdk.biometric;

import io.echosdk.api.HotPath;
import io.echosdk.api.biometric.Beat;
import io.echosdk.biometric.heart.BeatDecider;
import io.echosdk.biometric.heart.Fiducial;
import io.echosdk.biometric.heart.SlopeEnvelope;
import java.util.Objects;

/**
 * Finds heart beats in one ECG lead, sample by sample, as they happen.
 *
 * <p>Causal: what was told never depends on samples that come later, and how samples are cut into
 * calls changes nothing, to the bit. Constant memory, no allocation after construction. Works at
 * any rate from 100 to 1000 Hz, with either polarity and any gain.
 *
 * <p>Not safe for use by several threads.
 */
public final class BeatDetector {

  /** Hears of beats, on the thread that pushes; must return quickly. */
  @FunctionalInterface
  public interface Listener {

    /**
     * A beat was decided.
     *
     * @param sample where its fiducial (the extremum of the QRS complex) lies, counted in samples
     *     pushed since construction, to 1/8 sample
     * @param decidedAt the sample that decided it; the decision delay is the difference
     * @param confidence how sure the detector is, 0 to 1
     * @param kind what it is taken for by its wave alone
     */
    void onBeat(double sample, long decidedAt, double confidence, Beat.Kind kind);
  }

  private final double sampleRateHz;
  private final Listener listener;
  private final SlopeEnvelope envelope;
  private final BeatDecider decider;
  private final Fiducial fiducial;
  private long pushed;
  private float held; // the last valid sample, which stands in for invalid ones

  /**
   * Makes a detector that has heard nothing.
   *
   * @param sampleRateHz samples per second, 100 to 1000
   * @param listener hears of beats
   */
  public BeatDetector(double sampleRateHz, Listener listener) {
    if (!(sampleRateHz >= 100 && sampleRateHz <= 1000)) {
      throw new IllegalArgumentException("sampleRateHz must be 100 to 1000 but is " + sampleRateHz);
    }
    this.sampleRateHz = sampleRateHz;
    this.listener = Objects.requireNonNull(listener, "listener");
    envelope = new SlopeEnvelope(sampleRateHz);
    decider = new BeatDecider(sampleRateHz);
    fiducial = new Fiducial(sampleRateHz);
  }

  /** Returns the rate that this detector was made for. */
  public double sampleRateHz() {
    return sampleRateHz;
  }

  /** Returns how many samples were pushed. */
  public long samples() {
    return pushed;
  }

  /**
   * Takes the next samples.
   *
   * @param samples one lead, any unit; NaN where invalid
   * @param offset index of the first
   * @param count how many
   */
  @HotPath
  public void push(float[] samples, int offset, int count) {
    push(samples, offset, count, 1);
  }

  /**
   * Takes the next samples of one channel among interleaved ones.
   *
   * @param stride distance from one sample of the lead to the next
   */
  @HotPath
  public void push(float[] samples, int offset, int count, int stride) {
    for (int i = 0; i < count; i++) {
      push(samples[offset + i * stride]);
    }
  }

  private void push(float sample) {
    if (sample == sample) { // not NaN
      held = sample;
    }
    fiducial.add(held);
    if (decider.next(envelope.next(held))) {
      report();
    }
    pushed++;
  }

  private void report() {
    double sample = fiducial.find(decider.onset(), decider.end());
    listener.onBeat(sample, pushed, decider.confidence(), decider.kind());
  }

  /** Forgets the wave but not the count of samples: the next sample does not follow the last. */
  public void gap() {
    envelope.reset();
    decider.reset();
  }
}
