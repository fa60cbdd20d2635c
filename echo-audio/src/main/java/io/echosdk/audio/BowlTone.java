package io.echosdk.audio;

import io.echosdk.api.HotPath;

/**
 * Sounds a {@link Bowl} by its modes (modal synthesis).
 *
 * <p>A bowl rings at frequencies that are no multiples of its lowest one. Hand work makes it not
 * quite round, so each mode is a pair of tones a little apart, which beat. A strike gives every
 * mode energy, the high ones less and for a shorter time; rubbing the rim feeds the lowest modes
 * for as long as it lasts. Ratios and pairing after Inácio, Henrique, Antunes, "The dynamics of
 * Tibetan singing bowls", Acta Acustica 92 (2006) 637-653; gains and decays were set by ear.
 *
 * <p>A strike only tops a mode up to its greatest level, so no rhythm, however fast, can make the
 * bowl louder than its voice allows.
 */
final class BowlTone extends Tone {

  private static final double[] RATIO = {1, 2.76, 5.12, 8.04, 11.4, 15.2, 19.3};
  private static final double HIGHEST = 0.42; // of the sample rate

  private final Bowl voice;
  private final BowlMode[] modes;
  private final double scale;
  private long struck;
  private int tuned; // the mode that was tuned last

  BowlTone(Bowl voice, PartialBank bank, double tickSeconds) {
    this.voice = voice;
    modes = new BowlMode[modesBelow(bank.sampleRateHz() * HIGHEST / voice.frequencyHz())];
    double left = 0; // what all modes together can reach
    double right = 0;
    for (int m = 0; m < modes.length; m++) {
      modes[m] = new BowlMode(m, voice.frequencyHz() * RATIO[m], voice.pan(), bank, tickSeconds);
      left += modes[m].greatestLeft();
      right += modes[m].greatestRight();
    }
    scale = voice.level() / Math.max(left, right);
  }

  private static int modesBelow(double highestRatio) {
    int count = 1;
    while (count < RATIO.length && RATIO[count] < highestRatio) {
      count++;
    }
    return count;
  }

  @Override
  @HotPath
  void steer(StateMapping body) {
    if (body.struck() != struck) {
      if (body.struck() / voice.struckEvery() != struck / voice.struckEvery()) {
        strike(body.velocity(), body.brightness.value());
      }
      struck = body.struck();
    }
    tuned = (tuned + 1) % modes.length; // one per tick: tuning costs, and beating changes slowly
    modes[tuned].tune(body.consonance.value());
    double rub = 0.15 + 0.85 * body.swell.value();
    double shimmer = body.shimmer.value();
    for (BowlMode mode : modes) {
      mode.steer(scale, rub, shimmer);
    }
  }

  private void strike(double velocity, double brightness) {
    double tilt = 1;
    for (BowlMode mode : modes) {
      mode.strike(velocity, tilt);
      tilt *= 0.55 + 0.45 * brightness;
    }
  }
}
