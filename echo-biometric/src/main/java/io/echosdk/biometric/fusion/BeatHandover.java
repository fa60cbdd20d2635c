package io.echosdk.biometric.fusion;

import java.util.Arrays;
import java.util.List;

/**
 * One row of beats from several sources that hear the same heart, each with a lag and a delay of
 * its own: an ECG at once, a pulse wave a third of a second later, a strap's radio seconds later.
 *
 * <p>One source is listened to ({@link StickyWinner}); its beats pass as soon as they come. The
 * others' are remembered, and their lag behind the believed beats is measured ({@link BeatTrack}).
 * When another wins, its beats that lie more than half an interval after the last believed one are
 * told at once: those which the old winner no longer gave. Whatever lies nearer is that same beat,
 * and is not told twice. If the winner itself leaves a hole of more than 1.6 intervals in which
 * another, regular source has beats, those are told as {@code RECOVERED}. So times always grow.
 *
 * <p>Believed times are those of the source that knows the heart's time best of those that were
 * listened to: an ECG; a pulse wave less its transit; a strap, whose radio's delay nobody knows.
 * When a better one comes, its beats lead the believed clock to the right time by at most a tenth
 * of an interval each, at once where a beat would else be told before it was. The heart's own
 * intervals do not take part in that: they are each source's own.
 *
 * <p>Quality of a source = confidence x regularity x promptness x certainty x trust: running means
 * of its beats' confidence and of how many are in rhythm, 1 / (1 + how much later than the
 * promptest / 1 s), how well its kind of sensor knows when a beat was, and whether its rate agrees
 * with the others' ({@link Consensus#trust}). A source that is overdue by 1.8 intervals has none.
 *
 * <p>Constant work for each beat, nothing is allocated.
 */
public final class BeatHandover {

  /** Hears the beats that are believed. */
  public interface Listener {
    /**
     * A beat.
     *
     * @param source whose
     * @param beat as the source told it; borrowed
     * @param timeNanos when it was, later than every one before
     * @param follows whether the interval since the last one is one of the heart
     * @param recovered whether the winner had missed it
     */
    void beat(int source, HeardBeat beat, long timeNanos, boolean follows, boolean recovered);
  }

  private static final double MARGIN = 0.15;
  private static final long HOLD_NANOS = 3_000_000_000L;
  private static final double SAME = 0.5; // of an interval
  private static final double MATCH = 0.5;
  private static final double HOLE = 1.6;
  private static final double REGULAR = 0.3; // least quality of who fills a hole
  private static final int RECENT = 16;
  private static final double MOST_SLEW = 0.1; // of an interval
  private static final long LEAST_STEP_NANOS = 1_000_000;
  private static final double LONGEST_HOLE_NANOS = 6e9;

  private final List<Lag> lags;
  private final BeatTrack[] tracks;
  private final double[] trust;
  private final Listener listener;
  private final StickyWinner choice;
  private final long[] believed = new long[RECENT]; // on the clock as it is now
  private long count;
  private long toldNanos;
  private int lastSource = StickyWinner.NOBODY;
  private int winner = StickyWinner.NOBODY;
  private double certainty; // of the clock of the believed beats
  private boolean broken = true; // the next beat does not follow the last

  /**
   * What is known beforehand of a source's times.
   *
   * @param nanos by how much they are later than the heart's
   * @param certainty how well that is known, and when a single beat was, 0 to 1
   */
  public record Lag(long nanos, double certainty) {}

  /**
   * Makes one that heard nothing.
   *
   * @param lags of each source
   */
  public BeatHandover(List<Lag> lags, Listener listener) {
    this.lags = List.copyOf(lags);
    tracks = new BeatTrack[lags.size()];
    Arrays.setAll(tracks, i -> new BeatTrack(lags.get(i).nanos()));
    trust = new double[lags.size()];
    Arrays.fill(trust, 1);
    this.listener = listener;
    choice = new StickyWinner(lags.size(), MARGIN, HOLD_NANOS);
  }

  /** Says how far a source's rate is trusted, 0 to 1. */
  public void trust(int source, double value) {
    trust[source] = value;
  }

  /** A source's next beat does not follow its last. */
  public void gap(int source, long nowNanos) {
    tracks[source].gap();
    broken |= source == winner;
    decide(nowNanos);
  }

  /** Takes a source's next beat, at a time that never goes back. */
  public void beat(int source, HeardBeat beat, long nowNanos) {
    BeatTrack track = tracks[source];
    track.add(beat, nowNanos);
    if (winner == StickyWinner.NOBODY) {
      winner = source;
    }
    if (source == winner) {
      fillHole(track.alignedNanos(beat), nowNanos);
      tell(source, beat, false);
    } else {
      measureLag(source, beat);
    }
    decide(nowNanos);
  }

  /** Takes a beat that was told before, as the source knows it for good. */
  public void known(int source, HeardBeat beat) {
    tracks[source].known(beat);
  }

  private void decide(long nowNanos) {
    double least = leastLate(nowNanos);
    for (int i = 0; i < tracks.length; i++) {
      choice.quality(i, quality(i, nowNanos, least));
    }
    int best = choice.settle(nowNanos);
    if (best != StickyWinner.NOBODY && best != winner) {
      winner = best;
      broken = broken || !tracks[best].lagKnown();
      BeatTrack track = tracks[best];
      for (int i = 0; i < track.remembered(); i++) {
        tell(best, track.beat(i), false);
      }
    }
  }

