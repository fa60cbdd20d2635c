package io.echosdk.biometric.heart;

import io.echosdk.api.HotPath;
import io.echosdk.api.biometric.Beat;
import java.util.Arrays;

/**
 * Tells beats that begin where they should not (ectopic ones) from those of the person's own
 * rhythm, at the moment each is decided.
 *
 * <p>The idea: what matters is not how a beat looks but how it differs from this person's usual
 * one, so a bundle branch block or a pacemaker, where every complex is wide, is usual. The wave
 * from 0.1 s before the fiducial to 50 ms after it is compared with at most six shapes seen before;
 * the usual one is that of most beats lately, where beats much earlier than the one before them do
 * not count: when every second beat is ectopic, the usual shape is that of the late ones. A beat is
 * ectopic
 *
 * <ul>
 *   <li>if it is much unlike the usual shape and slower in its movement, whenever it comes: a
 *       complex that starts in the ventricles spreads through muscle and not through the bundles;
 *   <li>if it is early and somewhat unlike the usual shape;
 *   <li>if it is early in a regular rhythm, whatever it looks like. In a rhythm without rule, as in
 *       atrial fibrillation, being early says nothing.
 * </ul>
 *
 * <p>How slow a wave is, is its strength over that of its slope, the reciprocal of its mean
 * frequency. All of it is free of gain and polarity. Constant memory, some thousand multiplications
 * for each beat, nothing allocated.
 *
 * <p>Shape and prematurity as what tells ventricular beats: de Chazal, O'Dwyer and Reilly, IEEE
 * Trans Biomed Eng 51(7), 2004.
 */
public final class BeatOrigin {

  private static final int SHAPES = 6;
  private static final double BEFORE_SECONDS = 0.1;
  private static final double AFTER_SECONDS = 0.05;
  private static final double SHIFT_SECONDS = 0.02;
  private static final double SHIFT_STEP_SECONDS = 0.003;
  private static final double SAME_SHAPE = 0.85; // correlation
  private static final double SHAPE_RATE = 0.15;
  private static final double FORGET = 0.98; // of a shape's beats, with each beat
  private static final double KNOWN_AFTER = 4; // beats

  private static final double FOREIGN = 0.7; // correlation with the usual shape
  private static final double WIDE = 1.2; // of the usual shape's width
  private static final double UNLIKE = 0.9; // correlation
  private static final double EARLY_UNLIKE = 0.85; // of the median interval
  private static final double EARLY = 0.8;
  private static final double EARLIER = 0.9; // of the interval before

  private static final int INTERVALS = 8;
  private static final int RHYTHM_AFTER = 4; // intervals
  private static final double REGULAR_SHARE = 0.75;
  private static final double REGULAR_WITHIN = 0.1; // of the median interval

  private final int before;
  private final int length;
  private final int shiftStep;
  private final int maxShift;
  private final double[] wave; // what surrounds a beat, with room for shifting
  private int known; // how many of these were heard
  private final double[][] shapes; // no mean, unit length
  private final double[] beats = new double[SHAPES]; // fading counts
  private final double[] widths = new double[SHAPES];
  private int best;
  private int bestShift;
  private double bestCorrelation;
  private double usualCorrelation;

  private final double[] intervals = new double[INTERVALS];
  private final double[] sorted = new double[INTERVALS];
  private long intervalCount;
  private double last = Double.NaN;
  private double lastInterval = Double.NaN;

  /** Knows no shape and no rhythm. */
  public BeatOrigin(double sampleRateHz) {
    before = (int) Math.round(BEFORE_SECONDS * sampleRateHz);
    length = before + (int) Math.round(AFTER_SECONDS * sampleRateHz) + 1;
    shiftStep = Math.max(1, (int) (SHIFT_STEP_SECONDS * sampleRateHz));
    maxShift = shiftStep * (int) Math.round(SHIFT_SECONDS * sampleRateHz / shiftStep);
    wave = new double[length + 2 * maxShift];
    shapes = new double[SHAPES][length];
  }

  /**
   * Takes the next beat.
   *
   * @param fiducial has heard the wave up to the decision
   * @param sample where the beat is
   * @return whether it is ectopic
   */
  @HotPath
  public Beat.Kind kind(Fiducial fiducial, double sample) {
    double interval = sample - last;
    double median = medianInterval();
    boolean regular = isRegular(median);
    boolean earlier = interval < EARLIER * lastInterval;
    last = sample;
    if (!Double.isNaN(interval)) {
      intervals[(int) (intervalCount++ % INTERVALS)] = interval;
      lastInterval = interval;
    }
    int usual = usualShape();
    copy(fiducial, Math.round(sample) - before - maxShift);
    compare(usual);
    double width = width();
    boolean settled = usual >= 0 && beats[usual] >= KNOWN_AFTER;
    boolean foreign = settled && usualCorrelation < FOREIGN && width > WIDE * widths[usual];
    boolean unlike = settled && usualCorrelation < UNLIKE && interval < EARLY_UNLIKE * median;
    boolean early = regular && interval < EARLY * median;
    learn(width, earlier);
    return foreign || unlike || early ? Beat.Kind.ECTOPIC : Beat.Kind.NORMAL;
  }

