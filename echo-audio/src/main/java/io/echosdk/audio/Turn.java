package io.echosdk.audio;

/**
 * Angles as 64-bit integers: 2^64 is one full turn, so that adding steps wraps exactly and a tone
 * never drifts, however long it runs.
 *
 * <p>Sine and cosine are Taylor series on the eighth of a turn around the nearest quarter; the
 * first term left out is below 5e-17. Only additions and multiplications are used, which Java
 * defines to the bit (JEP 306), so every machine and every JDK computes the same sound; {@link
 * Math#sin} may differ in the last bit from one to the next.
 */
final class Turn {

  private static final double RADIANS = 2 * Math.PI * 0x1p-64;

  private Turn() {}

  /**
   * Returns how far a tone turns in one frame.
   *
   * @param frequencyHz 0 to less than half the rate
   */
  static long step(double frequencyHz, int sampleRateHz) {
    return (long) (frequencyHz / sampleRateHz * 0x1p64);
  }

  static double sin(long turn) {
    return series(turn, 0);
  }

  static double cos(long turn) {
    return series(turn, 1);
  }

  /** The sine of a turn plus as many quarters. */
  private static double series(long turn, int quarters) {
    long nearest = (turn + (1L << 61)) >>> 62;
    double x = (turn - (nearest << 62)) * RADIANS;
    int quarter = (int) (nearest + quarters) & 3;
    double value = (quarter & 1) == 0 ? sinNearZero(x) : cosNearZero(x);
    return quarter < 2 ? value : -value;
  }

  private static double sinNearZero(double x) {
    double y = x * x;
    double tail = -1 / 1307674368000.0;
    tail = tail * y + 1 / 6227020800.0;
    tail = tail * y - 1 / 39916800.0;
    tail = tail * y + 1 / 362880.0;
    tail = tail * y - 1 / 5040.0;
    tail = tail * y + 1 / 120.0;
    tail = tail * y - 1 / 6.0;
    return x + x * y * tail;
  }

  private static double cosNearZero(double x) {
    double y = x * x;
    double tail = 1 / 20922789888000.0;
    tail = tail * y - 1 / 87178291200.0;
    tail = tail * y + 1 / 479001600.0;
    tail = tail * y - 1 / 3628800.0;
    tail = tail * y + 1 / 40320.0;
    tail = tail * y - 1 / 720.0;
    tail = tail * y + 1 / 24.0;
    tail = tail * y - 1 / 2.0;
    return 1 + y * tail;
  }
}
