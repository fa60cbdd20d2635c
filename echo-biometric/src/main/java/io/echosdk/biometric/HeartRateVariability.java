package io.echosdk.biometric;

import io.echosdk.api.HotPath;
import io.echosdk.api.biometric.IntervalKind;
import io.echosdk.biometric.rhythm.Coherence;
import io.echosdk.biometric.rhythm.IntervalCleaner;
import io.echosdk.biometric.rhythm.RecentVariability;
import io.echosdk.biometric.rhythm.Spectra;
import io.echosdk.biometric.rhythm.Tachogram;
import io.echosdk.biometric.rhythm.Variability;
import java.util.Objects;

/**
 * From the intervals between beats to heart rate variability, while they come: which intervals are
 * normal (Lipponen and Tarvainen 2019), how much they vary (Task Force 1996), and Echo coherence.
 *
 * <p>An interval counts once the next two are known. Windows: RMSSD 60 s; SDNN and pNN50 five
 * minutes; spectra five minutes, or all there is until then, HF from 60 s on, LF from 120 s, VLF
 * from five minutes; coherence 64 s. What is not known is NaN. Successive differences join only
 * normal intervals of which one follows the other.
 *
 * <p>Causal; constant memory; nothing is allocated after construction; the work for a beat does not
 * grow with the recording. Not safe for use by several threads.
 */
public final class HeartRateVariability {

  /** Hears of intervals once it is final what they are, on the thread that tells of beats. */
  @FunctionalInterface
  public interface Listener {

    /**
     * An interval is known for good, and has gone into every figure.
     *
     * @param endNanos when the beat was that ended it
     * @param intervalMs how long it was
     * @param kind what it is taken for
     */
    void onInterval(long endNanos, double intervalMs, IntervalKind kind);
  }

  /**
   * Figures over everything heard.
   *
   * @param intervals how many intervals there were
   * @param normals how many of them are normal; the others are in no figure
   * @param meanRrMs mean of the normal intervals, ms
   * @param sdnnMs their standard deviation, with n - 1, ms
   * @param rmssdMs root mean square of successive differences, ms
   * @param pnn50 pairs that differ by more than 50 ms over normal intervals, percent
   * @param vlfMs2 power below 0.04 Hz after Welch, mean of the full windows, ms²
   * @param lfMs2 power from 0.04 to 0.15 Hz
   * @param hfMs2 power from 0.15 to 0.4 Hz
   * @param lombVlfMs2 power below 0.04 Hz after Lomb, mean of the full windows, ms²
   * @param lombLfMs2 power from 0.04 to 0.15 Hz after Lomb
   * @param lombHfMs2 power from 0.15 to 0.4 Hz after Lomb
   * @param windows how many full windows there were; if none, powers are of all there is
   * @param coherence Echo coherence, mean over all normal beats that it is known for, 0 to 1
   */
  public record Summary(
      long intervals,
      long normals,
      double meanRrMs,
      double sdnnMs,
      double rmssdMs,
      double pnn50,
      double vlfMs2,
      double lfMs2,
      double hfMs2,
      double lombVlfMs2,
      double lombLfMs2,
      double lombHfMs2,
      long windows,
      double coherence) {}

  private static final double LONGEST_INTERVAL_MS = 6000; // a longer one is a hole
  private static final double LONGEST_HOLE_SECONDS = 15; // after a longer one windows begin anew

  private final Listener listener;
  private final boolean cleaning;
  private final IntervalCleaner cleaner = new IntervalCleaner(this::onInterval);
  private final Tachogram tachogram = new Tachogram();
  private final RecentVariability recent = new RecentVariability();
  private final Variability whole = new Variability();
  private final Spectra spectra = new Spectra();
  private final Coherence coherence = new Coherence();
  private double coherenceSum;
  private long coherences;
  private long intervals;
  private boolean lastWasNormal;
  private double beatsSince; // intervals since the last normal one; 0 if that is not known
  private boolean anyNormal;
  private long normalEndNanos;
  private boolean breakBefore = true;
  private boolean anyBeat;
  private boolean lastWasStrange;
  private long lastBeatNanos;

  /** Makes one that tells artefacts from normal intervals and reports to nobody. */
  public HeartRateVariability() {
    this(true, (endNanos, intervalMs, kind) -> {});
  }

