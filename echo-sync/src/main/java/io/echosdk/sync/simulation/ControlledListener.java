package io.echosdk.sync.simulation;

import io.echosdk.sync.playback.ClockEstimator;
import io.echosdk.sync.playback.PlaybackController;
import io.echosdk.sync.playback.Timeline;
import java.util.SplittableRandom;

/** A listener as Echo means it: it knows the server's time and steers its own player. */
final class ControlledListener implements Listener {

  private static final double SLOWEST_ANSWER_NANOS = 300_000;

  private final SplittableRandom random;
  private final SimulatedPath path;
  private final SimulatedPlayer player;
  private final ClockEstimator clock = new ClockEstimator();
  private final PlaybackController controller;
  private long nextPing;
  private long nextPoll;
  private long answerAt = Long.MAX_VALUE;
  private final long[] exchange = new long[3];

  ControlledListener(
      SplittableRandom random, SimulatedPath path, SimulatedPlayer player, Timeline timeline) {
    this.random = random;
    this.path = path;
    this.player = player;
    controller = new PlaybackController(clock, player);
    controller.follow(timeline);
  }

  @Override
  public void act() {
    exchange(player.trueNanos());
    long local = player.local(player.trueNanos());
    if (local >= nextPoll) {
      nextPoll = controller.poll(local);
    }
  }

  /** Sends a ping when one is due, and hands its answer over when it arrives. */
  private void exchange(long now) {
    if (now >= answerAt) {
      clock.add(exchange[0], exchange[1], exchange[2], player.local(answerAt));
      answerAt = Long.MAX_VALUE;
    }
    if (now >= nextPing && answerAt == Long.MAX_VALUE) {
      nextPing = now + clock.intervalNanos();
      if (!path.loses()) {
        exchange[0] = player.local(now);
        exchange[1] = now + path.upNanos(now);
        exchange[2] = exchange[1] + Math.round(random.nextDouble() * SLOWEST_ANSWER_NANOS);
        answerAt = exchange[2] + path.downNanos(exchange[2]);
      }
    }
  }

  /** Returns what it knows of the server's time. */
  ClockEstimator clock() {
    return clock;
  }

  @Override
  public long seeks() {
    return controller.seeks();
  }

  @Override
  public long rateMoves() {
    return controller.rateMoves();
  }
}
