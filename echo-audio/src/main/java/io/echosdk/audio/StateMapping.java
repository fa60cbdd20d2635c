package io.echosdk.audio;

import io.echosdk.api.HotPath;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;

/**
 * What a body does to the sound. Six quantities from 0 to 1, each moved by one metric and each with
 * a rest position to which it eases back when that metric is unknown or too old; and strikes, one
 * for each heart beat.
 *
 * <pre>
 * breath phase    -> swell       0 empty, 1 lungs full; at rest six slow breaths a minute
 * coherence       -> consonance  narrower splits, slower beating
 * coherence       -> brightness  upper modes come forward
 * EEG alpha       -> alpha       binaural difference and depth
 * movement        -> shimmer     upper modes tremble
 * heart rate      -> calm        a fast heart strikes more softly, so that loudness keeps
 * each beat       -> a strike    velocity by the confidence in the beat, by coherence and by calm
 * </pre>
 */
final class StateMapping {

  private static final double REST_BREATHS_PER_SECOND = 0.1;
  private static final long STALE_NANOS = 10_000_000_000L; // a value older than this is unknown
  private static final long LATE_BEAT_NANOS = 2_000_000_000L; // an older beat is not struck
  private static final double SILENCE_SECONDS = 5; // without any state, all is unknown
  private static final double LEAST_CONFIDENCE = 0.2;

  final Glide swell;
  final Glide consonance;
  final Glide brightness;
  final Glide alpha;
  final Glide shimmer;
  final Glide calm;

  private final double tickSeconds;
  private double secondsSinceState;
  private boolean breathKnown;
  private double restBreath; // phase of the breath that is imagined while none is known
  private long beats = -1;
  private long struck; // strikes so far
  private double velocity; // of the last strike

  StateMapping(double tickSeconds) {
    this.tickSeconds = tickSeconds;
    swell = new Glide(0, 0.25, 1.5, tickSeconds);
    consonance = new Glide(0.5, 4, 0.1, tickSeconds);
    brightness = new Glide(0.5, 3, 0.15, tickSeconds);
    alpha = new Glide(0.3, 3, 0.1, tickSeconds);
    shimmer = new Glide(0, 0.5, 1, tickSeconds);
    calm = new Glide(0.6, 3, 0.2, tickSeconds);
  }

  /** Aims at what a state says. */
  @HotPath
  void follow(BiometricState state) {
    secondsSinceState = 0;
    double coherence = known(state, Metric.COHERENCE);
    consonance.aim(coherence);
    brightness.aim(coherence);
    alpha.aim(known(state, Metric.EEG_ALPHA) * 1.6); // 0.6 of all power is a strong alpha
    shimmer.aim(known(state, Metric.MOVEMENT) / 400); // mg; brisk walking
    calm.aim((130 - known(state, Metric.HEART_RATE)) / 80); // 1 at 50 a minute, 0 at 130
    double breath = known(state, Metric.BREATH_PHASE);
    breathKnown = !Double.isNaN(breath);
    if (breathKnown) {
      restBreath = breath; // an imagined breath goes on from here
      swell.aim(fullness(breath));
    }
    followBeats(state);
  }

  private void followBeats(BiometricState state) {
    long count = state.beatCount();
    boolean fresh = state.timeNanos() - state.beatNanos() < LATE_BEAT_NANOS;
    if (beats >= 0 && count > beats && fresh) {
      velocity = confidence(state) * (0.6 + 0.4 * consonance.value()) * (0.5 + 0.5 * calm.value());
      struck++;
    }
    beats = count;
  }

  /** Moves on by one tick. */
  @HotPath
  void tick() {
    secondsSinceState += tickSeconds;
    if (secondsSinceState > SILENCE_SECONDS) {
      forget();
    }
    if (!breathKnown) {
      restBreath += REST_BREATHS_PER_SECOND * tickSeconds;
      restBreath -= Math.floor(restBreath);
      swell.aim(fullness(restBreath));
    }
    swell.tick();
    consonance.tick();
    brightness.tick();
    alpha.tick();
    shimmer.tick();
    calm.tick();
  }

  /** Returns how many strikes there have been. */
  long struck() {
    return struck;
  }

  /** Returns how hard the last strike was, 0 to 1. */
  double velocity() {
    return velocity;
  }

  private void forget() {
    breathKnown = false;
    consonance.aim(Double.NaN);
    brightness.aim(Double.NaN);
    alpha.aim(Double.NaN);
    shimmer.aim(Double.NaN);
    calm.aim(Double.NaN);
  }

  private static double known(BiometricState state, Metric metric) {
    double value = state.value(metric);
    boolean stale = state.ageNanos(metric, state.timeNanos()) > STALE_NANOS;
    return stale || Double.isInfinite(value) ? Double.NaN : value;
  }

  /** How sure the beat is; a beat that is hardly trusted is still struck, very softly. */
  private static double confidence(BiometricState state) {
    double confidence = state.confidence(Metric.HEART_RATE);
    return confidence > LEAST_CONFIDENCE ? Math.min(1, confidence) : LEAST_CONFIDENCE;
  }

  /** How full the lungs are at a phase of the breath: 0 at its start, 1 in its middle. */
  private static double fullness(double phase) {
    double half = Turn.sin((long) (phase * 0x1p63)); // sin(pi phase)
    return half * half;
  }
}
