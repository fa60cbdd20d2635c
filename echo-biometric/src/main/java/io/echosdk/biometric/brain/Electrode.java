package io.echosdk.biometric.brain;

import io.echosdk.api.HotPath;
import io.echosdk.biometric.heart.Plausible;
import io.echosdk.internal.Fft;
import java.util.Arrays;

/**
 * One EEG channel: every half second the spectrum of its last two seconds, if they show a brain.
 *
 * <p>The mains are taken out of the samples by notches at 50 and 60 Hz before anything is judged. A
 * window is bad, and says so by flags, if it
 *
 * <ul>
 *   <li>holds an invalid sample, or one beyond 150 µV and ten robust deviations from its median;
 *   <li>is flat: all within 0.1 µV (before the notches);
 *   <li>is clipped: rests at its own extreme for 20 ms;
 *   <li>holds a blink: its slow part leaves the median by five standard deviations (robust) and 20
 *       µV;
 *   <li>holds muscles: 30 to 45 Hz is as dense as 13 to 20 Hz, where a brain's falls, and beyond 4
 *       µV;
 *   <li>is mostly mains: what the notches took was ten times what they left.
 * </ul>
 *
 * <p>Sources: Welch, IEEE Trans Audio Electroacoust 15(2), 1967; Nolan et al., J Neurosci Methods
 * 192, 2010 (thresholds as robust deviations). Nothing is allocated after construction.
 */
final class Electrode {

  static final double WINDOW_SECONDS = 2;
  static final double EVERY_SECONDS = 0.5;
  static final double TOP_HZ = 46;

  private static final double MOST_UV = 150;
  private static final double MOST_DEVIATIONS = 10; // robust; for units that are not microvolts
  private static final double FLAT_UV = 0.1;
  private static final double CLIPPED_SECONDS = 0.02;
  private static final double BLINK_DEVIATIONS = 5;
  private static final double BLINK_UV = 20;
  private static final double SLOW_SECONDS = 0.05; // the mean over which a blink is looked for
  private static final double MUSCLE_SHARE = 0.8;
  private static final double MUSCLE_UV = 4;
  private static final double LINE_SHARE = 100; // in power

  private final Fft fft;
  private final double[] re;
  private final double[] im;
  private final double stepHz;
  private final Notch fifty;
  private final Notch sixty;
  private final double[] raw;
  private final double[] clean;
  private final double[] window;
  private final double[] sorted;
  private final double[] hann;
  private final double[] density; // µV²/Hz
  private final int clippedRun;
  private final int slow;
  private long heard;
  private int flags;
  private boolean good;

