package io.echosdk.audio;

import io.echosdk.api.HotPath;

/**
 * Sounds a {@link Bowl} by its modes (modal synthesis).
 *
 * <p>A bowl rings at frequencies that are no multiples of its lowest one. Hand work makes it not
 * quite round, so each mode is a pair of tones a little apart, which beat. A strike gives every
 * mode energy, the high ones less and for a shorter time; rubbing the rim feeds the lowest modes
 * for as long as it lasts. Ratios and the pairing after Inácio, Henrique, Antunes, "The dynamics of
 * Tibetan singing bowls", Acta Acustica 92 (2006) 637-653; gains and decays were set by ear.
 *
 * <p>A strike only tops a mode up to its greatest level, so no rhythm, however fast, can make the
 * bowl louder than its voice allows. Its energy passes through two one-pole stages, which makes the
 * onset S-shaped and free of clicks.
 */
final class BowlTone extends Tone {

  private static final double[] RATIO = {1, 2.76, 5.12, 8.04, 11.4, 15.2, 19.3};
  private static final double[] STRIKE_GAIN = {1, 0.6, 0.36, 0.2, 0.1, 0.05, 0.03};
  private static final double[] RUB_GAIN = {0.8, 0.22, 0.05, 0, 0, 0, 0};
  private static final double[] SPLIT_HZ = {0.7, 1.1, 1.5, 1.9, 2.2, 2.5, 2.8};
  private static final double MIN_SPLIT_HZ = 0.5;
  private static final double MAX_SPLIT_HZ = 3;
  private static final double LOUDER_OF_PAIR = 0.56; // so that beating never falls silent
  private static final double SPREAD = 0.5; // how far a pair stands apart, as a part of the room
  private static final double ONSET_SECONDS = 0.005; // of each of the two stages: a soft mallet
  private static final double T60_SECONDS = 16; // of the lowest mode of a bowl of 136 Hz

  private final Bowl voice;
  private final PartialBank bank;
  private final int first;
  private final int modes;
  private final double onset; // part passed on per tick
  private final double[] decay; // factor per tick
  private final double[] contact; // energy in the mallet
  private final double[] rising; // energy on its way into the mode
  private final double[] ringing; // level of the struck mode
  private final double[] lowLeft; // of the lower of each pair: where it stands
  private final double[] lowRight;
  private final double[] highLeft;
  private final double[] highRight;
  private final long[] tremble; // angle of the slow tremor
  private final long[] trembleStep; // per tick
  private final double scale;
  private long struck;

  BowlTone(Bowl voice, PartialBank bank, double tickSeconds) {
    this.voice = voice;
    this.bank = bank;
    modes = modesBelow(bank.sampleRateHz() * 0.42 / voice.frequencyHz());
    first = bank.grow(2 * modes);
    onset = 1 - StrictMath.exp(-tickSeconds / ONSET_SECONDS);
    decay = new double[modes];
    contact = new double[modes];
    rising = new double[modes];
    ringing = new double[modes];
    lowLeft = new double[modes];
    lowRight = new double[modes];
    highLeft = new double[modes];
    highRight = new double[modes];
    tremble = new long[modes];
    trembleStep = new long[modes];
    double greatest = 0;
    for (int m = 0; m < modes; m++) {
      double hz = voice.frequencyHz() * RATIO[m];
      double t60 = T60_SECONDS * StrictMath.pow(136 / hz, 0.65);
      decay[m] = StrictMath.exp(-StrictMath.log(1000) * tickSeconds / t60);
      trembleStep[m] = (long) ((3.1 + 0.7 * m) * tickSeconds * 0x1p64);
      place(m);
      greatest += STRIKE_GAIN[m] + RUB_GAIN[m];
    }
    scale = voice.level() / greatest;
  }

  private static int modesBelow(double highestRatio) {
    int count = 1;
    while (count < RATIO.length && RATIO[count] < highestRatio) {
      count++;
    }
    return count;
  }

  /** Puts the two tones of a mode on either side of the bowl, in turn from mode to mode. */
  private void place(int m) {
    double side = m % 2 == 0 ? SPREAD : -SPREAD;
    double low = Math.max(-1, Math.min(1, voice.pan() - side));
    double high = Math.max(-1, Math.min(1, voice.pan() + side));
    lowLeft[m] = LOUDER_OF_PAIR * StrictMath.cos((1 + low) * Math.PI / 4);
    lowRight[m] = LOUDER_OF_PAIR * StrictMath.sin((1 + low) * Math.PI / 4);
    highLeft[m] = (1 - LOUDER_OF_PAIR) * StrictMath.cos((1 + high) * Math.PI / 4);
    highRight[m] = (1 - LOUDER_OF_PAIR) * StrictMath.sin((1 + high) * Math.PI / 4);
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
    double rub = 0.15 + 0.85 * body.swell.value();
    double split = 1.5 - body.consonance.value();
    for (int m = 0; m < modes; m++) {
      ring(m);
      tune(m, split);
      double steady = m == 0 ? 1 : 1 - 0.4 * body.shimmer.value() * tremor(m);
      sound(m, scale * steady * (ringing[m] + RUB_GAIN[m] * rub));
    }
  }

  private void strike(double velocity, double brightness) {
    double tilt = 1;
    for (int m = 0; m < modes; m++) {
      double most = STRIKE_GAIN[m] * tilt;
      contact[m] += velocity * Math.max(0, most - ringing[m] - rising[m] - contact[m]);
      tilt *= 0.55 + 0.45 * brightness;
    }
  }

  private void ring(int m) {
    double pressed = contact[m] * onset;
    contact[m] -= pressed;
    rising[m] += pressed;
    double given = rising[m] * onset;
    rising[m] -= given;
    ringing[m] = ringing[m] * decay[m] + given;
    if (contact[m] + rising[m] + ringing[m] < 1e-9) { // below hearing, and before denormal numbers
      contact[m] = 0;
      rising[m] = 0;
      ringing[m] = 0;
    }
  }

  private void tune(int m, double split) {
    double apart = Math.max(MIN_SPLIT_HZ, Math.min(MAX_SPLIT_HZ, SPLIT_HZ[m] * split));
    double middle = voice.frequencyHz() * RATIO[m];
    bank.pitch(first + 2 * m, middle - apart / 2);
    bank.pitch(first + 2 * m + 1, middle + apart / 2);
  }

  private double tremor(int m) {
    tremble[m] += trembleStep[m];
    return 0.5 + 0.5 * Turn.sin(tremble[m]);
  }

  private void sound(int m, double level) {
    bank.level(first + 2 * m, level * lowLeft[m], level * lowRight[m]);
    bank.level(first + 2 * m + 1, level * highLeft[m], level * highRight[m]);
  }
}
