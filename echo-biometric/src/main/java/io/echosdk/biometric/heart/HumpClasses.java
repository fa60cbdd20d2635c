package io.echosdk.biometric.heart;

import java.util.Arrays;

/**
 * Sorts the humps of the envelope by the shape of the wave beneath them, and learns of each shape
 * whether it rules its neighbourhood.
 *
 * <p>The idea: a P or T wave may be nearly as high as a QRS complex, but it looks the same each
 * time and there is always something higher within reach; a QRS complex looks the same too, and
 * there is not. So each class of shapes keeps a running share of how often its humps had no higher
 * one from 0.3 s before to 0.26 s after. That share is learnt from the wave alone and not from what
 * was taken for a beat, so a wrong decision cannot confirm itself. Learning needs the 0.26 s;
 * asking does not wait.
 *
 * <p>At most eight shapes, unit vectors of 75 ms, each with a usual height; a hump belongs to the
 * one with the highest correlation of at least 0.8 within three places of shift, unless it is more
 * than twice or less than half as high (a P wave is a small hill of the same form as a broad R
 * wave), else it replaces the one that is rarest and longest unseen. Constant memory, about 1,500
 * multiplications for each hump.
 */
final class HumpClasses {

  private static final int CLASSES = 8;
  private static final double BEFORE_TOP_SECONDS = 0.04;
  private static final double AFTER_TOP_SECONDS = 0.035;
  private static final double SHIFT_SECONDS = 0.008;
  private static final double SAME_SHAPE = 0.8;
  private static final double SHAPE_RATE = 0.15;
  private static final double SAME_HEIGHT = 2; // ratio
  private static final double HEIGHT_RATE = 0.15;
  private static final int COUNT_LIMIT = 20;
  private static final double FORGET_PER_SECOND = 0.25; // counts
  private static final int KNOWN_AFTER = 2;

  private static final double REACH_AFTER_SECONDS = 0.26;
  private static final double REACH_BEFORE_SECONDS = 0.3;
  private static final double RULE_RATE = 0.15;
  private static final double UNDECIDED = 0.5;
  private static final int REMEMBERED = 32;

  private final QrsBand band;
  private final double sampleRateHz;
  private final int before;
  private final int length;
  private final int maxShift;
  private final double[] wave; // beneath a hump, with room for shifting
  private final double[][] shapes;
  private final int[] counts = new int[CLASSES];
  private final long[] lastSeen = new long[CLASSES];
  private final double[] rules = new double[CLASSES];
  private final double[] heights = new double[CLASSES];

  private final long[] humpAt = new long[REMEMBERED];
  private final double[] humpTop = new double[REMEMBERED];
  private final int[] humpClass = new int[REMEMBERED];
  private long now; // what the band has heard beyond it is not looked at
  private long humps;
  private long learnt; // humps whose neighbourhood is complete

  private int best; // class of the last match, -1 if none
  private int bestShift;

  HumpClasses(QrsBand band, double sampleRateHz) {
    this.band = band;
    this.sampleRateHz = sampleRateHz;
    before = (int) Math.round(BEFORE_TOP_SECONDS * sampleRateHz);
    length = before + (int) Math.round(AFTER_TOP_SECONDS * sampleRateHz) + 1;
    maxShift = Math.max(1, (int) Math.round(SHIFT_SECONDS * sampleRateHz));
    wave = new double[length + 2 * maxShift];
    shapes = new double[CLASSES][length];
    Arrays.fill(rules, UNDECIDED);
  }

  /**
   * Adds a hump.
   *
   * @return how often humps of its shape rule their neighbourhood, 0 to 1
   */
  double add(long at, double top) {
    long start = highestNear(at) - before;
    match(start, top);
    start += bestShift;
    if (best < 0) {
      best = leastWorthKeeping();
      counts[best] = 0;
      rules[best] = UNDECIDED;
      Arrays.fill(shapes[best], 0);
    }
    learnShape(best, start);
    heights[best] += counts[best] == 0 ? top - heights[best] : HEIGHT_RATE * (top - heights[best]);
    counts[best] = Math.min(counts[best] + 1, COUNT_LIMIT);
    lastSeen[best] = at;
    int slot = (int) (humps++ % REMEMBERED);
    humpAt[slot] = at;
    humpTop[slot] = top;
    humpClass[slot] = best;
    return share();
  }

