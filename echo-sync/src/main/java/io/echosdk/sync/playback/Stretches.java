package io.echosdk.sync.playback;

/**
 * The stretches of the last forty minutes, and how unlikely they make a line: an offset now, and a
 * skew by which it was another one before.
 *
 * <p>Each stretch says by itself where the offset was. Only the way from one stretch to the next is
 * compared, and as long as it may be the same route it pays for differing; a new route costs {@link
 * #NEW_ROUTE}, however different. This is what carries the clock through an upload: the fastest
 * packets of the one way are all in a queue then, but those of the other go on as before.
 */
final class Stretches {

  static final int CAPACITY = 40;

  /** A new route between two stretches is as unlikely as one of twenty. */
  private static final double NEW_ROUTE = 3;

  private static final double LEAST_WANDER_NANOS = 1000;

  private final Stretch[] stretches = new Stretch[CAPACITY + 1]; // the oldest first
  private final Waits[] up = new Waits[CAPACITY + 1];
  private final Waits[] down = new Waits[CAPACITY + 1];
  private final double[] ages = new double[CAPACITY + 1]; // ns, 0 or less
  private final double[] certainty = new double[CAPACITY + 1]; // what wander leaves, per ns^2
  private final UsualWait usualUp = new UsualWait();
  private final UsualWait usualDown = new UsualWait();
  private double waitUp; // usually, ns
  private double waitDown;
  private int count; // without the one that is not over

  /** The stretch that was shown last is over and is kept; the oldest is forgotten if need be. */
  void keep() {
    usualUp.add(stretches[count].waitsUp());
    usualDown.add(stretches[count].waitsDown());
    if (count == CAPACITY) {
      System.arraycopy(stretches, 1, stretches, 0, CAPACITY);
      count--;
    }
    count++;
  }

  /** Shows the stretch that is not over yet, and the present. */
  void show(Stretch open, long nowNanos) {
    stretches[count] = open;
    waitUp = usualUp.nanos(open.waitsUp());
    waitDown = usualDown.nanos(open.waitsDown());
    for (int i = 0; i <= count; i++) {
      up[i] = Waits.of(stretches[i].waitsUp(), waitUp);
      down[i] = Waits.of(stretches[i].waitsDown(), waitDown);
      ages[i] = stretches[i].atNanos() - nowNanos;
      double seconds = Math.abs(ages[i]) / 1e9;
      double wandered = 1e9 * Clocks.SKEW_WANDER * seconds * Math.sqrt(seconds / 3);
      double sigma = LEAST_WANDER_NANOS + wandered;
      certainty[i] = 1 / (2 * sigma * sigma);
    }
  }

  /** Returns how many there are, with the one that is not over, which is the last. */
  int count() {
    return count + 1;
  }

  double age(int i) {
    return ages[i];
  }

  double offset(int i) {
    return stretches[i].offset();
  }

  /** Returns how long a packet of the steadier way usually waits, ns. */
  double steadierWait() {
    return Math.min(waitUp, waitDown);
  }

  /** Returns the negative logarithm of the probability of a line, but for a constant. */
  double cost(double offset, double skew) {
    double cost = skew * skew / (2 * Clocks.SKEW_SIGMA * Clocks.SKEW_SIGMA);
    double route = Double.MAX_VALUE; // how long it is; as long as can be, which costs nothing yet
    double steepness = 0; // of what it costs to take the route for shorter
    for (int i = 0; i <= count; i++) {
      Stretch stretch = stretches[i];
      double beyond = offset + skew * ages[i] - stretch.offset();
      double lateUp = Math.max(0, -2 * beyond); // what the fastest packet up waited
      double lateDown = Math.max(0, 2 * beyond);
      double surprise = up[i].surprise(lateUp) + down[i].surprise(lateDown);
      cost += Math.min(surprise, certainty[i] * beyond * beyond);
      double way = stretch.way() - Math.abs(beyond);
      double longer = way - route;
      double differs =
          longer < 0
              ? -steepness * longer
              : up[i].surprise(lateUp + longer) + down[i].surprise(lateDown + longer) - surprise;
      boolean sameRoute = differs < NEW_ROUTE;
      cost += sameRoute ? differs : NEW_ROUTE;
      route = sameRoute ? Math.min(route, way) : way;
      steepness = (sameRoute ? steepness : 0) + up[i].slope(lateUp) + down[i].slope(lateDown);
    }
    return cost;
  }

  void clear() {
    count = 0;
    usualUp.reset();
    usualDown.reset();
  }
}
