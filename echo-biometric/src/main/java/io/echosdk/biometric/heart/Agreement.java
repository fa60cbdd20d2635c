package io.echosdk.biometric.heart;

import io.echosdk.api.HotPath;

/**
 * How well two detectors have agreed over the last ten seconds, which says how far to believe the
 * beats of the first: a beat that only the second hears may be one that was missed, and one that
 * only the first tells may be invented.
 *
 * <p>A beat of the second from 0.25 s before to 0.15 s after one of the first is the same: it may
 * hear a tall P wave, and is deaf to the complex then. What only one of them has is a disagreement,
 * and so is each beat that a pause has room for: where nothing came for 1.5 median intervals and no
 * early beat before it explains that, as it does the pause after an ectopic one. The share of
 * agreement among all these is the index of Li, Mark and Clifford, Physiol Meas 29(1), 2008. It is
 * believed by half at 0.91, between one disagreement among eleven and one among twelve, so that
 * windows in which a tenth of the beats is missed are not.
 *
 * <p>A beat of the second that the first has not told is no disagreement for as long as it may
 * still come. One entry for each beat, work in proportion to the beats of ten seconds; nothing is
 * allocated.
 */
public final class Agreement {

  private static final double MEMORY_SECONDS = 10;
  private static final double SECOND_EARLY_SECONDS = 0.25; // deaf for so long
  private static final double SECOND_LATE_SECONDS = 0.15;
  private static final double STILL_COMES_SECONDS = 0.2;
  private static final double PAUSE = 1.5; // median intervals
  private static final double UNEXPLAINED = 2.5; // with the interval before
  private static final int FEW = 2; // intervals before there is a median
  private static final double BELIEVED_FROM = 0.82;
  private static final int REMEMBERED =
      128; // a power of two; both together have fewer in ten seconds

  private final LengthTransform second;
  private final double memory;
  private final double secondEarly;
  private final double secondLate;
  private final double stillComes;
  private final double[] at = new double[REMEMBERED]; // rings: where something is or should be,
  private final boolean[] ofFirst = new boolean[REMEMBERED]; // and who has it, if anybody
  private final boolean[] ofSecond = new boolean[REMEMBERED];
  private long count;
  private long heard; // samples
  private final boolean[] ahead = new boolean[QrsBand.BLOCK]; // where the second has beats
  private int next; // of these
  private long last; // beat told
  private long lastInterval;
  private boolean any; // beat told
  private int intervals; // known, as far as it matters

  /** Makes one for a rate. */
  public Agreement(double sampleRateHz) {
    second = new LengthTransform(sampleRateHz);
    memory = MEMORY_SECONDS * sampleRateHz;
    secondEarly = SECOND_EARLY_SECONDS * sampleRateHz;
    secondLate = SECOND_LATE_SECONDS * sampleRateHz;
    stillComes = STILL_COMES_SECONDS * sampleRateHz;
  }

  /**
   * Lets the second detector hear some more samples, at most {@link QrsBand#BLOCK}; what it tells
   * of them counts with each {@link #advance}.
   */
  @HotPath
  public void hear(float[] samples, int count) {
    second.next(samples, ahead, count);
    next = 0;
  }

  /** One of those samples has come to the first detector as well. */
  @HotPath
  public void advance() {
    if (ahead[next++]) {
      enter(heard, false);
    }
    heard++;
  }

  /**
   * Hears that the first detector tells a beat.
   *
   * @param beat its sample, counted from the first that was heard
   * @param medianInterval between its last beats, samples
   */
  public void told(long beat, double medianInterval) {
    if (any) {
      long interval = beat - last;
      if (intervals == FEW && interval + lastInterval > UNEXPLAINED * medianInterval) {
        miss(beat, medianInterval);
      }
      lastInterval = interval;
      intervals = Math.min(FEW, intervals + 1);
    }
    any = true;
    last = beat;
    enter(beat, true);
  }

  /** Hears that the beat told last is elsewhere. */
  public void moved(long beat) {
    for (long i = oldest(); i < count; i++) {
      int slot = (int) i & REMEMBERED - 1;
      if (at[slot] == last && ofFirst[slot] && !ofSecond[slot]) {
        at[slot] = Double.NEGATIVE_INFINITY;
        enter(beat, true);
        return;
      }
    }
  }

  /** What one of them has is one beat with what the other alone has near it. */
  private void enter(long beat, boolean first) {
    for (long i = oldest(); i < count; i++) {
      int slot = (int) i & REMEMBERED - 1;
      boolean othersAlone = ofFirst[slot] != first && ofSecond[slot] == first;
      double early = first ? beat - at[slot] : at[slot] - beat; // the second's
      if (othersAlone && early <= secondEarly && -early <= secondLate) {
        ofFirst[slot] = true;
        ofSecond[slot] = true;
        return;
      }
    }
    add(beat, first, !first);
  }

  /** Enters the beats that there is room for since the last one and that nobody has. */
  private void miss(long beat, double medianInterval) {
    double until = beat - (PAUSE - 1) * medianInterval;
    double from = Math.max(last, beat - memory);
    for (double place = from + medianInterval; place < until; place += medianInterval) {
      if (!anyNear(place, medianInterval / 2)) {
        add(place, false, false);
      }
    }
  }

  private boolean anyNear(double place, double reach) {
    for (long i = oldest(); i < count; i++) {
      if (Math.abs(at[(int) i & REMEMBERED - 1] - place) < reach) {
        return true;
      }
    }
    return false;
  }

  private void add(double place, boolean first, boolean second) {
    int slot = (int) count++ & REMEMBERED - 1;
    at[slot] = place;
    ofFirst[slot] = first;
    ofSecond[slot] = second;
  }

  private long oldest() {
    return Math.max(0, count - REMEMBERED);
  }

  /** Returns how far the last ten seconds up to the beat told last can be believed, 0 to 1. */
  public double confidence() {
    int both = 0;
    int all = 0;
    for (long i = oldest(); i < count; i++) {
      int slot = (int) i & REMEMBERED - 1;
      boolean comes = !ofFirst[slot] && ofSecond[slot] && heard - at[slot] < stillComes;
      if (at[slot] > last - memory && !comes) {
        all++;
        both += ofFirst[slot] && ofSecond[slot] ? 1 : 0;
      }
    }
    double share = all == 0 ? 0 : (double) both / all;
    return Math.max(0, (share - BELIEVED_FROM) / (1 - BELIEVED_FROM));
  }

  /** Forgets what was heard, but goes on counting. */
  public void reset() {
    second.reset();
    count = 0;
    intervals = 0;
    any = false;
  }
}
