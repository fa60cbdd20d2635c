package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.biometric.fusion.BeatHandover;
import io.echosdk.biometric.fusion.Consensus;
import io.echosdk.biometric.fusion.HeardBeat;
import io.echosdk.biometric.fusion.StickyWinner;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One state from what several sources tell of one body.
 *
 * <p>What all of them measure of the same thing, heart rate, breath rate, cadence, bands of the
 * EEG, is a mean of those who agree ({@link Consensus}). Beats, and all that follows from them,
 * come from one row that is handed from source to source ({@link BeatHandover}). What is a phase,
 * or true of one place of the body only (movement, skin), is told by one source at a time ({@link
 * StickyWinner}).
 *
 * <p>Everything is heard in the order in which it was measured, and time is that of the samples, so
 * neither the order of the sources nor the size of their batches matters.
 */
final class BodyFusion {

  private static final Metric[] METRICS = Metric.values();
  private static final Metric[] BANDS = {
    Metric.EEG_DELTA, Metric.EEG_THETA, Metric.EEG_ALPHA, Metric.EEG_BETA, Metric.EEG_GAMMA
  };
  private static final double LIAR = 0.5; // trust

  private final BiometricState state;
  private final TestimonyLog log;
  private final ArousalWatch arousal;
  private final BeatRow beats;
  private final BeatHandover handover;
  private final @Nullable Consensus[] means = new @Nullable Consensus[METRICS.length];
  private final @Nullable PlaceChoice[] places = new @Nullable PlaceChoice[METRICS.length];
  private final boolean[] told = new boolean[METRICS.length]; // since the last settling
  private boolean anyTold;
  private final boolean[] moves; // whether a source sees movement itself
  private long nowNanos = Long.MIN_VALUE;

  /** Makes one; the lags are by how much the beats of each source are expected to be late. */
  BodyFusion(
      BiometricState state,
      TestimonyLog log,
      ArousalWatch arousal,
      BeatMeaning beats,
      List<BeatHandover.Lag> lags,
      boolean[] moves) {
    this.state = state;
    this.log = log;
    this.arousal = arousal;
    this.beats = new BeatRow(beats);
    this.moves = moves;
    int sources = lags.size();
    handover = new BeatHandover(lags, this::believe);
    mean(sources, Metric.HEART_RATE, 1, 10);
    mean(sources, Metric.BREATH_RATE, 0.5, 4);
    mean(sources, Metric.CADENCE, 2, 20);
    mean(sources, Metric.ALPHA_FREQUENCY, 0.1, 1.5);
    for (Metric band : BANDS) {
      mean(sources, band, 0.02, 0.25);
    }
    place(sources, Metric.BREATH_PHASE, Metric.BREATH_PHASE);
    place(sources, Metric.MOVEMENT, Metric.MOVEMENT_DEVIATION);
    place(sources, Metric.SKIN_LEVEL, Metric.SKIN_RESPONSE);
  }

  private void mean(int sources, Metric metric, double resolution, double tolerance) {
    means[metric.ordinal()] =
        new Consensus(sources, resolution, tolerance, Lifetimes.nanos(metric));
  }

  private void place(int sources, Metric leading, Metric following) {
    PlaceChoice choice = new PlaceChoice(sources, leading, Lifetimes.nanos(leading));
    places[leading.ordinal()] = choice;
    places[following.ordinal()] = choice;
  }

  /** Hears everything that was told since the last time. */
  void hear() {
    log.sort();
    for (int i = 0; i < log.count(); i++) {
      Testimony next = log.get(i);
      if (next.atNanos > nowNanos) {
        settle();
        nowNanos = next.atNanos;
        arousal.reach(nowNanos);
        beats.reach(nowNanos);
      }
      hear(next);
    }
    settle();
    log.clear();
  }

  private void hear(Testimony next) {
    switch (next.kind) {
      case BREAK -> handover.gap(next.source, nowNanos);
      case BEAT -> handover.beat(next.source, next.beat, nowNanos);
      case KNOWN -> known(next.source, next.beat);
      case ESTIMATE -> estimate(next);
    }
  }

  private void known(int source, HeardBeat beat) {
    handover.known(source, beat);
    beats.known(source, beat);
  }

