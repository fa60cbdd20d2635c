package io.echosdk.biometric.heart;

/**
 * How far beats can be believed: what speaks for a beat itself, times how clear the last few were.
 *
 * <p>A beat speaks for itself by how far it stands above what was asked of it, and above the noise.
 * The neighbourhood speaks by what was nearly taken for a beat and was not, by pauses in which a
 * beat may have been missed, and by beats that had to be looked for. A beat in a doubtful place is
 * doubtful however high it stands: half of what matters is whether the others were found.
 */
final class Trust {

  private static final double CLEAR_RATIO = 2; // height over threshold
  private static final double NOISE_FREE = 0.15; // of the usual height
  private static final double NOISE_FULL = 0.5;
  private static final double QUIET_FREE = 0.1;
  private static final double QUIET_FULL = 0.3;
  private static final double NEARLY = 0.7;
  private static final double PAUSE = 1.5; // median intervals
  private static final double RATE = 0.2;
  private static final double RECOVERED = 0.5;

  private double clear = 1;
  private double doubt;

  /** A hump was refused that reached this share of what was asked of it. */
  void refused(double ratio) {
    if (ratio > NEARLY) {
      doubt = Math.min(1, doubt + 0.5);
    }
  }

  /** Returns the confidence in the beat that was just decided, 0 to 1. */
  double of(double ratio, double noise, double quiet, double interval, boolean late) {
    double stands = limit((ratio - 1) / (CLEAR_RATIO - 1));
    double calm =
        Math.min(fall(noise, NOISE_FREE, NOISE_FULL), fall(quiet, QUIET_FREE, QUIET_FULL));
    double here = (1 - doubt) * (interval > PAUSE ? 0 : 1) * (late ? 0 : 1);
    doubt = 0;
    clear += RATE * (Math.min(here, stands) - clear);
    double own = late ? RECOVERED * stands : stands;
    return limit(Math.min(own, calm) * clear);
  }

  private static double fall(double value, double from, double to) {
    return limit((to - value) / (to - from));
  }

  private static double limit(double value) {
    return Math.max(0, Math.min(1, value));
  }

  void reset() {
    clear = 1;
    doubt = 0;
  }
}
