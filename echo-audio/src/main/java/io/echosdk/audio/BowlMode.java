package io.echosdk.audio;

import io.echosdk.api.HotPath;

/**
 * One mode of a bowl: two tones a little apart, how they are excited and how they die away.
 *
 * <p>The energy of a strike passes through two one-pole stages, as through the felt of a mallet,
 * before it rings; that makes the onset S-shaped and free of clicks.
 */
final class BowlMode {

  private static final double[] STRIKE_GAIN = {1, 0.7, 0.45, 0.24, 0.12, 0.06, 0.03};
  private static final double[] RUB_GAIN = {0.5, 0.2, 0.06, 0, 0, 0, 0};
  private static final double[] SPLIT_HZ = {0.7, 1.1, 1.5, 1.9, 2.2, 2.5, 2.8};
  private static final double MIN_SPLIT_HZ = 0.5;
  private static final double MAX_SPLIT_HZ = 3;
  private static final double LOUDER_OF_PAIR = 0.56; // so that beating never falls silent
  private static final double SPREAD = 0.5; // of each tone from the middle of the bowl
  private static final double ONSET_SECONDS = 0.005; // of each of the two stages: a soft mallet
  private static final double T60_SECONDS = 12; // of a mode of 136 Hz
  private static final double T60_EXPONENT = 0.75; // how much sooner a higher one dies
  private static final double TREMOR_DEPTH = 0.4;
  private static final double GONE = 1e-9; // below hearing, and before denormal numbers

  private final int index;
  private final double middleHz;
  private final PartialBank.Partial low;
  private final PartialBank.Partial high;
  private final double lowLeft;
  private final double lowRight;
  private final double highLeft;
  private final double highRight;
  private final double onset; // part passed on per tick
  private final double decay; // factor per tick
  private final long tremorStep; // per tick
  private long tremor; // its angle
  private double contact; // energy in the mallet
  private double rising; // energy on its way into the mode
  private double ringing; // level of the struck mode

  BowlMode(int index, double middleHz, double pan, PartialBank bank, double tickSeconds) {
    this.index = index;
    this.middleHz = middleHz;
    low = bank.add(middleHz - SPLIT_HZ[index] / 2);
    high = bank.add(middleHz + SPLIT_HZ[index] / 2);
    double side = index % 2 == 0 ? SPREAD : -SPREAD; // in turn, so that neither ear gets all
    double lowAngle = quarter(pan - side);
    double highAngle = quarter(pan + side);
    lowLeft = LOUDER_OF_PAIR * StrictMath.cos(lowAngle);
    lowRight = LOUDER_OF_PAIR * StrictMath.sin(lowAngle);
    highLeft = (1 - LOUDER_OF_PAIR) * StrictMath.cos(highAngle);
    highRight = (1 - LOUDER_OF_PAIR) * StrictMath.sin(highAngle);
    onset = 1 - StrictMath.exp(-tickSeconds / ONSET_SECONDS);
    double t60 = T60_SECONDS * StrictMath.pow(136 / middleHz, T60_EXPONENT);
    decay = StrictMath.exp(-StrictMath.log(1000) * tickSeconds / t60);
    tremorStep = (long) ((3.1 + 0.7 * index) * tickSeconds * 0x1p64);
  }

  /** Constant-power panning: -1 to 1 becomes 0 to a quarter turn, in radians. */
  private static double quarter(double pan) {
    return (1 + Math.max(-1, Math.min(1, pan))) * Math.PI / 4;
  }

  /** Returns what the left ear gets of this mode at most, before scaling. */
  double greatestLeft() {
    return (STRIKE_GAIN[index] + RUB_GAIN[index]) * (lowLeft + highLeft);
  }

  /** Returns what the right ear gets of this mode at most, before scaling. */
  double greatestRight() {
    return (STRIKE_GAIN[index] + RUB_GAIN[index]) * (lowRight + highRight);
  }

  /**
   * Tops the mode up.
   *
   * @param velocity how hard, 0 to 1
   * @param tilt how much of this mode the mallet brings out, 0 to 1
   */
  @HotPath
  void strike(double velocity, double tilt) {
    double most = STRIKE_GAIN[index] * tilt;
    contact += velocity * Math.max(0, most - ringing - rising - contact);
  }

  /** Sets how far the two tones are apart: the more consonant, the closer. */
  @HotPath
  void tune(double consonance) {
    double split = SPLIT_HZ[index] * (1.5 - consonance);
    double apart = Math.max(MIN_SPLIT_HZ, Math.min(MAX_SPLIT_HZ, split));
    low.pitch(middleHz - apart / 2);
    high.pitch(middleHz + apart / 2);
  }

  /**
   * Sets the levels for the coming tick.
   *
   * @param scale of the whole bowl
   * @param rub how strongly the rim is rubbed, 0 to 1
   * @param shimmer how much the upper modes tremble, 0 to 1
   */
  @HotPath
  void steer(double scale, double rub, double shimmer) {
    ring();
    double level = scale * (ringing + RUB_GAIN[index] * rub);
    if (index > 0) {
      tremor += tremorStep;
      level *= 1 - TREMOR_DEPTH * shimmer * (0.5 + 0.5 * Turn.sin(tremor));
    }
    low.level(level * lowLeft, level * lowRight);
    high.level(level * highLeft, level * highRight);
  }

  private void ring() {
    double pressed = contact * onset;
    contact -= pressed;
    rising += pressed;
    double given = rising * onset;
    rising -= given;
    ringing = ringing * decay + given;
    if (contact + rising + ringing < GONE) {
      contact = 0;
      rising = 0;
      ringing = 0;
    }
  }
}
