package io.echosdk.biometric.breath;

import io.echosdk.api.HotPath;
import io.echosdk.biometric.heart.Biquad;

/**
 * How high, how steep and on what level the wave of a beat stands: the raw signal about a fiducial,
 * from a short ring.
 *
 * <p>Height is the span within 50 ms of an R wave, or from the lowest point of the 0.4 s before a
 * pulse's top to that top. Steepness is the largest difference over 10 ms there; of a pulse its
 * width at half height. The level is the signal below 0.8 Hz.
 */
public final class WaveShape {

  private static final double KEPT_SECONDS = 2;
  private static final double QRS_SECONDS = 0.05;
  private static final double FOOT_SECONDS = 0.4;
  private static final double SLOPE_SECONDS = 0.01;
  private static final double LEVEL_HZ = 0.8;

  private final boolean pulse;
  private final double sampleRateHz;
  private final float[] ring;
  private final Biquad lowPass;
  private final Biquad lowPassAgain;
  private double origin = Double.NaN;
  private double level;
  private long heard;
  private double height = Double.NaN;
  private double shape = Double.NaN;

  /**
   * Makes one.
   *
   * @param pulse whether the wave is a pulse, with its fiducial at the top, and not a QRS complex
   */
  public WaveShape(boolean pulse, double sampleRateHz) {
    this.pulse = pulse;
    this.sampleRateHz = sampleRateHz;
    ring = new float[(int) Math.ceil(KEPT_SECONDS * sampleRateHz)];
    lowPass = Biquad.lowPass(LEVEL_HZ, sampleRateHz);
    lowPassAgain = Biquad.lowPass(LEVEL_HZ, sampleRateHz);
  }

  /** Hears one more sample. */
  @HotPath
  public void add(float sample) {
    ring[(int) (heard++ % ring.length)] = sample;
    if (Float.isFinite(sample)) {
      origin = Double.isNaN(origin) ? sample : origin;
      level = lowPassAgain.next(lowPass.next(sample - origin));
    }
  }

  /** Returns the level, in the signal's unit, from where it began. */
  public double level() {
    return level;
  }

  /** Measures the beat whose fiducial is at a sample, counted from the first that was heard. */
  public void measure(double fiducial) {
    long middle = Math.round(fiducial);
    long from = middle - frames(pulse ? FOOT_SECONDS : QRS_SECONDS);
    long to = middle + frames(pulse ? FOOT_SECONDS : QRS_SECONDS);
    height = Double.NaN;
    shape = Double.NaN;
    if (from < Math.max(0, heard - ring.length)) {
      return;
    }
    if (pulse) {
      measurePulse(from, middle, Math.min(to, heard - 1));
    } else {
      measureQrs(from, Math.min(to, heard - 1));
    }
  }

  private void measureQrs(long from, long to) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    double steepest = 0;
    int reach = Math.max(1, (int) frames(SLOPE_SECONDS));
    for (long i = from; i <= to; i++) {
      double x = at(i);
      if (!Double.isFinite(x)) {
        return;
      }
      least = Math.min(least, x);
      most = Math.max(most, x);
      steepest = i - reach >= from ? Math.max(steepest, Math.abs(x - at(i - reach))) : steepest;
    }
    height = most - least;
    shape = steepest / reach * sampleRateHz;
  }

  private void measurePulse(long from, long top, long to) {
    double foot = Double.POSITIVE_INFINITY;
    for (long i = from; i <= top; i++) {
      foot = Math.min(foot, at(i));
    }
    height = at(top) - foot;
    double half = foot + height / 2;
    long left = top;
    while (left > from && at(left) > half) {
      left--;
    }
    long right = top;
    while (right < to && at(right) > half) {
      right++;
    }
    shape = (right - left) / sampleRateHz;
  }

  private double at(long index) {
    return ring[(int) (index % ring.length)];
  }

  private long frames(double seconds) {
    return Math.round(seconds * sampleRateHz);
  }

  /** Returns the last beat's height, in the signal's unit; NaN if it was not seen whole. */
  public double height() {
    return height;
  }

  /** Returns its steepness per second, or its width in seconds; NaN if it was not seen whole. */
  public double shape() {
    return shape;
  }

  /** Forgets the level; counting goes on. */
  public void gap() {
    origin = Double.NaN;
    lowPass.reset();
    lowPassAgain.reset();
    level = 0;
  }
}
