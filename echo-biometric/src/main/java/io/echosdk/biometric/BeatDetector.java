package io.echosdk.biometric;

import io.echosdk.api.HotPath;
import io.echosdk.api.biometric.Beat;
import io.echosdk.biometric.heart.Agreement;
import io.echosdk.biometric.heart.BeatDecider;
import io.echosdk.biometric.heart.BeatOrigin;
import io.echosdk.biometric.heart.Fiducial;
import io.echosdk.biometric.heart.PacePulses;
import io.echosdk.biometric.heart.Plausible;
import io.echosdk.biometric.heart.QrsBand;
import java.util.Objects;

/**
 * Finds heart beats in one ECG lead, sample by sample, as they happen.
 *
 * <p>Each beat is told twice: at once, about 60 ms after it happened, for what must move with the
 * heart; and a quarter of a second later, or just before the next beat, for good, when the whole
 * complex and what follows it was heard. Then its place is exact, and a beat whose P wave was taken
 * for it stands at its complex. The second telling is what heart rate variability should use.
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
     * A beat was decided; where it is and what kind it is may still be corrected.
     *
     * @param sample where its fiducial (the extremum of the QRS complex) lies, counted in samples
     *     pushed since construction, to 1/8 sample
     * @param decidedAt the sample that decided it; the decision delay is the difference
     * @param confidence how sure the detector is of this beat, and that it missed and invented none
     *     in the ten seconds before it, 0 to 1
     * @param kind what it is taken for by its shape and its time
     */
    void onBeat(double sample, long decidedAt, double confidence, Beat.Kind kind);

    /**
     * The beat told last by {@link #onBeat} is known for good; heard once for each beat, before the
     * next one is told. The parameters are those of {@link #onBeat}; the confidence may have
     * changed.
     */
    default void onFinal(double sample, long decidedAt, double confidence, Beat.Kind kind) {}
  }

  /** The lowest rate that a detector takes. */
  public static final double MIN_RATE_HZ = 100;

  /** The highest rate that a detector takes. */
  public static final double MAX_RATE_HZ = 1000;

  private static final double HALF_QRS_SECONDS = 0.05;
  private static final double REFRACTORY_SECONDS = 0.2; // between any two places
  private static final double FINAL_SECONDS = 0.27; // the refractory time and a hump's end

  private final double sampleRateHz;
  private final Listener listener;
  private final PacePulses pulses;
  private final QrsBand band;
  private final BeatDecider decider;
  private final Fiducial fiducial;
  private final BeatOrigin origin;
  private final Agreement agreement;
  private final int lag;
  private final int halfQrs;
  private final int finalAfter;
  private final float[] block = new float[QrsBand.BLOCK]; // the samples that are being heard
  private final double[] envelope = new double[QrsBand.BLOCK]; // after each of them
  private boolean decided; // with the last sample
  private long pushed;
  private boolean open; // whether the last beat told is not final yet
  private long middle; // of its complex
  private long firstMiddle;
  private double told = Double.NEGATIVE_INFINITY; // its fiducial
  private double known = Double.NEGATIVE_INFINITY; // the last final one
  private double own; // confidence in the last beat by itself
  private Beat.Kind kind = Beat.Kind.NORMAL;
  private float held; // the last valid sample, which stands in for invalid ones

  /**
   * Makes a detector that has heard nothing.
   *
   * @param sampleRateHz samples per second, 100 to 1000
   * @param listener hears of beats
   */
  public BeatDetector(double sampleRateHz, Listener listener) {
    if (!(sampleRateHz >= MIN_RATE_HZ && sampleRateHz <= MAX_RATE_HZ)) {
      throw new IllegalArgumentException("sampleRateHz must be 100 to 1000 but is " + sampleRateHz);
    }
    this.sampleRateHz = sampleRateHz;
    this.listener = Objects.requireNonNull(listener, "listener");
    pulses = new PacePulses(sampleRateHz);
    band = new QrsBand(sampleRateHz);
    decider = new BeatDecider(band, sampleRateHz);
    fiducial = new Fiducial(sampleRateHz);
    origin = new BeatOrigin(sampleRateHz);
    agreement = new Agreement(sampleRateHz);
    lag = (int) Math.round(QrsBand.LAG_SECONDS * sampleRateHz);
    halfQrs = (int) Math.round(HALF_QRS_SECONDS * sampleRateHz);
    finalAfter = (int) Math.round(FINAL_SECONDS * sampleRateHz);
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
   * @param samples one lead, any unit; NaN, infinite or beyond 2^32 where invalid
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
    for (int done = 0; done < count; done += QrsBand.BLOCK) {
      int some = Math.min(QrsBand.BLOCK, count - done);
      clean(samples, offset + done * stride, some, stride);
      agreement.hear(block, some);
      band.next(block, envelope, some);
      for (int i = decide(0, some); i < some; i = decide(i + 1, some)) {
        tell();
        pushed++;
      }
    }
  }

  /** Takes pulses out, and lets the last valid sample stand in for invalid ones. */
  private void clean(float[] samples, int offset, int count, int stride) {
    for (int i = 0; i < count; i++) {
      float sample = samples[offset + i * stride];
      if (Plausible.sample(sample)) {
        held = pulses.next(sample);
      }
      block[i] = held;
    }
  }

  /** Decides from one sample of the block on; returns the first at which there is more to do. */
  private int decide(int from, int to) {
    for (int i = from; i < to; i++) {
      fiducial.add(block[i]);
      agreement.advance();
      decided = decider.next(envelope[i]);
      if (decided || open && pushed - firstMiddle >= finalAfter) {
        return i;
      }
      pushed++;
    }
    return to;
  }

  private void tell() {
    if (decided && decider.moved()) {
      middle = decider.topAt() - lag;
      agreement.moved(middle);
      return;
    }
    close();
    if (decided) {
      report();
    }
  }

  /** The first place where a beat may be that comes after another. */
  private long earliest(double last) {
    long refractory = (long) Math.ceil(last + REFRACTORY_SECONDS * sampleRateHz);
    return Math.max(middle - halfQrs, Math.min(middle, refractory));
  }

  private void report() {
    middle = decider.topAt() - lag;
    firstMiddle = middle;
    told = fiducial.find(earliest(told), middle + halfQrs);
    kind = origin.kind(fiducial, told);
    kind = decider.recovered() ? Beat.Kind.RECOVERED : kind;
    own = decider.confidence();
    agreement.told(middle, decider.medianInterval());
    open = true;
    listener.onBeat(told, pushed, confidence(), kind);
  }

  /** How sure the last beat is by now: by itself, and by what a second detector heard about it. */
  private double confidence() {
    return Math.min(own, agreement.confidence());
  }

  /** Tells for good of the last beat, if that was not done. */
  private void close() {
    if (!open) {
      return;
    }
    open = false;
    double sample = fiducial.findAgain(earliest(known), middle + halfQrs);
    known = Double.isNaN(sample) ? told : sample;
    listener.onFinal(known, pushed, confidence(), kind);
  }

  /** Returns how high the complex of the beat last told for good is, in the unit of the lead. */
  double height() {
    return fiducial.height();
  }

  /**
   * Forgets the wave but not the count of samples: the next sample does not follow the last. A beat
   * that is not final becomes so.
   */
  public void gap() {
    close();
    pulses.reset();
    band.reset();
    decider.reset();
    origin.reset();
    agreement.reset();
  }
}
