package io.echosdk.sync.simulation;

import io.echosdk.sync.playback.ClockEstimator;
import io.echosdk.sync.playback.PlaybackController;
import io.echosdk.sync.playback.Player;
import io.echosdk.sync.playback.Timeline;
import java.util.SplittableRandom;

/**
 * A listener: a clock and a converter that are both wrong by up to 100 ppm and wander, a player
 * whose starts land 12 ms (1 sigma) beside and whose position reads 2 ms (1 sigma) beside, stalls,
 * and a path to the server. The server's clock is the true one.
 */
final class SimulatedListener implements Player {

  static final long STEP_NANOS = 10_000_000L;

  private static final double HOUR_NANOS = 3600e9;
  private static final double MAX_SKEW = 100e-6;
  private static final double SKEW_WANDER = 0.02e-6; // per square root of a second
  private static final double LANDING_NANOS = 12e6;
  private static final double READING_NANOS = 2e6;
  private static final double STALLS_PER_HOUR = 2;
  private static final double SHORTEST_STALL_NANOS = 0.3e9;
  private static final double LONGEST_STALL_NANOS = 1.5e9;
  private static final double SLOWEST_ANSWER_NANOS = 300_000;

  private final SplittableRandom random;
  private final SimulatedPath path;
  private final ClockEstimator clock = new ClockEstimator();
  private final PlaybackController controller = new PlaybackController(clock, this);
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
  private long nextPing;
  private long nextPoll;
  private long answerAt = Long.MAX_VALUE;
  private final long[] exchange = new long[3];

  SimulatedListener(SimulatedNetwork network, long seed, Timeline timeline) {
    random = new SplittableRandom(seed);
    path = new SimulatedPath(network, random.split());
    this.timeline = timeline;
    localOriginNanos = random.nextDouble() * 1e15; // a monotonic clock starts anywhere
    clockSkew = uniform(MAX_SKEW);
    converterSkew = uniform(MAX_SKEW);
    nextStall = untilStall();
    controller.follow(timeline);
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
    exchange();
    long local = local(trueNanos);
    if (local >= nextPoll) {
      nextPoll = controller.poll(local);
    }
  }

  private long local(double time) {
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
      nextStall = stallEnds + untilStall();
    }
  }

  /** Sends a ping when one is due, and hands its answer over when it arrives. */
  private void exchange() {
    if (trueNanos >= answerAt) {
      clock.add(exchange[0], exchange[1], exchange[2], local(answerAt));
      answerAt = Long.MAX_VALUE;
    }
    if (trueNanos >= nextPing && answerAt == Long.MAX_VALUE) {
      nextPing = trueNanos + clock.intervalNanos();
      if (!path.loses()) {
        exchange[0] = local(trueNanos);
        exchange[1] = trueNanos + path.upNanos(trueNanos);
        exchange[2] = exchange[1] + Math.round(random.nextDouble() * SLOWEST_ANSWER_NANOS);
        answerAt = exchange[2] + path.downNanos(exchange[2]);
      }
    }
  }

  /** Returns how far what is heard is from what should be. */
  double errorNanos() {
    return Math.abs(heardNanos - timeline.positionAt(trueNanos));
  }

  long stalls() {
    return stalls;
  }

  long seeks() {
    return controller.seeks();
  }

  long rateMoves() {
    return controller.rateMoves();
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
