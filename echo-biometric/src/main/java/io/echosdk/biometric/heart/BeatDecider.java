package io.echosdk.biometric.heart;

import io.echosdk.api.HotPath;
import java.util.Arrays;

/**
 * Decides which humps of the envelope are beats.
 *
 * <p>A hump ends when the envelope has fallen to 0.85 of its top, and is judged there and then; one
 * whose shape is known for ruling already at 0.95. Its top is compared with the level of recent
 * beats (S) and of recent other humps (N): it must reach a share of S that depends on what its
 * shape has been so far ({@link HumpClasses}), more within 0.36 s of the last beat (T waves), less
 * when a beat is overdue, and always twice N and well above the quiet between humps. A middling
 * hump of a shape that does not rule its neighbourhood, earlier than expected, waits 0.2 s for a
 * higher one that would make it a P wave. If nothing came for 1.5 median intervals, pauses
 * included, the highest hump that was refused is looked at again, unless it was the beat's T wave.
 *
 * <p>No two beats are nearer than 0.2 s. A hump so near after a beat and 1.3 times as high shows
 * that what was taken for the complex was its P wave: the beat moves there.
 *
 * <p>No beat for 6 s lets S fall by half, so that a weaker heart is found again, but not what is as
 * small as P waves that go on alone; none for 30 s lets it fall on, but not below what noise
 * reaches: in asystole nothing is invented. Constant time and memory; nothing is allocated.
 *
 * <p>The two levels are those of Pan and Tompkins, IEEE Trans Biomed Eng 32(3), 1985.
 */
public final class BeatDecider {

  private static final double LEARN_SECONDS = 2;
  private static final double LEARN_CREST = 2.5; // top over mean; noise alone reaches about 2
  private static final double LEARN_SHARE = 0.7;
  private static final double FALLEN = 0.85;
  private static final double TURNED = 0.95;
  private static final double RISEN = 1.3;
  private static final double LEAST_TOP = 0.05; // of S

  private static final double REFRACTORY_SECONDS = 0.2;
  private static final double T_WAVE_SECONDS = 0.36;
  private static final double T_WAVE_END = 0.42; // QTc of 0.46 s at most, R 0.04 s after its start
  private static final double T_WAVE_LEVEL = 0.6; // of S
  private static final double T_WAVE_RATIO = 0.5; // of the last beat
  private static final double CLASSED_LEVEL = 0.2; // of S; lower humps are not sorted by shape
  private static final double RULING = 0.7;
  private static final double RULED = 0.3;
  private static final double RULING_LEVEL = 0.22; // of S
  private static final double SURELY_RULING = 0.9;
  private static final double UNSURE_LEVEL = 0.3; // of S
  private static final double EARLY_LEVEL = 0.3; // of S
  private static final double RULED_LEVEL = 0.9; // of S
  private static final double T_WAVE_LEVEL_RULING = 0.4; // of S
  private static final double OVERDUE_LEVEL = 0.2; // of S
  private static final double OVERDUE = 1.5; // median intervals
  private static final double ABOVE_NOISE = 2; // of N
  private static final double ABOVE_QUIET = 2.5;
  private static final double ABOVE_QUIET_UNSURE = 4; // what noise alone hardly reaches

  private static final double WAIT_SECONDS = 0.2;
  private static final double WAIT_LEVEL = 0.6; // of S; higher humps need not wait
  private static final double P_WAVE_RATIO = 1.3;
  private static final double RULER_RATIO = 0.8; // enough for a hump that rules
  private static final double RECALL_NOISE = 0.45; // of N

  private static final double LEVEL_RATE = 0.125;
  private static final int INTERVALS = 8;
  private static final double USUAL_INTERVAL_SECONDS = 0.8;
  private static final double PATIENCE_SECONDS = 6;
  private static final double LONG_PATIENCE_SECONDS = 30;
  private static final double FADE_SECONDS = 2;
  private static final double FADE_FIRST_TO = 0.5; // of S at the last beat
  private static final double FADE_TO = 0.05; // of S at the last beat
  private static final double FADE_QUIET = 12;
  private static final double QUIET_SECONDS = 0.5;
  private static final double NEVER = Double.POSITIVE_INFINITY;

  private final double sampleRateHz;
  private final HumpClasses classes;
  private final double fade;
  private final double quietStep;
  private long now = -1;

  private boolean learning = true;
  private long learningSince;
  private double learningSum;
  private double signal; // S
  private double signalAtBeat;
  private double noise; // N
  private double quiet; // about the median of the envelope

  private boolean rising;
  private boolean turned;
  private double top;
  private long topAt;
  private double valley;

  private boolean waiting;
  private double waitingTop;
  private long waitingAt;
  private double refusedTop;
  private long refusedAt = -1;

