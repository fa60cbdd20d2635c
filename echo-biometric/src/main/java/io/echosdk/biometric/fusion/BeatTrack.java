package io.echosdk.biometric.fusion;

import java.util.Arrays;

/**
 * What is remembered of one source of beats: the last of them, how regular and how prompt they are,
 * and how much later than another's they come.
 *
 * <p>The lag is the median of the last fifteen differences to the beats of who is listened to, so a
 * beat that was found twice or not at all does not move it.
 */
final class BeatTrack {

  private static final int RECENT = 16;
  private static final int DIFFERENCES = 15;
  private static final int FEW = 5;
  private static final double RATE = 0.3;
  private static final double PROMPT_SECONDS = 1;
  private static final double OVERDUE = 1.8; // of the usual interval between beats or bursts
  private static final double LATE_NANOS = 100e6;
  private static final double USUAL_INTERVAL_NANOS = 1e9;

  private final HeardBeat[] beats = new HeardBeat[RECENT];
  private long count;
  private final double[] differences = new double[DIFFERENCES];
  private final double[] sorted = new double[DIFFERENCES];
  private int differenceCount;
  private double lagNanos;
  private int run; // beats since the last break, at most RECENT
  private double regularity;
  private double confidence;
  private double delayNanos;
  private double intervalNanos = USUAL_INTERVAL_NANOS;
  private double spacingNanos = USUAL_INTERVAL_NANOS; // between the moments at which it speaks
  private long spokeNanos;

  BeatTrack(long lagNanos) {
    this.lagNanos = lagNanos;
    Arrays.setAll(beats, i -> new HeardBeat());
  }

  void add(HeardBeat beat, long nowNanos) {
    double between = count == 0 ? 0 : nowNanos - spokeNanos;
    if (run > 0 && between > 0 && between < 3 * spacingNanos + LATE_NANOS) {
      spacingNanos += RATE * (between - spacingNanos);
    }
    spokeNanos = nowNanos;
    beats[(int) (count++ % RECENT)].set(beat);
    run = Math.min(RECENT, run + 1);
    regularity += RATE * ((beat.normal ? 1 : 0) - regularity);
    confidence += RATE * (beat.confidence - confidence);
    delayNanos += RATE * (beat.delayNanos - delayNanos);
    if (beat.normal) {
      intervalNanos += RATE * (beat.intervalMs * 1e6 - intervalNanos);
    }
  }

  /** Takes the second telling of a beat. */
  void known(HeardBeat beat) {
    for (int i = 0; i < remembered(); i++) {
      if (beat(i).number == beat.number) {
        beat(i).set(beat);
      }
    }
  }

  void gap() {
    run = 0;
    regularity = 0;
  }

  /**
   * How good this source is now, 0 to 1: sure, regular, and not much later than the promptest, who
   * is so late.
   */
  double quality(long nowNanos, double leastLateNanos) {
    double prompt = 1 / (1 + Math.max(0, lateNanos() - leastLateNanos) * 1e-9 / PROMPT_SECONDS);
    return silent(nowNanos) ? 0 : confidence * regularity * prompt;
  }

  /** Whether it should have spoken before now. */
  boolean silent(long nowNanos) {
    double usual = Math.max(spacingNanos, intervalNanos);
    return run == 0 || nowNanos - spokeNanos > OVERDUE * usual + LATE_NANOS;
  }

  /** Hears that a beat here is one that was believed, so many ns later by both sources' clocks. */
  void differs(double nanos) {
    differences[differenceCount++ % DIFFERENCES] = nanos;
    int known = Math.min(differenceCount, DIFFERENCES);
    if (known >= FEW) {
      System.arraycopy(differences, 0, sorted, 0, known);
      Arrays.sort(sorted, 0, known);
      lagNanos = sorted[known / 2];
    }
  }

  /** The clock of the beats that are believed was put back by so much. */
  void shift(double nanos) {
    lagNanos += nanos;
    for (int i = 0; i < DIFFERENCES; i++) {
      differences[i] += nanos;
    }
  }

  /** How much later than the believed beats those of this source come by their own clock. */
  double lagNanos() {
    return lagNanos;
  }

  /** How much later than a beat is believed to have been this source tells it. */
  double lateNanos() {
    return delayNanos + lagNanos;
  }

  /** Whether the lag was measured. */
  boolean lagKnown() {
    return differenceCount >= FEW;
  }

  /** When a beat was, on the clock of the beats that are believed. */
  long alignedNanos(HeardBeat beat) {
    return beat.timeNanos - Math.round(lagNanos);
  }

  double intervalNanos() {
    return intervalNanos;
  }

  /** How many beats are remembered. */
  int remembered() {
    return (int) Math.min(count, RECENT);
  }

  /** Returns one of them, 0 the oldest. */
  HeardBeat beat(int place) {
    return beats[(int) ((count - remembered() + place) % RECENT)];
  }
}
