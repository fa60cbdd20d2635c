package io.echosdk.biometric.clock;

/**
 * The posterior density of a clock's drift, given points that all lie above a line; see {@link
 * ClockAligner} for the model.
 *
 * <p>Its logarithm is concave (a sum of the hull's height at the mean, piecewise linear, and a
 * parabola). The mode is found by halving on the sign of its derivative; then the density is summed
 * over the stretch where it is not negligible.
 */
final class Drift {

  private static final int HALVINGS = 26; // 1e-3 / 2^26 over 30 s is half a nanosecond
  private static final int EDGE_HALVINGS = 12;
  private static final double NEGLIGIBLE = 10; // e^-10 of the mode
  private static final int STEPS = 24;

  private final LowerEnvelope points;
  private final double usual;
  private final double wander;
  private final double limit;
  private double before; // mean and width of what is expected before any point
  private double width;
  private double pull; // n / mean delay
  private double mean;
  private double deviation;
  private double meanLevel; // of the line at x = 0

  /**
   * Expects no drift.
   *
   * @param usual how much drift is usual
   * @param wander by how much a drift that was found may have changed when it is found again
   * @param limit how much drift is possible
   */
  Drift(LowerEnvelope points, double usual, double wander, double limit) {
    this.points = points;
    this.usual = usual;
    this.wander = wander;
    this.limit = limit;
    width = usual;
    deviation = usual;
  }

  /** Expects of the points that follow what was found so far. */
  void keep() {
    before = mean;
    width = Math.min(usual, Math.hypot(deviation, wander));
  }

  /** Estimates anew from the points, of which there must be one. */
  void estimate(double meanDelay) {
    pull = points.size() / meanDelay;
    double mode = mode();
    double floor = logDensity(mode) - NEGLIGIBLE;
    double low = edge(mode, -limit, floor);
    double high = edge(mode, limit, floor);
    double top = floor + NEGLIGIBLE;
    double weights = 0;
    double slopes = 0;
    double squares = 0;
    double levels = 0;
    for (int i = 0; i <= STEPS; i++) {
      double slope = low + (high - low) * i / STEPS;
      double weight = Math.exp(logDensity(slope) - top);
      weights += weight;
      slopes += weight * (slope - mode);
      squares += weight * (slope - mode) * (slope - mode);
      levels += weight * lowest(slope);
    }
    double shift = slopes / weights;
    mean = mode + shift;
    deviation = Math.sqrt(Math.max(0, squares / weights - shift * shift));
    meanLevel = levels / weights;
  }

  private double lowest(double slope) {
    return points.height(points.touchedBy(slope), slope);
  }

  private double logDensity(double slope) {
    double off = (slope - before) / width;
    return pull * (lowest(slope) + slope * points.meanX()) - off * off / 2;
  }

  private double mode() {
    double low = -limit;
    double high = limit;
    for (int i = 0; i < HALVINGS; i++) {
      double slope = (low + high) / 2;
      double touched = points.x(points.touchedBy(slope));
      double rise = pull * (points.meanX() - touched) - (slope - before) / (width * width);
      if (rise > 0) {
        low = slope;
      } else {
        high = slope;
      }
    }
    return (low + high) / 2;
  }

  /** Where the density becomes negligible between its mode and the end of what is allowed. */
  private double edge(double mode, double end, double floor) {
    if (logDensity(end) >= floor) {
      return end;
    }
    double inside = mode;
    double outside = end;
    for (int i = 0; i < EDGE_HALVINGS; i++) {
      double slope = (inside + outside) / 2;
      if (logDensity(slope) >= floor) {
        inside = slope;
      } else {
        outside = slope;
      }
    }
    return outside;
  }

  /** Returns the mean slope. */
  double mean() {
    return mean;
  }

  /** Returns the standard deviation of the slope. */
  double deviation() {
    return deviation;
  }

  /** Returns the mean height of the line at x. */
  double levelAt(double x) {
    return meanLevel + mean * x;
  }
}