  private void estimate(Testimony next) {
    Metric metric = next.metric;
    Consensus mean = means[metric.ordinal()];
    PlaceChoice place = places[metric.ordinal()];
    if (mean != null) {
      mean.tell(next.source, next.value, sure(next), next.timeNanos);
      told[metric.ordinal()] = true;
      anyTold = true;
    } else if (place != null ? place.told(next, nowNanos) : next.source == handover.winner()) {
      state.set(metric, next.value, next.confidence, next.timeNanos, 1 << next.source);
    }
  }

  /** A brain's sensor that does not see movement is spoiled by what another sees. */
  private double sure(Testimony next) {
    boolean brain = next.metric == Metric.ALPHA_FREQUENCY || isBand(next.metric);
    return brain && !moves[next.source]
        ? next.confidence * Stillness.of(state, next.timeNanos)
        : next.confidence;
  }

  private static boolean isBand(Metric metric) {
    return metric.compareTo(Metric.EEG_DELTA) >= 0 && metric.compareTo(Metric.EEG_GAMMA) <= 0;
  }

  private void settle() {
    if (!anyTold) {
      return;
    }
    double bands = 0;
    for (int i = 0; i < told.length; i++) {
      Consensus mean = means[i];
      boolean known = told[i] && mean != null && mean.settle(nowNanos);
      bands += known && isBand(METRICS[i]) ? mean.value() : 0;
      if (told[i] && mean != null) {
        double value = known ? mean.value() : Double.NaN;
        state.set(METRICS[i], value, mean.confidence(), mean.timeNanos(), mean.members());
      }
      told[i] = false;
    }
    anyTold = false;
    if (bands > 0) {
      shareBands(bands);
    }
    Consensus rate = mean(Metric.HEART_RATE);
    for (int i = 0; i < moves.length; i++) {
      handover.trust(i, rate.trust(i));
    }
  }

  /** The bands are shares of a whole, also where a mean of several sources is. */
  private void shareBands(double sum) {
    for (Metric band : BANDS) {
      Consensus mean = mean(band);
      double share = state.value(band) / sum;
      state.set(band, share, mean.confidence(), mean.timeNanos(), mean.members());
    }
  }

  private Consensus mean(Metric metric) {
    return Objects.requireNonNull(means[metric.ordinal()]);
  }

  private void believe(
      int source, HeardBeat beat, long timeNanos, boolean follows, boolean recovered) {
    int before = beats.source();
    if (before != source && before >= 0 && trust(before) < LIAR) {
      beats.forget();
    }
    beats.tell(source, beat, timeNanos, follows, recovered, nowNanos);
  }

  /** Returns how far a source's heart rate is trusted, 0 to 1. */
  double trust(int source) {
    return mean(Metric.HEART_RATE).trust(source);
  }

  /** Returns why a source is not believed, or null if it is. */
  @Nullable String contradiction(int source) {
    if (trust(source) < LIAR) {
      return "its heart rate contradicts that of the other sources";
    }
    boolean breath = mean(Metric.BREATH_RATE).trust(source) < LIAR;
    return breath ? "its breath rate contradicts that of the other sources" : null;
  }

  /** Who tells of one place of the body. */
  private static final class PlaceChoice {

    private static final double MARGIN = 0.2;
    private static final long HOLD_NANOS = 3_000_000_000L;

    private final StickyWinner winner;
    private final Metric leading;
    private final double[] confidences;
    private final long[] times;
    private final long silenceNanos;

    PlaceChoice(int sources, Metric leading, long silenceNanos) {
      winner = new StickyWinner(sources, MARGIN, HOLD_NANOS);
      this.leading = leading;
      this.silenceNanos = silenceNanos;
      confidences = new double[sources];
      times = new long[sources];
    }

    /** Returns whether what was told is believed. */
    boolean told(Testimony next, long nowNanos) {
      if (next.metric == leading) {
        confidences[next.source] = Double.isFinite(next.value) ? next.confidence : 0;
        times[next.source] = nowNanos;
        for (int i = 0; i < times.length; i++) {
          boolean silent = nowNanos - times[i] > silenceNanos;
          winner.quality(i, silent ? 0 : confidences[i]);
        }
        winner.settle(nowNanos);
      }
      return winner.winner() == next.source;
    }
  }
}