  /**
   * Makes one that knows nothing.
   *
   * @param cleaning whether to look for artefacts; without, every interval that is not marked
   *     strange is normal
   * @param listener hears of intervals
   */
  public HeartRateVariability(boolean cleaning, Listener listener) {
    this.cleaning = cleaning;
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  /**
   * Hears of a beat; beats come in the order of time.
   *
   * @param timeNanos when it was
   * @param strange whether it looks like no normal one
   */
  @HotPath
  public void beat(long timeNanos, boolean strange) {
    if (anyBeat) {
      interval(timeNanos, (timeNanos - lastBeatNanos) * 1e-6, strange || lastWasStrange);
    }
    anyBeat = true;
    lastWasStrange = strange;
    lastBeatNanos = timeNanos;
  }

  /**
   * Hears of an interval that follows the last one.
   *
   * @param endNanos when the beat was that ended it
   * @param intervalMs how long it was, positive; one of more than 6 s is a hole
   * @param strange whether one of its beats looks like no normal one
   */
  @HotPath
  public void interval(long endNanos, double intervalMs, boolean strange) {
    if (intervalMs > LONGEST_INTERVAL_MS) {
      gap();
    } else if (cleaning) {
      cleaner.interval(endNanos, intervalMs, strange);
    } else {
      boolean follows = !breakBefore;
      breakBefore = false;
      onInterval(
          endNanos, intervalMs, strange ? IntervalKind.ECTOPIC : IntervalKind.NORMAL, 1, follows);
    }
  }

  /** Forgets the last beat: the next one does not follow it. What was left is told. */
  public void gap() {
    cleaner.gap();
    breakBefore = true;
    anyBeat = false;
    lastWasNormal = false;
    beatsSince = 0;
  }

  /** Says that nothing more will come: what waits for two further intervals is told as it is. */
  public void finish() {
    gap();
    if (anyNormal && spectra.byWelch().windows() == 0) {
      spectra.measure(tachogram, normalEndNanos);
    }
  }

  private void onInterval(
      long endNanos, double intervalMs, IntervalKind kind, int beats, boolean follows) {
    intervals++;
    if (!follows) {
      lastWasNormal = false;
      beatsSince = 0;
    } else if (beatsSince > 0) {
      beatsSince += beats;
    }
    if (kind == IntervalKind.NORMAL) {
      onNormal(endNanos, intervalMs);
    } else {
      lastWasNormal = false;
    }
    listener.onInterval(endNanos, intervalMs, kind);
  }

  private void onNormal(long endNanos, double intervalMs) {
    double hole = (endNanos - normalEndNanos) * 1e-9 - intervalMs * 1e-3;
    if (anyNormal && hole > LONGEST_HOLE_SECONDS) {
      tachogram.clear();
      spectra.forget();
    }
    tachogram.add(endNanos, intervalMs, beatsSince - 1);
    recent.add(endNanos, intervalMs, lastWasNormal);
    whole.add(intervalMs, lastWasNormal);
    anyNormal = true;
    lastWasNormal = true;
    beatsSince = 1;
    normalEndNanos = endNanos;
    spectra.heard(tachogram, endNanos);
    coherence.measure(tachogram, endNanos);
    if (!Double.isNaN(coherence.value())) {
      coherenceSum += coherence.value();
      coherences++;
    }
  }

  /** Returns when the last normal interval ended; meaningless before there was one. */
  public long timeNanos() {
    return normalEndNanos;
  }

  /** Returns RMSSD over 60 s, ms; NaN before there are 20 differences. */
  public double rmssdMs() {
    return recent.rmssdMs();
  }

  /** Returns SDNN over five minutes, ms; NaN before there are 60 intervals. */
  public double sdnnMs() {
    return recent.sdnnMs();
  }

  /** Returns pNN50 over five minutes, percent; NaN before there are 60 intervals. */
  public double pnn50() {
    return recent.pnn50();
  }

  /** Returns the power below 0.04 Hz over five minutes, ms², or NaN. */
  public double vlfMs2() {
    return spectra.vlfMs2();
  }

  /** Returns the power from 0.04 to 0.15 Hz over two to five minutes, ms², or NaN. */
  public double lfMs2() {
    return spectra.lfMs2();
  }

  /** Returns the power from 0.15 to 0.4 Hz over one to five minutes, ms², or NaN. */
  public double hfMs2() {
    return spectra.hfMs2();
  }

  /** Returns LF over HF, or NaN. */
  public double lfHfRatio() {
    return hfMs2() > 0 ? lfMs2() / hfMs2() : Double.NaN;
  }

  /** Returns Echo coherence over 64 s, 0 to 1, or NaN. */
  public double coherence() {
    return coherence.value();
  }

  /** Returns where the wave is that coherence is about, Hz, or NaN. */
  public double coherencePeakHz() {
    return coherence.peakHz();
  }

  /** Returns how sure it is that this wave is none of noise, 0 to 1. */
  public double coherenceReliability() {
    return coherence.reliability();
  }

  /** Returns which share of the last so many seconds, at most 300, normal intervals cover. */
  public double coverage(double seconds) {
    return recent.coverage(seconds);
  }

  /** Returns the figures over everything heard so far. */
  public Summary summary() {
    return new Summary(
        intervals,
        whole.intervals(),
        whole.meanMs(),
        whole.sdnnMs(),
        whole.rmssdMs(),
        whole.pnn50(),
        spectra.byWelch().vlfMs2(),
        spectra.byWelch().lfMs2(),
        spectra.byWelch().hfMs2(),
        spectra.byLomb().vlfMs2(),
        spectra.byLomb().lfMs2(),
        spectra.byLomb().hfMs2(),
        spectra.byWelch().windows(),
        coherences == 0 ? Double.NaN : coherenceSum / coherences);
  }
}