  private final double[] intervals = new double[INTERVALS];
  private final double[] sorted = new double[INTERVALS];
  private long intervalCount;
  private double medianIntervalSeconds = USUAL_INTERVAL_SECONDS;
  private boolean anyBeat;
  private long beatAt;
  private double beatTop;
  private final Trust trust = new Trust();
  private double confidence;
  private boolean recovered;
  private boolean moved;
  private long placeAt; // where the last beat is, as is known by now
  private double placeTop;

  /** Makes a decider for the envelope of a band. */
  public BeatDecider(QrsBand band, double sampleRateHz) {
    this.sampleRateHz = sampleRateHz;
    classes = new HumpClasses(band, sampleRateHz);
    fade = StrictMath.exp(-1 / (FADE_SECONDS * sampleRateHz));
    quietStep = 1 / (QUIET_SECONDS * sampleRateHz);
  }

  /** Hears the envelope; returns true if a beat is decided, or moved, with this sample. */
  @HotPath
  public boolean next(double e) {
    now++;
    moved = false;
    if (learning) {
      learn(e);
      return false;
    }
    quiet *= e > quiet ? 1 + quietStep : 1 - quietStep;
    classes.moveTo(now);
    boolean decided = follow(e) || giveUpWaiting() || lookBack();
    if (!decided && secondsSinceBeat(now) > PATIENCE_SECONDS) {
      double to = secondsSinceBeat(now) > LONG_PATIENCE_SECONDS ? FADE_TO : FADE_FIRST_TO;
      double floor = Math.max(to * signalAtBeat, FADE_QUIET * quiet);
      signal = Math.max(signal * fade, Math.min(signal, floor));
    }
    return decided;
  }

  /** Waits for two seconds in which something stands out; that is where the levels start. */
  private void learn(double e) {
    signal = Math.max(signal, e);
    learningSum += e;
    long heard = now - learningSince + 1;
    if (heard < LEARN_SECONDS * sampleRateHz) {
      return;
    }
    double mean = learningSum / heard;
    if (signal > LEARN_CREST * mean) {
      learning = false;
      noise = 0.1 * signal;
      signal *= LEARN_SHARE;
      signalAtBeat = signal;
      quiet = mean / 2;
      valley = e;
      beatAt = now;
    } else {
      startLearning();
    }
  }

  private void startLearning() {
    learning = true;
    learningSince = now + 1;
    learningSum = 0;
    signal = 0;
  }

  /** Follows the envelope up and down; at the end of a hump, judges it. */
  private boolean follow(double e) {
    if (rising) {
      if (e > top) {
        top = e;
        topAt = now;
        turned = false;
      } else if (!turned && e < TURNED * top) {
        turned = true;
        return judgeEarly();
      } else if (e < FALLEN * top) {
        rising = false;
        valley = e;
        return judge(topAt, top);
      }
      return false;
    }
    valley = Math.min(valley, e);
    if (e > RISEN * valley && e > LEAST_TOP * signal) {
      rising = true;
      top = e;
      topAt = now;
    }
    return false;
  }

  /** A hump of a shape that rules, in its time, need not have ended to be a beat. */
  private boolean judgeEarly() {
    double since = secondsSinceBeat(topAt);
    boolean usual = anyBeat && !waiting && since > T_WAVE_SECONDS;
    if (!usual || top <= aboveQuiet(since, false) || classes.ask(topAt, top) <= RULING) {
      return false;
    }
    double threshold = threshold(since, 1);
    return top > Math.max(threshold, EARLY_LEVEL * signal) && accept(topAt, top, threshold, false);
  }

  private boolean judge(long at, double height) {
    double rules = height > CLASSED_LEVEL * signal ? classes.add(at, height) : 0.5;
    if (secondsSinceBeat(at) < REFRACTORY_SECONDS) {
      return anyBeat && height > P_WAVE_RATIO * placeTop && moveTo(at, height);
    }
    return waiting ? judgeAgainstWaiting(at, height, rules) : judgeAlone(at, height, rules);
  }

  private boolean judgeAlone(long at, double height, double rules) {
    double since = secondsSinceBeat(at);
    double threshold = threshold(since, rules);
    boolean small = height <= T_WAVE_RATIO * beatTop && rules <= SURELY_RULING;
    boolean tWave = since <= T_WAVE_SECONDS && small;
    if (height <= threshold || tWave) {
      refuse(height);
      trust.refused(height / threshold);
      if (height > refusedTop && since > T_WAVE_SECONDS && !(small && since <= tWaveEnd())) {
        refusedTop = height;
        refusedAt = at;
      }
      return false;
    }
    if (height < WAIT_LEVEL * signal && rules < RULING && since < medianIntervalSeconds) {
      waiting = true;
      waitingTop = height;
      waitingAt = at;
      return false;
    }
    return accept(at, height, threshold, false);
  }

  /** A higher hump makes the one that waits a P wave; a later beat makes it a beat. */
  private boolean judgeAgainstWaiting(long at, double height, double rules) {
    boolean higher = height > P_WAVE_RATIO * waitingTop;
    if (higher || rules > RULING && height > RULER_RATIO * waitingTop) {
      refuse(waitingTop);
      waiting = false;
      return judgeAlone(at, height, rules);
    }
    refuse(height);
    return false;
  }

