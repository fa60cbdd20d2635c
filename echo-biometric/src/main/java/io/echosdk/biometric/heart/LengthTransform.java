package io.echosdk.biometric.heart;

import io.echosdk.api.HotPath;
import java.util.Arrays;

/**
 * Hears beats a second way, so that what two ways agree on can be believed: by how far the wave has
 * travelled up and down within the last 130 ms, which is most during a QRS complex.
 *
 * <p>It shares no filter and no level with {@link QrsBand} and {@link BeatDecider}: slow and broad
 * complexes, of which their band keeps little, are what it hears best. The wave is smoothed twice,
 * over a period of 50 Hz and one of 60 Hz mains, which takes out both and leaves about 16 Hz. A
 * beat is where the length is above half of the usual. Then it is deaf for 0.25 s, and until 130 ms
 * after the length had its top, so that a complex after a tall P wave is no second beat. Within
 * 0.42 s after a beat, what is not at least 0.6 times as steep as that beat was is its T wave.
 *
 * <p>The usual length is learnt from what rose to it; noise that stays above teaches nothing, and
 * is heard as beats without end. It falls by half when 2.5 s pass without a beat, but not further
 * for two minutes, so that it does not take to P waves that go on alone.
 *
 * <p>The length is that of Zong, Moody and Jiang, Computers in Cardiology 30, 2003, without the
 * term of time, so that gain changes nothing; the rule for T waves is that of Pan and Tompkins
 * 1985, who ask for half the slope. Constant time and memory; nothing is allocated.
 */
final class LengthTransform {

  private static final double WINDOW_SECONDS = 0.13;
  private static final double HUM_50_HZ = 50;
  private static final double HUM_60_HZ = 60;
  private static final double LEARN_SECONDS = 2;
  private static final double LEARN_SHARE = 0.7;
  private static final double HEARD_SHARE = 0.5; // of the usual length
  private static final double DEAF_SECONDS = 0.25;
  private static final double LEVEL_RATE = 0.125;
  private static final double LEVEL_MOST = 1.5; // of the usual: an artefact is no new level
  private static final double T_WAVE_SECONDS = 0.42;
  private static final double T_WAVE_SLOPE = 0.6; // of the beat before it
  private static final double PATIENCE_SECONDS = 2.5;
  private static final double LONG_PATIENCE_SECONDS = 120;
  private static final double FADE_SECONDS = 2;
  private static final double FADE_FIRST_TO = 0.5; // of the length at the last beat

  private final int period50;
  private final int period60;
  private final long learning;
  private final long deaf;
  private final long tWave;
  private final long patience;
  private final long longPatience;
  private final double fade;
  private final float[] wave; // a ring
  private final int mask;
  private final double[] steps; // a ring: how far the smoothed wave moved with each sample
  private int slot;
  private double step;
  private double length;

  private long heard; // samples
  private float origin; // the first sample; taken off, so that the smoothing starts settled
  private long beatAt;
  private long deafUntil;
  private double usual;
  private double usualAtBeat;
  private double longest;
  private double steepest;
  private double steepestOfBeat;
  private boolean inTWave;
  private boolean rose; // to what it is now, from below what would be a beat

  /** Makes one for a rate. */
  LengthTransform(double sampleRateHz) {
    period50 = (int) Math.round(sampleRateHz / HUM_50_HZ);
    period60 = (int) Math.round(sampleRateHz / HUM_60_HZ);
    learning = Math.round(LEARN_SECONDS * sampleRateHz);
    deaf = Math.round(DEAF_SECONDS * sampleRateHz);
    tWave = Math.round(T_WAVE_SECONDS * sampleRateHz);
    patience = Math.round(PATIENCE_SECONDS * sampleRateHz);
    longPatience = Math.round(LONG_PATIENCE_SECONDS * sampleRateHz);
    fade = StrictMath.exp(-1 / (FADE_SECONDS * sampleRateHz));
    wave = new float[Integer.highestOneBit(period50 + period60) * 2];
    mask = wave.length - 1;
    steps = new double[(int) Math.round(WINDOW_SECONDS * sampleRateHz)];
  }

  /**
   * Hears some more samples, in a pass of its own.
   *
   * @param beats becomes whether a beat begins with each of them
   */
  @HotPath
  void next(float[] samples, boolean[] beats, int count) {
    for (int i = 0; i < count; i++) {
      beats[i] = next(samples[i]);
    }
  }

  /** Hears one more sample; returns whether a beat begins with it. */
  boolean next(float sample) {
    lengthen(sample);
    long now = heard++;
    if (now < learning) {
      usual = Math.max(usual, LEARN_SHARE * length);
      usualAtBeat = usual;
      beatAt = now;
      deafUntil = now;
      return false;
    }
    if (now <= deafUntil) {
      learnFrom(now);
      return false;
    }
    long sinceBeat = now - beatAt;
    if (sinceBeat > patience) {
      double least = sinceBeat > longPatience ? 0 : FADE_FIRST_TO * usualAtBeat;
      usual = Math.max(usual * fade, Math.min(usual, least));
    }
    if (!longEnough(sinceBeat)) {
      return false;
    }
    beatAt = now;
    deafUntil = now + deaf;
    longest = 0;
    steepestOfBeat = 0;
    return true;
  }

  /** Adds a step of the smoothed wave to the length, and takes the oldest one off. */
  private void lengthen(float sample) {
    if (heard == 0) {
      origin = sample;
    }
    int now = (int) heard;
    wave[now & mask] = sample - origin;
    step +=
        (double) wave[now & mask]
            - wave[now - period50 & mask]
            - wave[now - period60 & mask]
            + wave[now - period50 - period60 & mask];
    double moved = Math.abs(step);
    if (moved > steepest) { // rarely; Math.max would take longer than all else here
      steepest = moved;
    }
    length += moved - steps[slot];
    steps[slot] = moved;
    if (++slot == steps.length) {
      slot = 0;
      rebuild();
    }
  }

  /** Sums both up anew, so that a huge artefact leaves no rounding error behind. */
  private void rebuild() {
    length = 0;
    for (double moved : steps) {
      length += moved;
    }
    step = 0;
    for (int i = 0; i < period60; i++) {
      int at = (int) heard - i;
      step += (double) wave[at & mask] - wave[at - period50 & mask];
    }
  }

  /** While it is deaf after a beat: how long and how steep the complex is. */
  private void learnFrom(long now) {
    if (length > longest) {
      longest = length;
      steepestOfBeat = Math.max(steepest, steepestOfBeat);
      steepest = 0;
      deafUntil = Math.max(deafUntil, now + steps.length);
    }
    if (now == deafUntil) {
      if (rose) {
        usual += LEVEL_RATE * (Math.min(longest, LEVEL_MOST * usual) - usual);
      }
      usualAtBeat = usual;
      rose = false;
    }
  }

  private boolean longEnough(long sinceBeat) {
    if (length <= HEARD_SHARE * usual) {
      rose = true;
      inTWave = false;
      return false;
    }
    inTWave |= sinceBeat < tWave;
    return !inTWave || steepest >= T_WAVE_SLOPE * steepestOfBeat;
  }

  /** Forgets what it has heard. */
  void reset() {
    Arrays.fill(wave, 0);
    Arrays.fill(steps, 0);
    slot = 0;
    step = 0;
    length = 0;
    heard = 0;
    usual = 0;
    steepest = 0;
    steepestOfBeat = 0;
    inTWave = false;
    rose = false;
  }
}
