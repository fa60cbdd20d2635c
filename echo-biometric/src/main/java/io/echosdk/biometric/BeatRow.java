package io.echosdk.biometric;

import io.echosdk.api.biometric.Beat;
import io.echosdk.biometric.fusion.HeardBeat;
import io.echosdk.biometric.fusion.StickyWinner;

/**
 * The one row of beats of several sources: told as soon as one is believed, and for good when its
 * source knows exactly where it was. A beat whose source does not come to that, because it falls
 * silent or another tells of the next beat first, is final as it was told. So each is final before
 * the next is told, and variability is that of the exact times.
 */
final class BeatRow {

  private static final long PATIENCE_NANOS = 1_000_000_000;
  private static final long LEAST_STEP_NANOS = 1_000_000;

  private final BeatMeaning meaning;
  private final HeardBeat last = new HeardBeat(); // as its source told it
  private int source = StickyWinner.NOBODY; // of the last beat
  private boolean open; // the last beat is not final
  private long timeNanos; // of the last beat, on the clock of the row
  private long toldNanos; // when it was told
  private Beat.Kind kind = Beat.Kind.NORMAL;
  private boolean follows; // the beat before
  private boolean own; // interval: the beat before is of the same source
  private long finalNanos; // of the last beat that is final

  BeatRow(BeatMeaning meaning) {
    this.meaning = meaning;
  }

  /** Returns whose the last beat is, or {@link StickyWinner#NOBODY}. */
  int source() {
    return source;
  }

  /** What was heard so far was wrong. */
  void forget() {
    settle();
    meaning.forget();
  }

  /**
   * Tells a beat.
   *
   * @param atNanos when it was told on the row's clock, which is how late it may become final
   */
  void tell(
      int of, HeardBeat beat, long time, boolean followsLast, boolean recovered, long atNanos) {
    settle();
    if (!followsLast) {
      meaning.toldGap();
    }
    follows = followsLast;
    own = of == source;
    source = of;
    last.set(beat);
    timeNanos = time;
    toldNanos = atNanos;
    kind = recovered ? Beat.Kind.RECOVERED : beat.kind;
    open = true;
    meaning.told(
        beat.sample, time, beat.originNanos, delayNanos(), beat.confidence, kind, beat.provisional);
    if (!beat.provisional) {
      settle();
    }
  }

  /** Hears where a beat was for good. */
  void known(int of, HeardBeat beat) {
    if (!open || of != source || beat.number != last.number) {
      return;
    }
    long moved = beat.timeNanos - last.timeNanos;
    timeNanos = Math.max(finalNanos + LEAST_STEP_NANOS, timeNanos + moved);
    kind = kind == Beat.Kind.RECOVERED ? kind : beat.kind;
    last.set(beat);
    settle();
  }

  /** Time goes on. */
  void reach(long nowNanos) {
    if (open && nowNanos - toldNanos > PATIENCE_NANOS) {
      settle();
    }
  }

  private void settle() {
    if (!open) {
      return;
    }
    open = false;
    meaning.from(1 << source);
    if (!follows) {
      meaning.knownGap();
    }
    double between = (timeNanos - finalNanos) * 1e-6;
    boolean measured = own && !Double.isNaN(last.intervalMs);
    double interval = !follows ? Double.NaN : measured ? last.intervalMs : between;
    finalNanos = timeNanos;
    meaning.known(
        last.sample, timeNanos, last.originNanos, delayNanos(), last.confidence, kind, interval);
  }

  private long delayNanos() {
    return Math.max(0, last.delayNanos + last.timeNanos - timeNanos);
  }
}
