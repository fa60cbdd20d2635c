package io.echosdk.biometric.breath;

import io.echosdk.api.HotPath;
import io.echosdk.biometric.heart.Biquad;
import io.echosdk.biometric.heart.Plausible;

/**
 * How high, how steep and on what level the wave of a beat stands: the signal about a fiducial,
 * from a short ring.
 *
 * <p>QRS is looked at below 12 Hz, from 50 ms before its R wave to 100 ms after it, when that has
 * come: at 100 to 250 Hz samples miss the sharp top and the steepest place of the raw wave by more
 * than the breath moves them. Its height is its span, its rise and fall the largest differences
 * over 10 ms. The height of a pulse is that of its top over the lowest point of the 0.4 s before
 * it; its width is taken at half height. The level is the signal below 0.8 Hz.
 *
 * <p>Source: Lázaro et al., Ann Biomed Eng 42(5), 2014 (both slopes of QRS).
 */
public final class WaveShape {

  private static final double KEPT_SECONDS = 2;
  private static final double QRS_SECONDS = 0.05;
  private static final double SETTLE_SECONDS = 0.1;
  private static final double SMOOTH_HZ = 12;
  private static final double FOOT_SECONDS = 0.4;
  private static final double SLOPE_SECONDS = 0.01;
  private static final double LEVEL_HZ = 0.8;

  private final boolean pulse;
  private final double sampleRateHz;
  private final double[] ring;
  private final long settle;
  private final Biquad smooth;
  private final Biquad lowPass;
  private final Biquad lowPassAgain;
  private double origin = Double.NaN;
  private double level;
  private long heard;
  private double height = Double.NaN;
  private double rise = Double.NaN;
  private double fall = Double.NaN;
  private long beat = -1; // that waits to be measured

  /**
   * Makes one.
   *
   * @param pulse whether the wave is a pulse, with its fiducial at the top, and not a QRS complex
   */
  public WaveShape(boolean pulse, double sampleRateHz) {
    this.pulse = pulse;
    this.sampleRateHz = sampleRateHz;
    ring = new double[(int) Math.ceil(KEPT_SECONDS * sampleRateHz)];
    settle = pulse ? 0 : frames(SETTLE_SECONDS);
    smooth = Biquad.lowPass(SMOOTH_HZ, sampleRateHz);
    lowPass = Biquad.lowPass(LEVEL_HZ, sampleRateHz);
    lowPassAgain = Biquad.lowPass(LEVEL_HZ, sampleRateHz);
  }

  /** Hears one more sample; returns true if a beat has just been measured. */
  @HotPath
  public boolean add(float sample) {
    boolean valid = Plausible.sample(sample);
    if (valid) {
      origin = Double.isNaN(origin) ? sample : origin;
      level = lowPassAgain.next(lowPass.next(sample - origin));
    }
    ring[(int) (heard++ % ring.length)] =
        !valid ? Double.NaN : pulse ? sample : smooth.next(sample - origin);
    if (beat < 0 || heard <= beat + settle) {
      return false;
    }
    measure(beat);
    beat = -1;
    return true;
  }

  /** Returns the level, in the signal's unit, from where it began. */
  public double level() {
    return level;
  }

  /** Sees that a fiducial lies at a sample, counted from the first that was heard. */
  public void beat(double fiducial) {
    beat = Math.round(fiducial);
  }

  private void measure(long middle) {
    long from = middle - frames(pulse ? FOOT_SECONDS : QRS_SECONDS);
    height = Double.NaN;
    rise = Double.NaN;
    fall = Double.NaN;
    if (from < Math.max(0, heard - ring.length)) {
      return;
    }
    if (pulse) {
      measurePulse(from, middle, Math.min(middle + frames(FOOT_SECONDS), heard - 1));
    } else {
      measureQrs(from, heard - 1);
    }
  }

  private void measureQrs(long from, long to) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    double up = 0;
    double down = 0;
    int reach = Math.max(1, (int) frames(SLOPE_SECONDS));
    for (long i = from; i <= to; i++) {
      double x = at(i);
      if (!Double.isFinite(x)) {
        return;
      }
      least = Math.min(least, x);
      most = Math.max(most, x);
      if (i - reach >= from) {
        up = Math.max(up, x - at(i - reach));
        down = Math.max(down, at(i - reach) - x);
      }
    }
    height = most - least;
    rise = up / reach * sampleRateHz;
    fall = down / reach * sampleRateHz;
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
    rise = (right - left) / sampleRateHz;
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

  /** Returns how steeply QRS rises per second, or how wide the pulse is, s; NaN as above. */
  public double rise() {
    return rise;
  }

  /** Returns how steeply QRS falls per second; NaN of a pulse, and as above. */
  public double fall() {
    return fall;
  }

  /** Forgets the level; counting goes on. */
  public void gap() {
    origin = Double.NaN;
    beat = -1;
    smooth.reset();
    lowPass.reset();
    lowPassAgain.reset();
    level = 0;
  }
}
