package io.echosdk.sync.playback;

/**
 * Offset and skew of two clocks: the mean of all lines, each weighted by how likely the remembered
 * {@link Stretches} make it.
 *
 * <p>The likeliest line is sought among those through two stretches, and the mean is taken on a
 * grid around it that is as wide as the lines were uncertain the last time. Nothing is decided for
 * good: whether packets queued or the route changed is weighed anew with every exchange, for all
 * that is remembered.
 *
 * <p>An exchange takes some 200 evaluations of up to 41 stretches; one that begins a stretch, a
 * thousand.
 */
final class ClockLine {

  /** Until then all pairs are searched with every exchange, afterwards once a stretch. */
  private static final int FEW = 14;

  private static final double LEAST_APART_NANOS = 1e9;
  private static final double FIRST_SIGMA_NANOS = 1e6;
  private static final double LEAST_SIGMA_NANOS = 200;
  private static final double LEAST_SKEW_SIGMA = 1e-9;

  /** The grid reaches so many steps to each side, each of so many standard deviations. */
  private static final int REACH = 4;

  private static final int SIDE = 2 * REACH + 1;
  private static final double STEP = 0.7;
  private static final double SIGMAS = 3;

  /** The grid does not become narrower faster than by this, since the mode may lie between. */
  private static final double NARROWS = 0.3;

  private final OpenStretch open = new OpenStretch();
  private final Stretches stretches = new Stretches();
  private final double[] costs = new double[SIDE * SIDE];
  private long exchanges;
  private long baseNanos; // offsets are beyond it
  private long nowNanos; // of the newest exchange
  private double offset; // the mean
  private double skew;
  private double likeliestOffset;
  private double likeliestSkew;
  private double least; // cost of the likeliest
  private double offsetSigma; // for a given skew
  private double skewSigma;
  private double ridge; // how much more the offset is where the skew is more by one
  private double sigma; // of the offset, for any skew

  ClockLine() {
    reset();
  }

  /**
   * Takes an exchange.
   *
   * @param middleNanos its middle, on the client's clock
   * @param wayUpNanos what the way to the server seems to take: t1 - t0
   * @param wayDownNanos what the way back seems to take: t3 - t2
   */
  void add(long middleNanos, long wayUpNanos, long wayDownNanos) {
    if (exchanges == 0) {
      baseNanos = (wayUpNanos - wayDownNanos) / 2;
      nowNanos = middleNanos;
    }
    boolean begins = open.over(middleNanos, exchanges);
    if (begins) {
      open.clear();
      stretches.keep();
    }
    moveTo(middleNanos);
    open.add(middleNanos, wayUpNanos - baseNanos, wayDownNanos + baseNanos);
    stretches.show(open.summary(skew), middleNanos);
    exchanges++;
    seek(begins);
    average();
  }

  private void moveTo(long middleNanos) {
    offset += skew * (middleNanos - nowNanos);
    likeliestOffset += likeliestSkew * (middleNanos - nowNanos);
    nowNanos = middleNanos;
  }

  /** Seeks the likeliest line: from where it was, and through all stretches or the newest. */
  private void seek(boolean begins) {
    least = stretches.cost(likeliestOffset, likeliestSkew);
    consider(offset, skew);
    int count = stretches.count();
    for (int i = 0; i < count; i++) {
      consider(stretches.offset(i) - skew * stretches.age(i), skew);
    }
    for (int i = begins || count < FEW ? 0 : count - 1; i < count; i++) {
      for (int j = 0; j < i; j++) {
        considerThrough(i, j);
      }
    }
  }

  private void considerThrough(int i, int j) {
    double apart = stretches.age(i) - stretches.age(j);
    double through = (stretches.offset(i) - stretches.offset(j)) / apart;
    if (Math.abs(apart) >= LEAST_APART_NANOS && Math.abs(through) <= Clocks.MAX_SKEW) {
      consider(stretches.offset(i) - through * stretches.age(i), through);
    }
  }

  /** Returns the cost of a line, and takes it for the likeliest if it is. */
  private double consider(double candidateOffset, double candidateSkew) {
    double cost = stretches.cost(candidateOffset, candidateSkew);
    if (cost < least) {
      least = cost;
      likeliestOffset = candidateOffset;
      likeliestSkew = candidateSkew;
    }
    return cost;
  }

  /** Takes the mean of the lines around the likeliest, and how far they lie apart. */
  private void average() {
    double centreOffset = likeliestOffset;
    double centreSkew = likeliestSkew;
    for (int i = 0; i < SIDE * SIDE; i++) {
      costs[i] = consider(centreOffset + offsetBy(i), centreSkew + skewBy(i));
    }
    double sum = 0;
    double offsets = 0;
    double skews = 0;
    double offsetSquares = 0;
    double skewSquares = 0;
    double products = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
      double weight = Math.exp(least - costs[i]);
      sum += weight;
      offsets += weight * offsetBy(i);
      skews += weight * skewBy(i);
      offsetSquares += weight * offsetBy(i) * offsetBy(i);
      skewSquares += weight * skewBy(i) * skewBy(i);
      products += weight * offsetBy(i) * skewBy(i);
    }
    double offsetMean = offsets / sum;
    double skewMean = skews / sum;
    offset = centreOffset + offsetMean;
    skew = Clocks.clampSkew(centreSkew + skewMean);
    widen(
        offsetSquares / sum - offsetMean * offsetMean,
        skewSquares / sum - skewMean * skewMean,
        products / sum - offsetMean * skewMean);
  }

  private double skewBy(int point) {
    return (point / SIDE - REACH) * STEP * skewSigma;
  }

  private double offsetBy(int point) {
    return ridge * skewBy(point) + (point % SIDE - REACH) * STEP * offsetSigma;
  }

  /** Makes the grid as wide as the lines lie apart. */
  private void widen(double offsetVariance, double skewVariance, double covariance) {
    double leastVariance = Math.max(skewVariance, LEAST_SKEW_SIGMA * LEAST_SKEW_SIGMA);
    sigma = Math.sqrt(Math.max(0, offsetVariance));
    ridge = covariance / leastVariance;
    double across = Math.sqrt(Math.max(0, offsetVariance - ridge * covariance));
    offsetSigma = Math.max(Math.max(across, LEAST_SIGMA_NANOS), NARROWS * offsetSigma);
    skewSigma =
        Math.min(Clocks.SKEW_SIGMA, Math.max(Math.sqrt(leastVariance), NARROWS * skewSigma));
  }

  long offsetAt(long atNanos) {
    return baseNanos + Math.round(offset + skew * (atNanos - nowNanos));
  }

  double skew() {
    return skew;
  }

  /** Returns how far the offset may be off, the difference of the two ways apart, ns. */
  double doubtNanos() {
    return SIGMAS * sigma + stretches.steadierWait();
  }

  void reset() {
    exchanges = 0;
    offset = 0;
    skew = 0;
    likeliestOffset = 0;
    likeliestSkew = 0;
    offsetSigma = FIRST_SIGMA_NANOS;
    skewSigma = Clocks.SKEW_SIGMA / 2;
    ridge = 0;
    sigma = 0;
    open.clear();
    stretches.clear();
  }
}
