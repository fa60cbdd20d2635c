package io.echosdk.biometric.breath;

/**
 * How far a count of breaths may be wrong: every swing that was only just taken for a breath, or
 * only just not, by the usual swing of now, for as long as the window of a rate.
 */
final class CountDoubt {

  private static final double SURE = 2; // times what a turn asks: surely a breath; half of it: none
  private static final int KEPT = 64; // two decisions a second would not fill it

  private final double[] times = new double[KEPT]; // s
  private final double[] swings = new double[KEPT]; // negative if not taken for a breath
  private int notes;

  /** Notes a swing, any unit, and whether it was counted. */
  void note(double seconds, double swing, boolean counted) {
    times[notes % KEPT] = seconds;
    swings[notes++ % KEPT] = counted ? swing : -swing;
  }

  /**
   * Returns how many decisions since then could as well have been the other, in all.
   *
   * @param asked how far a swing must go to be counted
   */
  double since(double seconds, double asked) {
    double sum = 0;
    for (int i = 1; i <= Math.min(notes, KEPT) && times[(notes - i) % KEPT] >= seconds; i++) {
      double ratio = swings[(notes - i) % KEPT] / asked;
      double doubt = ratio > 0 ? SURE - ratio : SURE * -ratio - 1;
      sum += Math.max(0, Math.min(1, doubt));
    }
    return sum;
  }

  void clear() {
    notes = 0;
  }
}