  /** Makes one; the transform and its scratch may be shared with others of the same thread. */
  Electrode(double sampleRateHz, Fft fft, double[] re, double[] im) {
    this.fft = fft;
    this.re = re;
    this.im = im;
    stepHz = sampleRateHz / fft.length();
    fifty = new Notch(50, sampleRateHz);
    sixty = new Notch(60, sampleRateHz);
    int length = windowLength(sampleRateHz);
    raw = new double[length];
    clean = new double[length];
    window = new double[length];
    sorted = new double[length];
    hann = new double[length];
    double energy = 0;
    for (int i = 0; i < length; i++) {
      hann[i] = 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * i / length);
      energy += hann[i] * hann[i];
    }
    for (int i = 0; i < length; i++) {
      hann[i] *= Math.sqrt(2 / (energy * sampleRateHz));
    }
    density = new double[(int) Math.ceil(TOP_HZ / stepHz) + 1];
    clippedRun = (int) Math.max(4, Math.round(CLIPPED_SECONDS * sampleRateHz));
    slow = (int) Math.max(1, Math.round(SLOW_SECONDS * sampleRateHz));
  }

  static int windowLength(double sampleRateHz) {
    return (int) Math.round(WINDOW_SECONDS * sampleRateHz);
  }

  @HotPath
  void add(float sample) {
    int slot = (int) (heard++ % raw.length);
    raw[slot] = sample;
    clean[slot] = Plausible.sample(sample) ? sixty.next(fifty.next(sample)) : Double.NaN;
  }

  /** Judges and measures the last two seconds; returns whether they are good. */
  boolean measure() {
    flags = 0;
    good = false;
    if (heard < raw.length) {
      return false;
    }
    unfold(raw);
    if (!judgeRaw()) {
      return false;
    }
    double rawPower = power();
    unfold(clean);
    double cleanPower = power();
    if (rawPower > LINE_SHARE * cleanPower) {
      flags |= EegFlags.LINE;
    }
    judgeClean();
    transform();
    judgeMuscle();
    good = flags == 0;
    return good;
  }

  private void unfold(double[] ring) {
    int start = (int) (heard % ring.length);
    System.arraycopy(ring, start, window, 0, ring.length - start);
    System.arraycopy(ring, 0, window, ring.length - start, start);
  }

  /** Looks for what is invalid, flat or clipped; returns whether the rest can be judged. */
  private boolean judgeRaw() {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double x : window) {
      if (!Double.isFinite(x)) {
        flags |= EegFlags.INVALID;
        return false;
      }
      least = Math.min(least, x);
      most = Math.max(most, x);
    }
    if (most - least < FLAT_UV) {
      flags |= EegFlags.FLAT;
      return false;
    }
    int run = 0;
    for (int i = 1; i < window.length; i++) {
      boolean rests = window[i] == window[i - 1] && (window[i] == least || window[i] == most);
      run = rests ? run + 1 : 0;
      if (run >= clippedRun) {
        flags |= EegFlags.CLIPPED;
        return true;
      }
    }
    return true;
  }

  private double power() {
    double mean = 0;
    for (double x : window) {
      mean += x / window.length;
    }
    double square = 0;
    for (double x : window) {
      square += (x - mean) * (x - mean) / window.length;
    }
    return square;
  }

  private void judgeClean() {
    int blocks = window.length / slow;
    for (int b = 0; b < blocks; b++) {
      double sum = 0;
      for (int i = b * slow; i < (b + 1) * slow; i++) {
        sum += window[i];
      }
      sorted[b] = sum / slow;
    }
    double farthest = 0;
    double median = median(blocks);
    for (int b = 0; b < blocks; b++) {
      sorted[b] = Math.abs(sorted[b] - median);
      farthest = Math.max(farthest, sorted[b]);
    }
    double deviation = 1.4826 * median(blocks);
    if (farthest > Math.max(BLINK_UV, BLINK_DEVIATIONS * deviation)) {
      flags |= EegFlags.BLINK;
    }
    for (double x : window) {
      if (!(Math.abs(x - median) <= Math.max(MOST_UV, MOST_DEVIATIONS * deviation))) {
        flags |= EegFlags.CLIPPED;
      }
    }
  }

  private double median(int count) {
    Arrays.sort(sorted, 0, count);
    return sorted[count / 2];
  }

  private void transform() {
    double mean = 0;
    for (double x : window) {
      mean += x / window.length;
    }
    Arrays.fill(re, 0);
    Arrays.fill(im, 0);
    for (int i = 0; i < window.length; i++) {
      re[i] = hann[i] * (window[i] - mean);
    }
    fft.transform(re, im);
    for (int k = 0; k < density.length; k++) {
      density[k] = re[k] * re[k] + im[k] * im[k];
    }
  }

  private void judgeMuscle() {
    double fast = mean(30, 45);
    if (fast > MUSCLE_SHARE * mean(13, 20) && fast * 15 > MUSCLE_UV * MUSCLE_UV) {
      flags |= EegFlags.MUSCLE;
    }
  }

  private double mean(double fromHz, double toHz) {
    int from = (int) Math.ceil(fromHz / stepHz);
    int to = (int) Math.ceil(toHz / stepHz);
    double sum = 0;
    for (int k = from; k < to; k++) {
      sum += density[k];
    }
    return sum / (to - from);
  }

  /** Returns the power density of the last measured window, µV²/Hz, at multiples of the step. */
  double[] density() {
    return density;
  }

  double stepHz() {
    return stepHz;
  }

  /** Returns whether the last measured window shows a brain. */
  boolean good() {
    return good;
  }

  /** Returns what was wrong with the last measured window. */
  int flags() {
    return flags;
  }

  void gap() {
    heard = 0;
    flags = 0;
    good = false;
    fifty.reset();
    sixty.reset();
  }
}
