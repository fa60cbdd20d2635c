package io.echosdk.biometric.pulse;

import io.echosdk.api.HotPath;
import io.echosdk.biometric.heart.Biquad;

/**
 * Finds the systolic peaks of a pulse wave, sample by sample.
 *
 * <p>Elgendi's two moving means, made causal. The wave between 0.5 and 8 Hz, its positive half
 * squared, is averaged over 111 ms (a systolic peak) and over 667 ms (a beat); where the short mean
 * exceeds the long one by a little, a beat is. Both means end with the present instead of being
 * centred: a pulse then competes with the wave before it only, which helps it, and its dicrotic
 * wave competes with the pulse itself, which does not. Within such a block the highest place of the
 * smoothed wave is the peak, told once the wave has been below it for 70 ms.
 *
 * <p>A peak also has to rise by a third of what is usual, from the lowest place since the last one,
 * and by more while that last one is nearer than six tenths of the usual interval. When a pulse is
 * due, a quarter is enough and no block is asked for: a weak one in the shadow of a wave that
 * movement drew is found by its time. Where none came for 2.5 s, what is usual is forgotten.
 *
 * <p>Which side is up is learnt: blood comes faster than it goes, so the slope of an upright wave
 * is skewed to the positive.
 *
 * <p>Source: Elgendi, Norton, Brearley, Abbott, Schuurmans, PLoS ONE 8(10) e76585, 2013.
 */
public final class PulseWave {

  private static final double LOW_HZ = 0.5;
  private static final double HIGH_HZ = 8;
  private static final double PEAK_SECONDS = 0.111;
  private static final double BEAT_SECONDS = 0.667;
  private static final double OFFSET = 0.02; // of the mean power
  private static final double MEAN_SECONDS = 10;
  private static final double SMOOTH_SECONDS = 0.06;
  private static final double BELOW_SECONDS = 0.07;
  private static final double REFRACTORY_SECONDS = 0.27;
  private static final double REMEMBERED_SECONDS = 2.5;
  private static final double LEAST_RISE = 0.33;
  private static final double LEAST_RISE_SOON = 0.6;
  private static final double LEAST_RISE_DUE = 0.25;
  private static final double SOON = 0.6; // of the usual interval
  private static final double DUE_FROM = 0.8;
  private static final double DUE_UNTIL = 1.3;
  private static final double FORGET_AFTER_SECONDS = 2.5;
  private static final double FORGET = 10; // times as fast
  private static final double CLIP = 1.2; // times the usual height: no single pulse deafens
  private static final double SKEWED = 0.4; // a slope's skewness that only a pulse has
  private static final double UNKNOWN = 0.5;
  private static final double SETTLE_SECONDS = 0.3;
  private static final int USUAL_OF = 9;

  private final double rateHz;
  private final Biquad highPass;
  private final Biquad lowPass;
  private final MovingMean smooth;
  private final MovingMean peakMean;
  private final MovingMean beatMean;
  private final Polarity polarity;
  private final Ring wave;
  private final PulseQuality quality;
  private final int smoothLag;
  private final int below;
  private final int peakSamples;
  private final double meanRate;
  private final double overdue;
  private final Usual usualRise = new Usual(USUAL_OF);
  private final Usual usualTop = new Usual(USUAL_OF); // of the banded wave
  private final Usual usualInterval = new Usual(USUAL_OF);
  private double meanPower;
  private long blockFrom = -1;
  private boolean told; // the block's beat
  private long topAt;
  private double top;
  private double blockTop; // of the banded wave, since the last beat
  private double lowest; // since the last beat
  private double crest; // since the lowest
  private long crestAt;
  private long lastPeak = Long.MIN_VALUE / 2;
  private long count; // of samples heard
  private long skipped; // samples that were not
  private long began; // the first sample since the wave was forgotten
  private double first = Double.NaN;
  private double peak;
  private double confidence;

  /** Makes one that has heard nothing; 20 to 1000 samples a second. */
  public PulseWave(double rateHz) {
    this.rateHz = rateHz;
    highPass = Biquad.highPass(LOW_HZ, rateHz);
    lowPass = Biquad.lowPass(HIGH_HZ, rateHz);
    int smoothSamples = odd(SMOOTH_SECONDS * rateHz);
    smooth = new MovingMean(smoothSamples);
    smoothLag = smoothSamples / 2;
    peakSamples = odd(PEAK_SECONDS * rateHz);
    peakMean = new MovingMean(peakSamples);
    beatMean = new MovingMean(odd(BEAT_SECONDS * rateHz));
    polarity = new Polarity(rateHz);
    wave = new Ring((int) (REMEMBERED_SECONDS * rateHz));
    quality = new PulseQuality(rateHz);
    below = Math.max(1, (int) Math.round(BELOW_SECONDS * rateHz));
    meanRate = 1 / (MEAN_SECONDS * rateHz);
    overdue = FORGET_AFTER_SECONDS * rateHz;
    lowest = Double.POSITIVE_INFINITY;
  }

