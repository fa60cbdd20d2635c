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

  private static final int STEPS_A_READING = 5;
  private static final int READINGS_AN_HOUR =
      (int) ((HOUR_NANOS - FROM_NANOS) / (STEPS_A_READING * SimulatedListener.STEP_NANOS));

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

  private PlaybackSimulation() {}

  /**
   * Simulates.
   *
   * @param network what the packets travel on
   * @param seed where everything random comes from
   * @param hours how many listeners listen for an hour each, 1 or more
   * @param progress told how many hours are done, after each
   */
  public static Result run(SimulatedNetwork network, long seed, int hours, IntConsumer progress) {
    if (hours < 1) {
      throw new IllegalArgumentException("hours must be 1 or more but is " + hours);
    }
    SplittableRandom seeds = new SplittableRandom(seed);
    float[] errorsMs = new float[Math.multiplyExact(hours, READINGS_AN_HOUR)];
    long seeks = 0;
    long stalls = 0;
    long rateMoves = 0;
    for (int hour = 0; hour < hours; hour++) {
      SimulatedListener listener = new SimulatedListener(network, seeds.nextLong(), programme());
      listen(listener, errorsMs, hour * READINGS_AN_HOUR);
      seeks += listener.seeks();
      stalls += listener.stalls();
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

  private static void listen(SimulatedListener listener, float[] errorsMs, int at) {
    long steps = FROM_NANOS / SimulatedListener.STEP_NANOS;
    for (long i = 0; i < steps; i++) {
      listener.step();
    }
    for (int reading = 0; reading < READINGS_AN_HOUR; reading++) {
      for (int i = 0; i < STEPS_A_READING; i++) {
        listener.step();
      }
      errorsMs[at + reading] = (float) (listener.errorNanos() / 1e6);
    }
  }

  private static double quantile(float[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, Math.round(share * sorted.length))];
  }
}