  private double quality(int source, long nowNanos, double leastLateNanos) {
    double own = tracks[source].quality(nowNanos, leastLateNanos);
    return trust[source] * lags.get(source).certainty() * own;
  }

  private double leastLate(long nowNanos) {
    double least = Double.POSITIVE_INFINITY;
    for (BeatTrack track : tracks) {
      least = track.silent(nowNanos) ? least : Math.min(least, track.lateNanos());
    }
    return least;
  }

  /** Tells a beat unless it was told. */
  private void tell(int source, HeardBeat beat, boolean recovered) {
    long time = tracks[source].alignedNanos(beat);
    double least = source == lastSource && !recovered ? 0 : SAME * tracks[source].intervalNanos();
    if (count > 0 && time - last() <= least) {
      return;
    }
    boolean follows = !broken && count > 0 && time - last() < LONGEST_HOLE_NANOS;
    broken = false;
    lastSource = source;
    long decided = beat.timeNanos + Math.max(0, beat.delayNanos);
    if (time > decided) { // no beat is later than the sample that told it: the clock is late
      putBack(time - decided);
      time = decided;
    }
    toldNanos = count == 0 ? time : Math.max(time, toldNanos + LEAST_STEP_NANOS);
    believed[(int) (count++ % RECENT)] = time;
    listener.beat(source, beat, toldNanos, follows, recovered);
    for (int i = 0; i < tracks.length; i++) {
      if (i != winner) {
        matchRemembered(i, time);
      }
    }
    keepClock(source);
  }

  /**
   * Who knows the heart's time better than those before him leads the clock there, beat by beat.
   */
  private void keepClock(int source) {
    Lag lag = lags.get(source);
    if (source == winner && lag.certainty() >= certainty) {
      certainty = lag.certainty();
      double most = MOST_SLEW * tracks[source].intervalNanos();
      double off = lag.nanos() - tracks[source].lagNanos();
      putBack(Math.max(-most, Math.min(most, off)));
    }
  }

  private void putBack(double nanos) {
    for (BeatTrack track : tracks) {
      track.shift(nanos);
    }
    for (int i = 0; i < RECENT; i++) {
      believed[i] -= Math.round(nanos);
    }
  }

  /** Another's beats within a hole that the winner left before a beat are told first. */
  private void fillHole(long untilNanos, long nowNanos) {
    double interval = tracks[winner].intervalNanos();
    if (count == 0 || broken || untilNanos - last() < HOLE * interval) {
      return;
    }
    int other = StickyWinner.NOBODY;
    double best = REGULAR;
    double least = leastLate(nowNanos);
    for (int i = 0; i < tracks.length; i++) {
      double quality = quality(i, nowNanos, least);
      if (i != winner && tracks[i].lagKnown() && quality > best) {
        best = quality;
        other = i;
      }
    }
    for (int i = 0; other >= 0 && i < tracks[other].remembered(); i++) {
      HeardBeat beat = tracks[other].beat(i);
      if (tracks[other].alignedNanos(beat) < untilNanos - SAME * interval) {
        tell(other, beat, true);
      }
    }
  }

  private long last() {
    return believed[(int) ((count - 1) % RECENT)];
  }

  /** A beat of one who is not listened to, and the believed one next to it. */
  private void measureLag(int source, HeardBeat beat) {
    long time = tracks[source].alignedNanos(beat);
    long nearest = Long.MAX_VALUE;
    for (long i = Math.max(0, count - RECENT); i < count; i++) {
      long other = believed[(int) (i % RECENT)];
      boolean nearer = Math.abs(time - other) < Math.abs(nearest);
      nearest = nearer && possible(source, beat, other) ? time - other : nearest;
    }
    learn(tracks[source], nearest, beat.timeNanos - time);
  }

  /** A believed beat, and the one next to it that another told before. */
  private void matchRemembered(int source, long believedNanos) {
    BeatTrack track = tracks[source];
    long nearest = Long.MAX_VALUE;
    long lag = 0;
    for (int i = 0; i < track.remembered(); i++) {
      HeardBeat beat = track.beat(i);
      long time = track.alignedNanos(beat);
      boolean nearer = Math.abs(time - believedNanos) < Math.abs(nearest);
      if (nearer && possible(source, beat, believedNanos)) {
        nearest = time - believedNanos;
        lag = beat.timeNanos - time;
      }
    }
    learn(track, nearest, lag);
  }

  /** On a clock that is as good as the source's own, nobody tells a beat before it was. */
  private boolean possible(int source, HeardBeat beat, long believedNanos) {
    return lags.get(source).certainty() > certainty
        || believedNanos <= beat.timeNanos + Math.max(0, beat.delayNanos);
  }

  private static void learn(BeatTrack track, long difference, long lag) {
    if (Math.abs(difference) < MATCH * track.intervalNanos()) {
      track.differs(difference + (double) lag);
    }
  }

  /** Returns whom is listened to, or {@link StickyWinner#NOBODY}. */
  public int winner() {
    return winner;
  }
}
