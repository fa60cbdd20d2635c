package io.echosdk.sync.simulation;

import io.echosdk.sync.playback.Player;
import io.echosdk.sync.playback.Timeline;
import java.util.SplittableRandom;

/**
 * A clock and a converter that are both wrong by up to 100 ppm and wander, a player whose starts
 * land 12 ms (1 sigma) beside and whose position reads 2 ms (1 sigma) beside, and stalls. The
 * server's clock is the true one.
 */
final class SimulatedPlayer implements Player {

  static final long STEP_NANOS = 10_000_000L;

  private static final double HOUR_NANOS = 3600e9;
  private static final double MAX_SKEW = 100e-6;
  private static final double SKEW_WANDER = 0.02e-6; // per square root of a second
  private static final double LANDING_NANOS = 12e6;
  private static final double READING_NANOS = 2e6;
  private static final double STALLS_PER_HOUR = 2;
  private static final double SHORTEST_STALL_NANOS = 0.3e9;
  private static final double LONGEST_STALL_NANOS = 1.5e9;

  /** Less after another, a listener has not even started the player anew: it is the same stall. */
  private static final long SHORTEST_CALM_NANOS = 250_000_000L;

  private final SplittableRandom random;
  private final Timeline timeline;
  private long trueNanos;
  private double localNanos; // beyond trueNanos
  private final double localOriginNanos;
  private double clockSkew;
  private double converterSkew;
  private double heardNanos;
  private double rate = 1;
  private long startsAtLocal = Long.MAX_VALUE;
  private double startPosition;
  private boolean sounding;
  private long stallEnds;
  private long nextStall;
  private long stalls;

  SimulatedPlayer(SplittableRandom random, Timeline timeline) {
    this.random = random;
    this.timeline = timeline;
    localOriginNanos = random.nextDouble() * 1e15; // a monotonic clock starts anywhere
    clockSkew = uniform(MAX_SKEW);
    converterSkew = uniform(MAX_SKEW);
    nextStall = untilStall();
  }

  private double uniform(double limit) {
    return (2 * random.nextDouble() - 1) * limit;
  }

  private long untilStall() {
    return Math.round(-HOUR_NANOS / STALLS_PER_HOUR * Math.log(1 - random.nextDouble()));
  }

  private double gaussian() {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }

  /** Lets 10 ms pass. */
  void step() {
    trueNanos += STEP_NANOS;
    localNanos += clockSkew * STEP_NANOS;
    double wander = SKEW_WANDER * Math.sqrt(STEP_NANOS / 1e9);
    clockSkew += wander * gaussian();
    converterSkew += wander * gaussian();
    play();
  }

  /** Returns what the listener's clock shows at a true time. */
  long local(double time) {
    return Math.round(localOriginNanos + time + localNanos);
  }

  private void play() {
    if (!sounding && startsAtLocal <= local(trueNanos)) {
      sounding = true;
      heardNanos = startPosition + local(trueNanos) - startsAtLocal + LANDING_NANOS * gaussian();
      startsAtLocal = Long.MAX_VALUE;
    } else if (sounding && !stalled()) {
      heardNanos += STEP_NANOS * rate * (1 + converterSkew);
    }
    if (sounding && trueNanos >= nextStall) {
      stalls++;
      stallEnds =
          trueNanos
              + Math.round(
                  SHORTEST_STALL_NANOS
                      + random.nextDouble() * (LONGEST_STALL_NANOS - SHORTEST_STALL_NANOS));
      nextStall = stallEnds + SHORTEST_CALM_NANOS + untilStall();
    }
  }

  /** Returns how far what is heard is from what should be. */
  double errorNanos() {
    return Math.abs(heardNanos - timeline.positionAt(trueNanos));
  }

  long trueNanos() {
    return trueNanos;
  }

  long stalls() {
    return stalls;
  }

  /** The stall that is on, if any, is the last. */
  void stallsNoMore() {
    nextStall = Long.MAX_VALUE;
  }

  @Override
  public void start(long item, long positionNanos, long atLocalNanos) {
    sounding = false;
    startPosition = positionNanos;
    startsAtLocal = atLocalNanos;
  }

  @Override
  public void stop() {
    sounding = false;
    startsAtLocal = Long.MAX_VALUE;
  }

  @Override
  public void rate(double value) {
    rate = value;
  }

  @Override
  public long positionNanos() {
    return Math.round(heardNanos + READING_NANOS * gaussian());
  }

  @Override
  public boolean stalled() {
    return trueNanos < stallEnds;
  }
}
