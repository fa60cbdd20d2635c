package io.echosdk.biometric.arousal;

import io.echosdk.api.HotPath;

/**
 * How much of a quantity's rise movement explains.
 *
 * <p>What has risen since the person began to move has risen because of it, but by no more than
 * this person's {@link UsualRise} for a movement of that size. It decays with the quantity's own
 * time of recovery. So squats do not show, and what excites a person after a walk, or during it,
 * still does.
 */
final class Explained {

  private static final int BEFORE = 3 * ArousalMeter.TICKS_PER_SECOND; // movement is told late

  private final UsualRise usual = new UsualRise();
  private final double kept; // of what is explained, from one look to the next
  private final double[] recent = new double[BEFORE]; // departures of the last looks
  private int recentAt;
  private boolean wasMoving;
  private double foot; // least departure just before the movement
  private double unexplained; // of the foot
  private double carried; // what earlier movements still explain
  private double top; // greatest departure since the movement began
  private double size; // of the movement so far
  private double explained;

  Explained(double recoverySeconds) {
    kept = 1 - 1 / (recoverySeconds * ArousalMeter.TICKS_PER_SECOND);
  }

  /** A look passes; also one that shows nothing. */
  void decay() {
    explained *= kept;
    carried *= kept;
  }

  /**
   * Looks at how far the quantity departs from the person's own.
   *
   * @param moving whether the person moves, or has just done
   * @param exertion size of the movement so far, mg s
   * @return what of the departure movement explains, in its unit
   */
  @HotPath
  double of(double departure, boolean moving, double exertion) {
    if (moving && !wasMoving) {
      begin(departure);
    }
    if (moving) {
      top = Math.max(top, departure);
      size = exertion;
      double excess = Math.max(0, top - foot - usual.of(size));
      explained = Math.max(carried, top - unexplained - excess);
    } else if (wasMoving) {
      usual.end(size, Math.max(0, top - foot));
    }
    wasMoving = moving;
    recent[recentAt] = departure;
    recentAt = (recentAt + 1) % BEFORE;
    return Math.min(Math.max(0, departure), explained);
  }

  private void begin(double departure) {
    usual.begin();
    foot = departure;
    for (double earlier : recent) {
      foot = Math.min(foot, earlier);
    }
    unexplained = Math.max(0, foot - explained);
    carried = explained;
    top = departure;
  }

  /** Something else has excited the person: the last movement says nothing of what is usual. */
  void doubt() {
    usual.doubt();
  }
}
