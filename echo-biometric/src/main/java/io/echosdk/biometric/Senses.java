package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.biometric.fusion.BeatHandover;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All the sources of one body, and the one state that is made of what they tell: as it is of an
 * only source, by {@link BodyFusion} of several. Of the polling thread.
 */
final class Senses {

  private static final Logger LOG = LoggerFactory.getLogger(Senses.class);

  private final List<BiometricSource> sources;
  private final BiometricState state;
  private final List<BiometricListener> listeners;
  private final ArousalWatch arousal;
  private final PulseForecast forecast;
  private final long pulseTransitNanos;
  private final Gate gate;
  private final TestimonyLog log = new TestimonyLog();
  private final Witness[] witnesses;
  private final SourceState[] states;
  private @Nullable BodyFusion fusion; // of several sources
  private long originNanos;

  Senses(
      List<BiometricSource> sources,
      BiometricState state,
      List<BiometricListener> listeners,
      ArousalWatch arousal,
      PulseForecast forecast,
      long pulseTransitNanos,
      Gate gate) {
    this.gate = gate;
    this.sources = sources;
    this.state = state;
    this.listeners = listeners;
    this.arousal = arousal;
    this.forecast = forecast;
    this.pulseTransitNanos = pulseTransitNanos;
    witnesses = new Witness[sources.size()];
    states = new SourceState[witnesses.length];
    for (int i = 0; i < states.length; i++) {
      states[i] = sources.get(i).state();
    }
    listen();
  }

  /** Overwrites and forgets everything that was heard; the sources go on. */
  void wipe() {
    for (Witness witness : witnesses) {
      witness.wipe();
    }
    Wipe.all(log);
    if (fusion != null) {
      Wipe.all(fusion);
    }
    listen();
  }

  /** Begins to make meaning of every source. */
  private void listen() {
    originNanos = 0;
    log.clear();
    BeatMeaning beats = new BeatMeaning(state, listeners, forecast);
    boolean several = witnesses.length > 1;
    for (int i = 0; i < witnesses.length; i++) {
      Estimates estimates =
          several ? new Estimates(new BiometricState(), log, i) : new Estimates(state);
      witnesses[i] =
          new Witness(
              sources.get(i),
              several,
              estimates,
              (made, breath) -> sink(made, new BeatRhythm(made, breath), beats, several),
              gate,
              this::arrived);
    }
    boolean late = pulses() > 0 && pulses() == tellers();
    forecast.restart(late ? pulseTransitNanos : 0);
    fusion = several ? fusion(beats) : null;
  }

  private long pulses() {
    return Stream.of(witnesses).filter(Witness::pulse).count();
  }

  /** How many sources tell beats. */
  private long tellers() {
    return Stream.of(witnesses).filter(Witness::beats).count();
  }

  private static BeatSink sink(
      Estimates estimates, BeatRhythm rhythm, BeatMeaning beats, boolean several) {
    return several ? new SourceBeats(estimates, rhythm) : new SoleBeats(estimates, rhythm, beats);
  }

  /** Beats are told in the time of the heart, unless pulse waves are all that is known of it. */
  private BodyFusion fusion(BeatMeaning beats) {
    long transit = pulses() == tellers() ? 0 : pulseTransitNanos;
    List<BeatHandover.Lag> lags = new ArrayList<>();
    boolean[] moves = new boolean[witnesses.length];
    for (int i = 0; i < moves.length; i++) {
      lags.add(witnesses[i].lag(transit));
      moves[i] = witnesses[i].moves();
    }
    return new BodyFusion(state, log, arousal, beats, lags, moves);
  }

  /** Takes what is due from every source; what is not allowed is not listened to. */
  long poll(long nowNanos, boolean allowed) {
    long next = BiometricSource.END;
    for (Witness witness : witnesses) {
      next = Math.min(next, witness.poll(nowNanos, allowed));
    }
    if (fusion != null) {
      hearAll(fusion);
    }
    return next;
  }

  private void hearAll(BodyFusion all) {
    try {
      if (gate.enter()) {
        all.hear();
      }
    } finally {
      gate.leave();
    }
  }

  private void arrived(long timeNanos, long origin) {
    originNanos = Math.max(originNanos, origin);
    if (fusion == null) {
      arousal.reach(Math.min(timeNanos, origin));
    } else if (log.full()) {
      fusion.hear();
    }
  }

  /** Returns when the newest samples that were heard arrived; 0 if none were. */
  long originNanos() {
    return originNanos;
  }

  /** Tells the listeners of every source whose state changed. */
  void tellStates(long nowNanos) {
    for (int i = 0; i < witnesses.length; i++) {
      SourceState now = state(i, nowNanos);
      if (!now.equals(states[i])) {
        states[i] = now;
        log(now);
        for (BiometricListener listener : listeners) {
          listener.onSourceState(i, now);
        }
      }
    }
  }

  private SourceState state(int source, long nowNanos) {
    SourceState own = witnesses[source].state(nowNanos);
    boolean speaks = own instanceof SourceState.Live || own instanceof SourceState.Gap;
    String lie = speaks && fusion != null ? fusion.contradiction(source) : null;
    return lie == null ? own : new SourceState.Stale(lie);
  }

  private static void log(SourceState now) {
    if (now instanceof SourceState.Failed failed) {
      LOG.warn("the body's source failed: {}", failed.reason());
    } else if (now instanceof SourceState.Closed) {
      LOG.info("the body's source came to its end");
    } else {
      LOG.info("the body's source is now {}", now.getClass().getSimpleName());
    }
  }

  /** Returns what is made of the signals of all sources. */
  List<SignalChannel> channels() {
    return Stream.of(witnesses).flatMap(witness -> witness.channels().stream()).toList();
  }

  /** Lets go of every source. */
  void close() {
    BiometricException first = null;
    for (BiometricSource source : sources) {
      try {
        source.close();
      } catch (BiometricException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
