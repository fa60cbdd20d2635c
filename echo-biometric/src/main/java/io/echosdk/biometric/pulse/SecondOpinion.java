package io.echosdk.biometric.pulse;

/** How well the beats that were told agree with {@link SlowPeaks}, renewed once a second. */
public final class SecondOpinion {

  private static final int REMEMBERED = 32; // more than six seconds of beats
  private static final double UNKNOWN = 0.5;

  private final SlowPeaks slow;
  private final double rateHz;
  private final double[] beats = new double[REMEMBERED];
  private long count;
  private long samples;
  private long nextSample;
  private double agreement = UNKNOWN;

  /** Makes one that knows nothing. */
  public SecondOpinion(double rateHz) {
    this.rateHz = rateHz;
    slow = new SlowPeaks(rateHz);
  }

  /** Takes a sample, upright. */
  public void add(double sample) {
    samples++;
    slow.add(sample);
    if (samples >= nextSample) {
      nextSample = samples + Math.round(rateHz);
      double now = slow.agreement(beats, count);
      agreement = Double.isNaN(now) ? UNKNOWN : now;
    }
  }

  /** Lets a sample pass that is not valid. */
  public void skip() {
    samples++;
    slow.skip();
  }

  /** Hears of a beat, in samples since construction. */
  public void beat(double sample) {
    beats[(int) (count++ % REMEMBERED)] = (sample + 0.5) / rateHz;
  }

  /** Returns the agreement over the last six seconds, 0 to 1; 0.5 while that is not known. */
  public double agreement() {
    return agreement;
  }

  /** Forgets the wave, not the count of samples. */
  public void reset() {
    slow.reset();
    agreement = UNKNOWN;
  }
}
