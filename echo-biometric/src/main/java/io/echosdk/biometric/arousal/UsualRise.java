package io.echosdk.biometric.arousal;

/**
 * How far a quantity of one person rises with movements of a size: nine of ten similar ones rose by
 * no more. Similar is what was half to twice as large, among the last 64 movements that nothing
 * excited the person near; with fewer than seven nothing is known.
 *
 * <p>The greatest would be the safest bound, but an excitement that nobody noticed would then hide
 * all others.
 */
final class UsualRise {

  private static final int MOVEMENTS = 64;
  private static final int LEAST = 7; // all of one of two kinds, by chance: below 1 %
  private static final double SIMILAR = 2; // times
  private static final double SHARE = 0.9;

  private final double[] sizes = new double[MOVEMENTS];
  private final double[] rises = new double[MOVEMENTS];
  private final double[] similar = new double[MOVEMENTS]; // sorted
  private long count;
  private boolean holding;
  private double heldSize;
  private double heldRise;

  /** A movement is over; it is learnt when the next one begins, unless doubted before. */
  void end(double size, double rise) {
    holding = true;
    heldSize = size;
    heldRise = rise;
  }

  /** A movement begins. */
  void begin() {
    if (holding) {
      int at = (int) (count++ % MOVEMENTS);
      sizes[at] = heldSize;
      rises[at] = heldRise;
      holding = false;
    }
  }

  /** Something else has excited the person: the last movement does not count. */
  void doubt() {
    holding = false;
  }

  /** Returns the rise that is usual for a size; infinite while it is not known. */
  double of(double size) {
    int found = 0;
    for (int i = 0; i < Math.min(count, MOVEMENTS); i++) {
      if (sizes[i] >= size / SIMILAR && sizes[i] <= size * SIMILAR) {
        insert(rises[i], found++);
      }
    }
    return found < LEAST ? Double.POSITIVE_INFINITY : similar[(int) Math.ceil(SHARE * (found - 1))];
  }

  private void insert(double rise, int found) {
    int at = found;
    for (; at > 0 && similar[at - 1] > rise; at--) {
      similar[at] = similar[at - 1];
    }
    similar[at] = rise;
  }
}
