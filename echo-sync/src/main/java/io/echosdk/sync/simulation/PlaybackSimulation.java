package io.echosdk.sync.simulation;

import io.echosdk.sync.playback.Timeline;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * Plays hours of music to simulated listeners, one hour each, and tells how far what they hear was
 * from what they should. Each listener has a clock, a converter, a network path and stalls of its
 * own, all drawn from the seed; the same seed gives the same figures on every machine.
 */
public final class PlaybackSimulation {

  private static final long HOUR_NANOS = 3_600_000_000_000L;

  /** Joining is not measured: nobody can be in step before the clocks have been compared. */
  private static final long FROM_NANOS = 15_000_000_000L;

  /** A stall at the end of the hour is over after this, and its seek is counted as well. */
  private static final long AFTERWARDS_NANOS = 2_000_000_000L;

  private static final int STEPS_A_READING = 5;
  private static final int READINGS_AN_HOUR =
      (int) ((HOUR_NANOS - FROM_NANOS) / (STEPS_A_READING * SimulatedPlayer.STEP_NANOS));

  /**
   * What came of it. Errors are absolute distances between the position that is heard and the
   * server's, ms, read every 50 ms from the fifteenth second on, stalls included.
   *
   * @param p50Ms half of the readings are at most this
   * @param p99Ms 99 of 100 readings are at most this
   * @param seeksPerHour how often a player was started anew
   * @param stallsPerHour how often samples were missing
   * @param rateMovesPerHour how often a player was told a new rate
   * @param limitMs half of the network's asymmetry, which no estimate can undercut
   */
  public record Result(
      double p50Ms,
      double p99Ms,
      double seeksPerHour,
      double stallsPerHour,
      double rateMovesPerHour,
      double limitMs) {}

  /** How a listener is kept in step. */
  public enum Scheme {
    /** It steers itself: a clock estimate, scheduled starts, changes of the rate. */
    CONTROLLED,
    /**
     * It is one of the clients that can do no more than tell every five seconds where they are, and
     * jump when they are told to: what {@link io.echosdk.sync.playback.SyncGroup#ping} is for.
     */
    CORRECTED
  }

  private PlaybackSimulation() {}

  /**
   * Simulates listeners that steer themselves.
   *
   * @param network what the packets travel on
   * @param seed where everything random comes from
   * @param hours how many listeners listen for an hour each, 1 or more
   * @param progress told how many hours are done, after each
   */
  public static Result run(SimulatedNetwork network, long seed, int hours, IntConsumer progress) {
    return run(Scheme.CONTROLLED, network, seed, hours, progress);
  }

  /**
   * Simulates.
   *
   * @param scheme how listeners are kept in step
   * @param network what the packets travel on
   * @param seed where everything random comes from
   * @param hours how many listeners listen for an hour each, 1 or more
   * @param progress told how many hours are done, after each
   */
  public static Result run(
      Scheme scheme, SimulatedNetwork network, long seed, int hours, IntConsumer progress) {
    if (hours < 1) {
      throw new IllegalArgumentException("hours must be 1 or more but is " + hours);
    }
    SplittableRandom seeds = new SplittableRandom(seed);
    float[] errorsMs = new float[Math.multiplyExact(hours, READINGS_AN_HOUR)];
    long seeks = 0;
    long stalls = 0;
    long rateMoves = 0;
    for (int hour = 0; hour < hours; hour++) {
      SplittableRandom random = new SplittableRandom(seeds.nextLong());
      SimulatedPath path = new SimulatedPath(network, random.split());
      SimulatedPlayer player = new SimulatedPlayer(random, programme());
      Listener listener =
          scheme == Scheme.CONTROLLED
              ? new ControlledListener(random, path, player, programme())
              : new CorrectedListener(path, player, programme());
      listen(listener, player, errorsMs, hour * READINGS_AN_HOUR);
      seeks += listener.seeks();
      stalls += player.stalls();
      rateMoves += listener.rateMoves();
      progress.accept(hour + 1);
    }
    Arrays.sort(errorsMs);
    return new Result(
        quantile(errorsMs, 0.5),
        quantile(errorsMs, 0.99),
        (double) seeks / hours,
        (double) stalls / hours,
        (double) rateMoves / hours,
        Math.abs(network.asymmetryMs()) / 2);
  }

  /** A programme that begins after three seconds and never ends. */
  private static Timeline programme() {
    return new Timeline(1, Timeline.Phase.PLAYING, 1, 3_000_000_000L, 0, 1);
  }

  private static void listen(Listener listener, SimulatedPlayer player, float[] errorsMs, int at) {
    step(listener, player, FROM_NANOS / SimulatedPlayer.STEP_NANOS);
    for (int reading = 0; reading < READINGS_AN_HOUR; reading++) {
      step(listener, player, STEPS_A_READING);
      errorsMs[at + reading] = (float) (player.errorNanos() / 1e6);
    }
    player.stallsNoMore();
    step(listener, player, AFTERWARDS_NANOS / SimulatedPlayer.STEP_NANOS);
  }

  private static void step(Listener listener, SimulatedPlayer player, long steps) {
    for (long i = 0; i < steps; i++) {
      player.step();
      listener.act();
    }
  }

  private static double quantile(float[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, Math.round(share * sorted.length))];
  }
}
