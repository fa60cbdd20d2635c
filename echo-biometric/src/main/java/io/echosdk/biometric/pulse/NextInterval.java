package io.echosdk.biometric.pulse;

/**
 * Predicts the next interval between heart beats from those before.
 *
 * <p>Several experts predict; each is trusted by how well it did lately, after an interval like the
 * last one (usual or out of rhythm): the last interval repeated; the median of the last seven; two
 * linear predictions, short and long, learnt by {@link RecursiveFit}, which follow breathing; and
 * what came after the most similar three intervals of the last minutes, which knows what an early
 * beat is followed by, and rhythms that alternate. The prediction is the mean of the experts, each
 * weighted by the exponential of its loss (Vovk's aggregating forecaster with forgetting).
 *
 * <p>O(remembered) for each interval; nothing is allocated.
 *
 * <p>Source: Cesa-Bianchi and Lugosi, Prediction, Learning, and Games, 2006, ch. 2.
 */
public final class NextInterval {

  private static final int REMEMBERED = 256;
  private static final int LONG_ORDER = 12;
  private static final int SHORT_ORDER = 4;
  private static final int EXPERTS = 5;
  private static final int CONTEXT = 3;
  private static final int NEIGHBOURS = 9;
  private static final int MEDIAN_OF = 7;
  private static final double CLIP = 0.15; // of the median: what linear prediction hears
  private static final double OUT = 0.12; // of the median: an interval out of rhythm
  private static final double LOSS_MEMORY = 0.98;
  private static final double SHARPNESS = 8;

  private final double[] intervals = new double[REMEMBERED];
  private final double[] distances = new double[NEIGHBOURS];
  private final double[] followers = new double[NEIGHBOURS];
  private final double[] inputs = new double[LONG_ORDER];
  private final double[] expert = new double[EXPERTS];
  private final double[][] loss = new double[2][EXPERTS];
  private final double[] usualError = {30, 100};
  private final RecursiveFit longFit = new RecursiveFit(LONG_ORDER, 0.995);
  private final RecursiveFit shortFit = new RecursiveFit(SHORT_ORDER, 0.98);
  private final Usual middle = new Usual(MEDIAN_OF);
  private final Usual level = new Usual(31);
  private long count;
  private int context;
  private double prediction = Double.NaN;

  /** Hears of an interval, ms. */
  public void add(double intervalMs) {
    if (!Double.isNaN(prediction)) {
      learn(intervalMs);
    }
    intervals[slot(count++)] = intervalMs;
    middle.add(intervalMs);
    level.add(intervalMs);
    predict();
  }

  private static int slot(long index) {
    return (int) (index & (REMEMBERED - 1));
  }

  private void learn(double came) {
    double usual = usualError[context];
    for (int i = 0; i < EXPERTS; i++) {
      double error = Math.min(4, Math.abs(came - expert[i]) / usual);
      loss[context][i] += (1 - LOSS_MEMORY) * (error - loss[context][i]);
    }
    double error = Math.abs(came - prediction);
    usualError[context] += 0.05 * (Math.min(error, 4 * usual) - usual);
    usualError[context] = Math.max(3, usualError[context]);
    if (count > LONG_ORDER) {
      double centre = level.median();
      double heard = clipped(came, centre) - centre;
      longFit.learn(inputs, heard, usualError[0]);
      shortFit.learn(inputs, heard, usualError[0]);
    }
  }

  private static double clipped(double interval, double centre) {
    double most = CLIP * centre;
    return centre + Math.max(-most, Math.min(most, interval - centre));
  }

  private void predict() {
    double last = intervals[slot(count - 1)];
    double median = middle.median();
    double centre = level.median();
    context = Math.abs(last - median) > OUT * median ? 1 : 0;
    for (int i = 0; i < LONG_ORDER; i++) {
      inputs[i] = count > i ? clipped(intervals[slot(count - 1 - i)], centre) - centre : 0;
    }
    expert[0] = last;
    expert[1] = median;
    boolean fitted = count > 2 * LONG_ORDER;
    expert[2] = fitted ? centre + longFit.predict(inputs) : median;
    expert[3] = fitted ? centre + shortFit.predict(inputs) : median;
    expert[4] = count > 4 * CONTEXT ? asBefore() : median;
    double sum = 0;
    double weights = 0;
    double least = Double.POSITIVE_INFINITY;
    for (double each : loss[context]) {
      least = Math.min(least, each);
    }
    for (int i = 0; i < EXPERTS; i++) {
      double weight = Math.exp(-SHARPNESS * (loss[context][i] - least) / Math.max(0.1, least));
      sum += weight * expert[i];
      weights += weight;
    }
    prediction = sum / weights;
  }

  /** What came after the most similar intervals, each corrected by how it differs from now. */
  private double asBefore() {
    int found = 0;
    long oldest = Math.max(CONTEXT, count - REMEMBERED + CONTEXT);
    for (long i = oldest; i < count; i++) {
      double distance = 0;
      for (int k = 1; k <= CONTEXT; k++) {
        double off = intervals[slot(i - k)] - intervals[slot(count - k)];
        distance += Math.abs(off) / k;
      }
      found = keep(distance, intervals[slot(i)], found);
    }
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < found; i++) {
      double weight = 1 / (distances[i] + 10);
      sum += weight * followers[i];
      weights += weight;
    }
    return sum / weights;
  }

  /** Keeps the nearest, sorted. */
  private int keep(double distance, double follower, int found) {
    if (found == NEIGHBOURS && distance >= distances[found - 1]) {
      return found;
    }
    int place = Math.min(found, NEIGHBOURS - 1);
    while (place > 0 && distances[place - 1] > distance) {
      distances[place] = distances[place - 1];
      followers[place] = followers[place - 1];
      place--;
    }
    distances[place] = distance;
    followers[place] = follower;
    return Math.min(found + 1, NEIGHBOURS);
  }

  /** Returns the next interval, ms; NaN before the first. */
  public double predictionMs() {
    return prediction;
  }

  /** Returns how large the error usually is, ms. */
  public double errorMs() {
    return usualError[context] * 1.25; // mean of the absolute to standard deviation, Gaussian
  }

  /** The intervals to come do not follow those before. */
  public void reset() {
    count = 0;
    prediction = Double.NaN;
    longFit.reset();
    shortFit.reset();
  }
}
