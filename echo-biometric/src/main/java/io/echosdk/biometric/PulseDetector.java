package io.echosdk.biometric;

import io.echosdk.api.HotPath;
import io.echosdk.api.biometric.Beat;
import io.echosdk.biometric.heart.Plausible;
import io.echosdk.biometric.pulse.PulseWave;
import io.echosdk.biometric.pulse.SecondOpinion;
import java.util.Objects;

/**
 * Finds heart beats in a pulse wave (PPG), sample by sample, as they happen.
 *
 * <p>A beat's place is its systolic peak, which comes some 0.2 to 0.5 s after the heart's own beat
 * and is told about 0.1 s later. Confidence is how well the last six seconds agree with a second,
 * slower way to find pulses, and how high this one is among its like.
 *
 * <p>Causal: what was told never depends on samples that come later, and how samples are cut into
 * calls changes nothing, to the bit. Constant memory, no allocation after construction. Works at
 * any rate from 20 to 1000 Hz, with either polarity, once five seconds have shown which, and any
 * gain.
 *
 * <p>Not safe for use by several threads.
 */
public final class PulseDetector {

  /** The lowest rate that a detector takes. */
  public static final double MIN_RATE_HZ = 20;

  /** The highest rate that a detector takes. */
  public static final double MAX_RATE_HZ = 1000;

  private static final double LONGEST_INVALID_SECONDS = 0.5;

  private final BeatDetector.Listener listener;
  private final PulseWave wave;
  private final SecondOpinion opinion;
  private final long longestInvalid;
  private long pushed;
  private long invalid; // samples in a row
  private double trust = 1; // in the wave that is heard now
  private double held; // the last valid sample, which stands in for invalid ones

  /**
   * Makes a detector that has heard nothing.
   *
   * @param sampleRateHz samples per second, 20 to 1000
   * @param listener hears of beats, which are final at once; their kind is always normal, a pulse
   *     wave tells no more
   */
  public PulseDetector(double sampleRateHz, BeatDetector.Listener listener) {
    if (!(sampleRateHz >= MIN_RATE_HZ && sampleRateHz <= MAX_RATE_HZ)) {
      throw new IllegalArgumentException("sampleRateHz must be 20 to 1000 but is " + sampleRateHz);
    }
    this.listener = Objects.requireNonNull(listener, "listener");
    wave = new PulseWave(sampleRateHz);
    opinion = new SecondOpinion(sampleRateHz);
    longestInvalid = Math.round(LONGEST_INVALID_SECONDS * sampleRateHz);
  }

  /** Returns how many samples were pushed. */
  public long samples() {
    return pushed;
  }

  /**
   * Takes the next samples of one channel among interleaved ones.
   *
   * @param samples any unit; NaN where invalid
   * @param offset index of the first
   * @param count how many
   * @param stride distance from one sample of the channel to the next
   */
  @HotPath
  public void push(float[] samples, int offset, int count, int stride) {
    for (int i = 0; i < count; i++) {
      push(samples[offset + i * stride]);
    }
  }

  /**
   * Takes the next sample of a wave that was altered.
   *
   * @param believed how far the wave may be believed, 0 to 1: a factor of the confidence
   */
  @HotPath
  void push(double sample, double believed) {
    trust = believed;
    push(sample);
  }

  /** Takes the next sample; NaN if invalid. */
  @HotPath
  public void push(double sample) {
    if (Plausible.sample(sample)) {
      held = sample;
      invalid = 0;
    } else if (++invalid == longestInvalid) {
      gap();
    }
    pushed++;
    if (invalid >= longestInvalid) {
      opinion.skip();
      return;
    }
    boolean beat = wave.next(held, pushed - 1);
    opinion.add(wave.sign() * held);
    if (beat) {
      opinion.beat(wave.peak());
      double confidence = trust * opinion.agreement() * wave.confidence();
      listener.onBeat(wave.peak(), pushed - 1, confidence, Beat.Kind.NORMAL);
      listener.onFinal(wave.peak(), pushed - 1, confidence, Beat.Kind.NORMAL);
    }
  }

  /** Forgets the wave but not the count of samples: the next sample does not follow the last. */
  public void gap() {
    wave.reset();
    opinion.reset();
  }
}