  private static int odd(double samples) {
    return 2 * (int) Math.round((samples - 1) / 2) + 1;
  }

  /** Takes a sample and its number, which may skip some; returns whether it decided a beat. */
  @HotPath
  public boolean next(double sample, long number) {
    skipped = number - count;
    if (Double.isNaN(first)) {
      first = sample;
      began = count;
    }
    double smoothed = smooth.next(sample - first);
    int sign = polarity.next(smoothed);
    wave.add(smoothed);
    double banded = sign * lowPass.next(highPass.next(sample - first));
    double height =
        Math.max(0, usualTop.full() ? Math.min(banded, CLIP * usualTop.median()) : banded);
    if (banded > blockTop) {
      blockTop = banded;
    }
    double power = height * height;
    double rate = count - lastPeak > overdue && lastPeak >= 0 ? FORGET * meanRate : meanRate;
    meanPower += Math.max(rate, 1.0 / (count + 1)) * (power - meanPower);
    double shortMean = peakMean.next(power);
    double longMean = beatMean.next(power);
    boolean found = follow(shortMean > longMean + OFFSET * meanPower, sign * smoothed, sign);
    count++;
    return found;
  }

  private boolean follow(boolean inBlock, double height, int sign) {
    if (height < lowest) {
      lowest = height;
      crest = height;
      crestAt = count;
    } else if (height > crest) {
      crest = height;
      crestAt = count;
    }
    if (inBlock ? followBlock(height, sign) : leaveBlock()) {
      return true;
    }
    return count - crestAt == below && due() && decide(crest, crestAt, LEAST_RISE_DUE, sign);
  }

  private boolean leaveBlock() {
    blockFrom = -1;
    return false;
  }

  private boolean due() {
    double intervals = (crestAt - lastPeak) / rateHz / usualInterval.median();
    return usualInterval.full() && intervals >= DUE_FROM && intervals <= DUE_UNTIL;
  }

  private boolean followBlock(double height, int sign) {
    if (blockFrom < 0) {
      blockFrom = count;
      told = false;
      top = Double.NEGATIVE_INFINITY;
    }
    if (height > top) {
      top = height;
      topAt = count;
    }
    boolean past = count - topAt >= below && count - blockFrom >= peakSamples;
    if (!past || told) {
      return false;
    }
    told = true;
    double seconds = (topAt - lastPeak) / rateHz;
    boolean soon = usualInterval.full() && seconds < SOON * usualInterval.median();
    return decide(top, topAt, soon ? LEAST_RISE_SOON : LEAST_RISE, sign);
  }

  private boolean decide(double height, long at, double leastRise, int sign) {
    double bandedTop = blockTop;
    blockTop = 0;
    double seconds = (at - lastPeak) / rateHz;
    if (seconds > FORGET_AFTER_SECONDS) {
      usualRise.fade();
      usualTop.fade();
    }
    double rise = height - lowest;
    double usual = usualRise.median();
    boolean settled = at - began >= SETTLE_SECONDS * rateHz;
    boolean high = rise > 0 && rise >= leastRise * usual;
    if (!high || !settled || seconds < REFRACTORY_SECONDS) {
      return false;
    }
    double shape = Math.max(0, Math.min(1, polarity.skewness() / SKEWED));
    double looks = quality.of(wave, sign, at, usualInterval.median(), rise, usual);
    confidence = shape * looks * (usual > 0 ? Math.min(1, rise / usual) : UNKNOWN);
    usualRise.add(rise);
    usualTop.add(bandedTop);
    if (seconds < FORGET_AFTER_SECONDS) {
      usualInterval.add(seconds);
    }
    lastPeak = at;
    lowest = Double.POSITIVE_INFINITY;
    peak = skipped + at - smoothLag + parabola(at, sign);
    return true;
  }

  private double parabola(long at, int sign) {
    double left = sign * wave.at(at - 1);
    double middle = sign * wave.at(at);
    double right = sign * wave.at(at + 1);
    double bend = left - 2 * middle + right;
    double shift = bend < 0 ? (left - right) / (2 * bend) : 0;
    return Math.abs(shift) <= 1 ? shift : 0;
  }

  /** Returns where the last beat's systolic peak is, in samples since construction. */
  public double peak() {
    return peak;
  }

  /** Returns how sure the last beat is by its own wave, 0 to 1. */
  public double confidence() {
    return confidence;
  }

  /** Returns 1 if up is where blood comes, -1 if the wave is upside down. */
  public int sign() {
    return polarity.sign();
  }

  /** Forgets the wave, not the count of samples. */
  public void reset() {
    first = Double.NaN;
    highPass.reset();
    lowPass.reset();
    smooth.reset(0);
    peakMean.reset(0);
    beatMean.reset(0);
    meanPower = 0;
    blockFrom = -1;
    lowest = Double.POSITIVE_INFINITY;
    quality.reset();
    usualRise.clear();
    usualTop.clear();
    usualInterval.clear();
    lastPeak = Long.MIN_VALUE / 2;
  }
}
