package io.echosdk.biometric.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What goes on inside: breath, effort and arousal, and the beats that follow from them, in steps of
 * 4 ms. It runs a little ahead of the sensors, because a P wave shows before its beat.
 *
 * <p>Heart: an integral pulse frequency model. A phase grows by dt / T(t); where it passes 1 the
 * sinus node fires, at the interpolated time. T is the mean interval, shortened by effort and
 * arousal, plus respiratory sinus arrhythmia, a Mayer wave of 0.1 Hz and slow noise.
 *
 * <p>Couplings: effort rises with 8 s and falls with 25 s and quickens the heart by up to 45 %, the
 * breath by up to 30 %; arousal rises with 3 s and falls with 8 s, quickens the heart by up to 18 %
 * and the breath by up to 35 %, and halves the sinus arrhythmia (vagal withdrawal).
 *
 * <p>Source of the model: Mateo, Laguna, "Improved heart rate variability signal analysis from the
 * beat occurrence times according to the IPFM model", IEEE Trans Biomed Eng 47(8), 2000.
 */
final class Physiology {

  /** How far it runs ahead of the sensors. */
  static final double AHEAD_SECONDS = 0.6;

  /** What a beat is. */
  enum BeatKind {
    /** Conducted from the sinus node. */
    SINUS,
    /** From a ventricle: early, wide, without P wave. */
    VENTRICULAR,
    /** A P wave alone. */
    BLOCKED
  }

  /**
   * A beat.
   *
   * @param seconds the top of its R wave, or where that would be
   * @param interval the interval before it, s
   */
  record HeartBeat(double seconds, double interval, BeatKind kind) {}

  private static final double STEP = 0.004;
  private static final int HISTORY = 256; // steps; more than the sensors lag behind
  private static final double MAYER_HZ = 0.1;
  private static final double NOISE_SECONDS = 5; // memory of the slow noise in the interval
  private static final double ECTOPIC_PREMATURITY = 0.6; // of the interval
  private static final double KEPT_SECONDS = 2; // how long sensors may still see a beat

  private final Body.Settings settings;
  private final Body.Witness witness;
  private final BreathModel breath;
  private final Activity activity;
  private final Noise noise;
  private final Script.Cue arousals;
  private final Script.Cue pauses;
  private final Script.Cue ectopics;
  private final Script.Cue missed;
  private final double meanInterval;
  private final double[] phases = new double[HISTORY];
  private final double[] arousal = new double[HISTORY];
  private final Deque<HeartBeat> beats = new ArrayDeque<>();
  private long steps;
  private double effort;
  private double excitement;
  private double slowNoise;
  private double sinusPhase = 0.5;
  private double lastBeat = Double.NaN;
  private double ectopicDue = Double.NaN;
  private boolean resting; // the next sinus beat falls into the refractory time of an ectopic one
  private @Nullable HeartBeat latest;

  Physiology(Body.Settings settings, Body.Witness witness) {
    this.settings = settings;
    this.witness = witness;
    long seed = 16 * settings.seed();
    breath = new BreathModel(settings.breathsPerMinute(), seed + 1);
    activity = new Activity(settings, seed + 5);
    noise = new Noise(seed);
    arousals = settings.script().cue(Script.Kind.AROUSAL);
    pauses = settings.script().cue(Script.Kind.PAUSE);
    ectopics = settings.script().cue(Script.Kind.ECTOPIC_BEAT);
    missed = settings.script().cue(Script.Kind.MISSED_BEAT);
    meanInterval = 60 / settings.heartRateBpm();
  }

  /** Lives on until everything is known that a sensor shows before a time. */
  void liveUntil(double seconds) {
    while (steps * STEP < seconds + AHEAD_SECONDS) {
      step(steps * STEP);
      steps++;
    }
    while (!beats.isEmpty() && beats.getFirst().seconds < seconds - KEPT_SECONDS) {
      beats.removeFirst();
    }
  }

  private void step(double now) {
    activity.moveTo(now);
    double drive = Math.min(1, 0.4 * activity.walking() + activity.squatting());
    effort += STEP * (drive - effort) / (drive > effort ? 8 : 25);
    double wanted = arousals.strength(now, 1);
    excitement += STEP * (wanted - excitement) / (wanted > excitement ? 3 : 8);
    int slot = (int) (steps % HISTORY);
    phases[slot] = breath.phase();
    arousal[slot] = excitement;
    heart(now, breath.phase());
    breath.step(STEP, 1 + 0.3 * effort + 0.35 * excitement);
  }

  private void heart(double now, double breathPhase) {
    if (ectopicDue <= now + STEP) {
      fire(ectopicDue, BeatKind.VENTRICULAR);
      ectopicDue = Double.NaN;
    }
    double interval = interval(now, breathPhase);
    if (pauses.strength(now, STEP / 4) > 0) {
      return;
    }
    double next = sinusPhase + STEP / interval;
    if (next >= 1) {
      sinus(now + (1 - sinusPhase) * interval, interval);
      next -= 1;
    }
    sinusPhase = next;
  }

  private double interval(double now, double breathPhase) {
    double deviation = 0.006 * meanInterval;
    slowNoise +=
        -slowNoise * STEP / NOISE_SECONDS
            + deviation * StrictMath.sqrt(2 * STEP / NOISE_SECONDS) * noise.normal();
    double depth = settings.breathDepth() * (1 - 0.5 * excitement);
    return meanInterval / (1 + 0.45 * effort + 0.18 * excitement)
        + depth * StrictMath.cos(2 * Math.PI * breathPhase)
        + 0.3 * depth * StrictMath.sin(2 * Math.PI * MAYER_HZ * now)
        + slowNoise;
  }

  private void sinus(double seconds, double interval) {
    if (resting) {
      resting = false;
      return;
    }
    fire(seconds, missed.take(seconds) ? BeatKind.BLOCKED : BeatKind.SINUS);
    if (ectopics.take(seconds)) {
      ectopicDue = seconds + ECTOPIC_PREMATURITY * interval;
      resting = true;
    }
  }

  private void fire(double seconds, BeatKind kind) {
    double interval = Double.isNaN(lastBeat) ? meanInterval : seconds - lastBeat;
    HeartBeat beat = new HeartBeat(seconds, interval, kind);
    beats.addLast(beat);
    latest = beat;
    if (kind != BeatKind.BLOCKED) {
      lastBeat = seconds;
      witness.beat(seconds, kind == BeatKind.VENTRICULAR);
    }
  }

  /** Returns the beats that a sensor may still, or already, see; in order. */
  Iterable<HeartBeat> beats() {
    return beats;
  }

  /** Returns the mean interval at rest, s. */
  double meanInterval() {
    return meanInterval;
  }

  /** Returns the newest beat; a sensor may not show it yet. */
  @Nullable HeartBeat latest() {
    return latest;
  }

  /** Returns the phase of the breath at a time that the sensors are at. */
  double breathPhase(double seconds) {
    return phases[slot(seconds)];
  }

  /** Returns how aroused the person is, 0 to 1, at a time that the sensors are at. */
  double arousal(double seconds) {
    return arousal[slot(seconds)];
  }

  private static int slot(double seconds) {
    return (int) ((long) Math.floor(seconds / STEP + 1e-6) % HISTORY);
  }
}