  private boolean giveUpWaiting() {
    if (!waiting || rising || (now - waitingAt) / sampleRateHz <= WAIT_SECONDS) {
      return false;
    }
    double since = secondsSinceBeat(waitingAt);
    return accept(waitingAt, waitingTop, threshold(since, 0.5), false);
  }

  private boolean lookBack() {
    if (waiting
        || rising
        || refusedAt < 0
        || secondsSinceBeat(now) <= OVERDUE * medianIntervalSeconds) {
      return false;
    }
    double threshold = Math.max(OVERDUE_LEVEL * signal, RECALL_NOISE * noise);
    threshold = Math.max(threshold, aboveQuiet(secondsSinceBeat(refusedAt), true));
    double height = refusedTop;
    long at = refusedAt;
    refusedTop = 0;
    refusedAt = -1;
    return height > threshold && accept(at, height, threshold, true);
  }

  /**
   * Until when after a beat its T wave may last: QT grows with the root of the interval (Bazett).
   */
  private double tWaveEnd() {
    return T_WAVE_END * Math.sqrt(medianIntervalSeconds);
  }

  /** How high a hump must be to be a beat. */
  private double threshold(double since, double rules) {
    double level = rules > RULING ? RULING_LEVEL : rules < RULED ? RULED_LEVEL : UNSURE_LEVEL;
    if (since < T_WAVE_SECONDS) {
      level = Math.max(level, rules > RULING ? T_WAVE_LEVEL_RULING : T_WAVE_LEVEL);
    }
    double late = (since / medianIntervalSeconds - 1) / (OVERDUE - 1);
    level += (OVERDUE_LEVEL - level) * Math.max(0, Math.min(1, late));
    return Math.max(
        level * signal, Math.max(ABOVE_NOISE * noise, aboveQuiet(since, rules > RULING)));
  }

  private double aboveQuiet(double since, boolean ruling) {
    boolean silence = !anyBeat || since > PATIENCE_SECONDS;
    return quiet * (silence || !ruling ? ABOVE_QUIET_UNSURE : ABOVE_QUIET);
  }

  private void refuse(double height) {
    noise += LEVEL_RATE * (Math.min(height, signal) - noise);
  }

  private boolean accept(long at, double height, double threshold, boolean late) {
    waiting = false;
    refusedTop = 0;
    refusedAt = -1;
    double interval = anyBeat ? secondsSinceBeat(at) / medianIntervalSeconds : 1;
    if (anyBeat) {
      intervals[(int) (intervalCount++ % INTERVALS)] = secondsSinceBeat(at);
      medianIntervalSeconds = medianOfIntervals();
    }
    double rate = late ? LEVEL_RATE / 2 : LEVEL_RATE;
    signal += rate * (Math.min(height, 2 * signal) - signal);
    signalAtBeat = signal;
    anyBeat = true;
    beatAt = at;
    beatTop = height;
    placeAt = at;
    placeTop = height;
    recovered = late;
    confidence = trust.of(height / threshold, noise / signal, quiet / signal, interval, late);
    return true;
  }

  /** What was decided was a P wave; this is its complex. The rhythm goes on as it was decided. */
  private boolean moveTo(long at, double height) {
    moved = true;
    placeAt = at;
    placeTop = height;
    return true;
  }

  private double medianOfIntervals() {
    int count = (int) Math.min(intervalCount, INTERVALS);
    if (count < 2) {
      return USUAL_INTERVAL_SECONDS;
    }
    System.arraycopy(intervals, 0, sorted, 0, count);
    Arrays.sort(sorted, 0, count);
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
  }

  private double secondsSinceBeat(long at) {
    return anyBeat || !learning ? (at - beatAt) / sampleRateHz : NEVER;
  }

  /** Returns where the envelope of the last beat had its top. */
  public long topAt() {
    return placeAt;
  }

  /** Returns whether the last sample moved the last beat and decided no new one. */
  public boolean moved() {
    return moved;
  }

  /** Returns the median of the last intervals between beats, samples. */
  public double medianInterval() {
    return medianIntervalSeconds * sampleRateHz;
  }

  /** Returns how sure the last decision is, 0 to 1. */
  public double confidence() {
    return confidence;
  }

  /** Returns whether the last beat was found by looking back. */
  public boolean recovered() {
    return recovered;
  }

  /** Forgets levels and rhythm: what follows is another recording, or another place on the body. */
  public void reset() {
    startLearning();
    classes.reset();
    trust.reset();
    rising = false;
    waiting = false;
    refusedTop = 0;
    refusedAt = -1;
    intervalCount = 0;
    medianIntervalSeconds = USUAL_INTERVAL_SECONDS;
    anyBeat = false;
  }
}
