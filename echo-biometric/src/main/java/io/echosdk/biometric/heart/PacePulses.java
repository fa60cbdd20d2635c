package io.echosdk.biometric.heart;

import io.echosdk.api.HotPath;

/**
 * Takes a pacemaker's pulses out of a lead, so that one the heart does not answer is no beat.
 *
 * <p>A pulse lasts less than 3 ms, and its edges are far steeper than anything the heart makes. A
 * sample that departs from the last good one by more than six times the steepest slope of the last
 * seconds is replaced by that one, for at most 3 ms; what lasts longer is taken as it is. The heart
 * itself is never delayed. A slope counts as the smaller of two neighbouring steps of equal sign: a
 * pulse goes up and down and has none, a complex has. At rates at which 3 ms are less than a
 * sample, one sample is held.
 */
public final class PacePulses {

  private static final double PULSE_SECONDS = 0.003;
  private static final double STEEPER = 6 * 6; // squared, as all slopes are
  private static final double SETTLED = 2 * 2; // a pulse's own after-effect is smaller
  private static final double LEARN_SECONDS = 2;
  private static final double FADE_SECONDS = 10;

  private final int longest;
  private final double fade;
  private final long learning;
  private long heard;
  private int held;
  private double steepest; // squared; fades
  private double before; // the last raw sample
  private double stepBefore;
  private float good;

  /** Makes one for a rate. */
  public PacePulses(double sampleRateHz) {
    longest = (int) Math.ceil(PULSE_SECONDS * sampleRateHz);
    fade = StrictMath.exp(-2 / (FADE_SECONDS * sampleRateHz));
    learning = Math.round(LEARN_SECONDS * sampleRateHz);
  }

  /** Returns the next sample without a pulse. */
  @HotPath
  public float next(float sample) {
    if (heard == 0) {
      before = sample;
    }
    double step = sample - before;
    heard++;
    double away = sample - good;
    boolean departs = away * away > (held > 0 ? SETTLED : STEEPER) * steepest && heard > learning;
    steepest *= fade;
    if (step * stepBefore > steepest) { // else the smaller one is not steeper either
      double slope = Math.min(Math.abs(step), Math.abs(stepBefore));
      steepest = Math.max(steepest, slope * slope);
    }
    before = sample;
    stepBefore = step;
    if (departs && held < longest) {
      held++;
    } else {
      held = 0;
      good = sample;
    }
    return good;
  }

  /** Forgets what it has heard. */
  public void reset() {
    heard = 0;
    held = 0;
    steepest = 0;
    stepBefore = 0;
  }
}
