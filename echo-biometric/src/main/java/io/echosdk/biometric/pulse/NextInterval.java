package io.echosdk.biometric.pulse;

/**
 * Predicts the next interval between heart beats from those before.
 *
 * <p>Each interval is usual, early or late for the sinus node ({@link SinusRhythm}); what the last
 * three were is the context. Nine experts predict, and each is trusted by how well it did in the
 * same context lately: the last interval again; the node's median; its linear predictions, the
 * longest and the mean of three, which follow breathing and which an early beat does not disturb;
 * after an early beat the full compensatory pause, twice the node's interval less the last one;
 * what share of the node's interval came in the same context of four; what followed on the most
 * similar three and five intervals ({@link Precedents}); and a linear prediction of each context of
 * two. So a pause after an early beat, couplets, bigeminy and trigeminy are learnt, and the beats
 * between them are predicted as if they were not there. The prediction is the mean of the experts,
 * each weighted by the exponential of its loss (Vovk's aggregating forecaster with forgetting).
 *
 * <p>O(remembered) for each interval; nothing is allocated.
 *
 * <p>Source: Cesa-Bianchi and Lugosi, Prediction, Learning, and Games, 2006, ch. 2.
 */
public final class NextInterval {

  private static final int EXPERTS = 9;
  private static final int KINDS = 3; // usual, early, late
  private static final int CONTEXTS = 27; // of three intervals
  private static final int PAIRS = 9;
  private static final int FOURS = 81;
  private static final int FIT_ORDER = 5; // four intervals and a constant
  private static final int LEAST_FITTED = 5;
  private static final int SHARES_OF = 15;
  private static final int LEAST_SHARES = 3;
  private static final int LEAST_REMEMBERED = 12;
  private static final double LEAST_SHARE = 0.3; // of the node's interval: nothing is shorter
  private static final double MOST_SHARE = 2.5;
  private static final double LOSS_RATE = 0.02;
  private static final double ERROR_RATE = 0.05;
  private static final double LEAST_ERROR_MS = 3;
  private static final double MOST_LOSS = 4; // usual errors
  private static final double SHARPNESS = 16;

  private final SinusRhythm sinus = new SinusRhythm();
  private final Precedents precedents = new Precedents();
  private final Usual[] shares = new Usual[FOURS];
  private final RecursiveFit[] fits = new RecursiveFit[PAIRS];
  private final int[] fitted = new int[PAIRS];
  private final double[] inputs = new double[FIT_ORDER];
  private final double[] expert = new double[EXPERTS];
  private final double[][] loss = new double[CONTEXTS][EXPERTS];
  private final int[] seen = new int[CONTEXTS];
  private final double[] usualError = new double[CONTEXTS];
  private int history; // base 3: what the last four intervals were, the newest counts most
  private double prediction = Double.NaN;

  /** Makes one that has heard nothing. */
  public NextInterval() {
    for (int i = 0; i < FOURS; i++) {
      shares[i] = new Usual(SHARES_OF);
    }
    for (int i = 0; i < PAIRS; i++) {
      fits[i] = new RecursiveFit(FIT_ORDER, 0.98, 0);
    }
    for (int i = 0; i < CONTEXTS; i++) {
      usualError[i] = i == 0 ? 30 : 60;
    }
  }

  /**
   * Hears of an interval.
   *
   * @param intervalMs how long it was
   * @param ectopic whether the beat that ended it is known not to be the sinus node's
   */
  public void add(double intervalMs, boolean ectopic) {
    if (!Double.isNaN(prediction)) {
      learn(intervalMs);
    }
    precedents.add(intervalMs);
    int what = sinus.add(intervalMs, ectopic);
    history = what * CONTEXTS + history / KINDS;
    predict();
  }

  private int context() {
    return history / KINDS;
  }

  private int pair() {
    return history / PAIRS;
  }

  private void learn(double came) {
    int context = context();
    double usual = usualError[context];
    double rate = Math.max(LOSS_RATE, 1.0 / (++seen[context] + 1));
    for (int i = 0; i < EXPERTS; i++) {
      double each = Math.min(MOST_LOSS, Math.abs(came - expert[i]) / usual);
      loss[context][i] += rate * (each - loss[context][i]);
    }
    double error = Math.min(Math.abs(came - prediction), MOST_LOSS * usual);
    usualError[context] = Math.max(LEAST_ERROR_MS, usual + ERROR_RATE * (error - usual));
    shares[history].add(came / sinus.expectedMs());
    fits[pair()].learn(inputs, came - sinus.levelMs(), usual);
    fitted[pair()]++;
  }

  private void predict() {
    double expected = sinus.expectedMs();
    double median = sinus.medianMs();
    boolean remembered = precedents.count() > LEAST_REMEMBERED;
    expert[0] = precedents.back(0);
    expert[1] = median;
    expert[2] = expected;
    boolean early = history / CONTEXTS == SinusRhythm.EARLY;
    expert[3] = early ? possible(2 * expected - precedents.back(0), expected) : expected;
    Usual share = shares[history];
    expert[4] = share.count() >= LEAST_SHARES ? share.median() * expected : expected;
    expert[5] = remembered ? precedents.next(3) : median;
    expert[6] = remembered ? precedents.next(5) : median;
    expert[7] = possible(byPair(), expert[5]);
    expert[8] = sinus.longestMs();
    prediction = mean(loss[context()]);
  }

  private double byPair() {
    double level = sinus.levelMs();
    for (int i = 0; i < FIT_ORDER - 1; i++) {
      inputs[i] = precedents.count() > i ? precedents.back(i) - level : 0;
    }
    inputs[FIT_ORDER - 1] = level / 10;
    boolean known = fitted[pair()] >= LEAST_FITTED;
    return known ? level + fits[pair()].predict(inputs) : Double.NaN;
  }

  private double possible(double interval, double instead) {
    double level = sinus.levelMs();
    boolean is = interval > LEAST_SHARE * level && interval < MOST_SHARE * level;
    return is ? interval : instead;
  }

  private double mean(double[] losses) {
    double least = Double.POSITIVE_INFINITY;
    for (double each : losses) {
      least = Math.min(least, each);
    }
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < EXPERTS; i++) {
      double weight = Math.exp(-SHARPNESS * (losses[i] - least) / Math.max(0.1, least));
      sum += weight * expert[i];
      weights += weight;
    }
    return sum / weights;
  }

  /** Returns the next interval, ms; NaN before the first. */
  public double predictionMs() {
    return prediction;
  }

  /** Returns how large the error usually is, ms. */
  public double errorMs() {
    return usualError[context()] * 1.25; // mean of the absolute to standard deviation, Gaussian
  }

  /**
   * The intervals to come do not follow those before; what was learnt of how this heart answers to
   * early beats stays.
   */
  public void reset() {
    sinus.reset();
    precedents.reset();
    history = 0;
    prediction = Double.NaN;
  }
}