  private double medianInterval() {
    int count = (int) Math.min(intervalCount, INTERVALS);
    if (count < RHYTHM_AFTER) {
      return Double.NaN;
    }
    System.arraycopy(intervals, 0, sorted, 0, count);
    Arrays.sort(sorted, 0, count);
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
  }

  private boolean isRegular(double median) {
    int count = (int) Math.min(intervalCount, INTERVALS);
    int near = 0;
    for (int i = 0; i < count; i++) {
      near += Math.abs(intervals[i] - median) <= REGULAR_WITHIN * median ? 1 : 0;
    }
    return near > 0 && near >= REGULAR_SHARE * count;
  }

  private int usualShape() {
    int usual = -1;
    for (int k = 0; k < SHAPES; k++) {
      if (beats[k] > 0 && (usual < 0 || beats[k] > beats[usual])) {
        usual = k;
      }
    }
    return usual;
  }

  /** What was not heard yet is taken to stay as it is. */
  private void copy(Fiducial fiducial, long from) {
    long newest = fiducial.heard() - 1;
    known = (int) Math.min(wave.length, newest + 1 - from);
    for (int i = 0; i < wave.length; i++) {
      wave[i] = fiducial.at(Math.min(from + i, newest));
    }
  }

  private void compare(int usual) {
    best = -1;
    bestShift = 0;
    bestCorrelation = -1;
    usualCorrelation = -1;
    for (int shift = -maxShift; shift <= maxShift; shift += shiftStep) {
      double norm = norm(shift + maxShift);
      for (int k = 0; k < SHAPES; k++) {
        if (beats[k] == 0) {
          continue;
        }
        double correlation = Sums.ofProducts(shapes[k], wave, shift + maxShift, length) / norm;
        if (k == usual) {
          usualCorrelation = Math.max(usualCorrelation, correlation);
        }
        if (correlation > bestCorrelation) {
          bestCorrelation = correlation;
          best = k;
          bestShift = shift;
        }
      }
    }
  }

  /** The strength of a stretch of the wave about its mean. */
  private double norm(int from) {
    double mean = Sums.mean(wave, from, length);
    return Math.sqrt(Double.MIN_NORMAL + Sums.ofSquares(wave, from, length, mean));
  }

  /** Strength over the slope's strength, samples, of what was heard. */
  private double width() {
    int end = Math.min(maxShift + length, known);
    double mean = Sums.mean(wave, maxShift, end - maxShift);
    double strength = 0;
    double slopes = Double.MIN_NORMAL;
    for (int i = maxShift + 1; i < end - 1; i++) {
      double slope = (wave[i + 1] - wave[i - 1]) / 2;
      strength += (wave[i] - mean) * (wave[i] - mean);
      slopes += slope * slope;
    }
    return Math.sqrt(strength / slopes);
  }

  private void learn(double width, boolean earlier) {
    for (int k = 0; k < SHAPES; k++) {
      beats[k] *= FORGET;
    }
    if (bestCorrelation < SAME_SHAPE) {
      best = rarest();
      bestShift = 0;
      beats[best] = 0;
      widths[best] = width;
      Arrays.fill(shapes[best], 0);
    }
    double rate = beats[best] == 0 ? 1 : SHAPE_RATE;
    move(shapes[best], bestShift + maxShift, rate);
    widths[best] += rate * (width - widths[best]);
    beats[best] += earlier ? Double.MIN_NORMAL : 1;
  }

  private int rarest() {
    int rarest = 0;
    for (int k = 1; k < SHAPES; k++) {
      rarest = beats[k] < beats[rarest] ? k : rarest;
    }
    return rarest;
  }

  private void move(double[] shape, int from, double rate) {
    double mean = Sums.mean(wave, from, length);
    double norm = norm(from);
    double sum = Double.MIN_NORMAL;
    for (int i = 0; i < length; i++) {
      shape[i] += rate * ((wave[from + i] - mean) / norm - shape[i]);
      sum += shape[i] * shape[i];
    }
    double scale = 1 / Math.sqrt(sum);
    for (int i = 0; i < length; i++) {
      shape[i] *= scale;
    }
  }

  /** Forgets shapes and rhythm. */
  public void reset() {
    Arrays.fill(beats, 0);
    intervalCount = 0;
    last = Double.NaN;
    lastInterval = Double.NaN;
  }
}