  /** Returns what {@link #add} would return, without adding. */
  double ask(long at, double top) {
    match(highestNear(at) - before, top);
    return share();
  }

  private double share() {
    return best < 0 || counts[best] < KNOWN_AFTER ? UNDECIDED : rules[best];
  }

  /** Says which sample is heard now; learns from the humps whose neighbourhood is complete. */
  void moveTo(long sample) {
    now = sample;
    while (learnt < humps) {
      int slot = (int) (learnt % REMEMBERED);
      if (now - humpAt[slot] <= REACH_AFTER_SECONDS * sampleRateHz) {
        return;
      }
      double ruled = rulesNeighbourhood(slot) ? 1 : 0;
      rules[humpClass[slot]] += RULE_RATE * (ruled - rules[humpClass[slot]]);
      learnt++;
    }
  }

  private boolean rulesNeighbourhood(int slot) {
    for (long i = Math.max(0, humps - REMEMBERED); i < humps; i++) {
      int other = (int) (i % REMEMBERED);
      double after = (humpAt[other] - humpAt[slot]) / sampleRateHz;
      if (after > -REACH_BEFORE_SECONDS
          && after < REACH_AFTER_SECONDS
          && humpTop[other] > humpTop[slot]) {
        return false;
      }
    }
    return true;
  }

  /** Where the wave is highest under a top of the envelope, as far as a shape's end was heard. */
  private long highestNear(long at) {
    long last = Math.min(now, at + 2);
    long highest = at;
    float height = -1;
    for (long i = Math.max(oldest(), at - band.window() - 2); i <= last; i++) {
      float h = Math.abs(band.at(i));
      if (h > height) {
        height = h;
        highest = i;
      }
    }
    return Math.min(highest, now - (length - 1 - before));
  }

  private void match(long start, double top) {
    best = -1;
    bestShift = 0;
    double highest = SAME_SHAPE;
    copy(start - maxShift);
    for (int shift = -maxShift; shift <= maxShift; shift++) {
      if (!remembered(start + shift)) {
        continue;
      }
      int from = shift + maxShift;
      double norm = norm(from);
      for (int c = 0; c < CLASSES; c++) {
        double correlation =
            likeInHeight(c, top) ? Sums.ofProducts(shapes[c], wave, from, length) / norm : 0;
        if (correlation > highest) {
          highest = correlation;
          best = c;
          bestShift = shift;
        }
      }
    }
  }

  /** What is not remembered may be anything, and is not looked at. */
  private void copy(long from) {
    for (int i = 0; i < wave.length; i++) {
      wave[i] = band.at(from + i);
    }
  }

  private boolean likeInHeight(int c, double top) {
    return counts[c] > 0 && top <= SAME_HEIGHT * heights[c] && heights[c] <= SAME_HEIGHT * top;
  }

  private long oldest() {
    return Math.max(0, now + 1 - band.memory());
  }

  private boolean remembered(long start) {
    return start >= oldest() && start + length - 1 <= now;
  }

  private double norm(int from) {
    return Math.sqrt(Double.MIN_NORMAL + Sums.ofSquares(wave, from, length, 0));
  }

  private int leastWorthKeeping() {
    int least = 0;
    for (int c = 1; c < CLASSES; c++) {
      if (worth(c) < worth(least)) {
        least = c;
      }
    }
    return least;
  }

  private double worth(int c) {
    double age = (now - lastSeen[c]) / sampleRateHz;
    return counts[c] == 0 ? Double.NEGATIVE_INFINITY : counts[c] - FORGET_PER_SECOND * age;
  }

  private void learnShape(int c, long start) {
    if (!remembered(start)) {
      return;
    }
    copy(start);
    double rate = Math.max(SHAPE_RATE, 1.0 / (counts[c] + 1));
    double norm = norm(0);
    double[] shape = shapes[c];
    double sum = Double.MIN_NORMAL;
    for (int i = 0; i < length; i++) {
      shape[i] += rate * (wave[i] / norm - shape[i]);
      sum += shape[i] * shape[i];
    }
    double scale = 1 / Math.sqrt(sum);
    for (int i = 0; i < length; i++) {
      shape[i] *= scale;
    }
  }

  void reset() {
    Arrays.fill(counts, 0);
    Arrays.fill(rules, UNDECIDED);
    learnt = humps;
  }
}
