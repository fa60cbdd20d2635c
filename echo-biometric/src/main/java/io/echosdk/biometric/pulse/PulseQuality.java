package io.echosdk.biometric.pulse;

/**
 * How far pulses can be believed by how they look, without knowing of movement: each is compared
 * with those before it. Movement draws waves that differ from each other and jump in height.
 *
 * <p>A pulse is as good as the worse of two: the likeness (correlation, without straight trends) of
 * the wave up to and about its peak with the running mean of earlier ones, over three quarters of a
 * usual interval; and its rise against the usual rise. What counts is that together with the last
 * few: a pulse among bad ones is not believed, however well it looks, because half of what matters
 * is whether the others were found. How far the wave's foot jumps was tried and left out: it doubts
 * what a slow sway of the whole wave leaves readable.
 *
 * <p>Sources: Li and Clifford, Physiol Meas 33(9), 2012 (template agreement); Orphanidou et al.,
 * IEEE J Biomed Health Inform 19(3), 2015.
 */
final class PulseQuality {

  private static final int POINTS = 24;
  private static final double SPREAD = POINTS * (POINTS * POINTS - 1) / 12.0; // of their places
  private static final double TEMPLATE_RATE = 0.15; // the mean of some seven pulses
  private static final double LIKE_NONE = 0.7; // the correlation at which nothing is believed
  private static final double LIKE_FULL = 0.92;
  private static final double RISE_NONE = 0.2; // the lower of the rise and the usual by the higher
  private static final double RISE_FULL = 0.5;
  private static final double SPAN = 0.75; // of the usual interval
  private static final double LEAST_SPAN_SECONDS = 0.25;
  private static final double MOST_SPAN_SECONDS = 0.6;
  private static final double RATE = 0.25;

  private final double rateHz;
  private final double[] template = new double[POINTS];
  private final double[] shape = new double[POINTS];
  private boolean known;
  private double clear = 1;

  PulseQuality(double rateHz) {
    this.rateHz = rateHz;
  }

  /**
   * Looks at a pulse.
   *
   * @param wave all of it up to now, of which the sign says which side is up
   * @param intervalSeconds the usual interval, 0 if none is known
   * @param rise from the foot to the peak
   * @param usualRise the same of earlier pulses, 0 if not known
   * @return 0 to 1
   */
  double of(Ring wave, int sign, long peak, double intervalSeconds, double rise, double usualRise) {
    double good = like(wave, sign, peak, intervalSeconds);
    if (usualRise > 0) {
      double ratio = Math.min(rise, usualRise) / Math.max(rise, usualRise);
      good = Math.min(good, share(ratio, RISE_NONE, RISE_FULL));
    }
    clear += RATE * (good - clear);
    return good * clear;
  }

  private static double share(double value, double none, double full) {
    return Math.max(0, Math.min(1, (value - none) / (full - none)));
  }

  private double like(Ring wave, int sign, long peak, double intervalSeconds) {
    double wanted = intervalSeconds > 0 ? SPAN * intervalSeconds : MOST_SPAN_SECONDS;
    double span = Math.max(LEAST_SPAN_SECONDS, Math.min(MOST_SPAN_SECONDS, wanted));
    double end = wave.count() - 1;
    double step = (end - peak + span * rateHz) / (POINTS - 1);
    for (int i = 0; i < POINTS; i++) {
      shape[i] = sign * at(wave, end - (POINTS - 1 - i) * step);
    }
    straighten();
    double product = 0;
    double usual = 0;
    for (int i = 0; i < POINTS; i++) {
      product += shape[i] * template[i];
      usual += template[i] * template[i];
    }
    double like = known && usual > 0 ? product / Math.sqrt(usual) : 1;
    double rate = known ? TEMPLATE_RATE : 1;
    for (int i = 0; i < POINTS; i++) {
      template[i] += rate * (shape[i] - template[i]);
    }
    known = true;
    return share(like, LIKE_NONE, LIKE_FULL);
  }

  /** Takes the straight trend out of the shape, and its size. */
  private void straighten() {
    double middle = (POINTS - 1) / 2.0;
    double mean = 0;
    double slope = 0;
    for (int i = 0; i < POINTS; i++) {
      mean += shape[i] / POINTS;
      slope += (i - middle) * shape[i] / SPREAD;
    }
    double power = 0;
    for (int i = 0; i < POINTS; i++) {
      shape[i] -= mean + slope * (i - middle);
      power += shape[i] * shape[i];
    }
    double size = power > 0 ? 1 / Math.sqrt(power) : 0;
    for (int i = 0; i < POINTS; i++) {
      shape[i] *= size;
    }
  }

  private static double at(Ring wave, double place) {
    long before = (long) Math.floor(place);
    double part = place - before;
    return part == 0 ? wave.at(before) : (1 - part) * wave.at(before) + part * wave.at(before + 1);
  }

  void reset() {
    known = false;
    clear = 1;
  }
}
