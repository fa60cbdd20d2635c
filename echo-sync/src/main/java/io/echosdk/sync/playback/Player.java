package io.echosdk.sync.playback;

/**
 * What plays one listener's sound: an audio graph, a media element. Implemented by the embedder;
 * called on the thread that polls the {@link PlaybackController}. Local times are on the clock that
 * the controller is polled with.
 */
public interface Player {

  /**
   * Plays so that {@code positionNanos} of the item is heard at {@code atLocalNanos}; silent until
   * then. Whatever was playing or scheduled stops. A player that cannot schedule starts as nearly
   * then as it can.
   *
   * @param item which item of the queue
   * @param positionNanos where in it, from its beginning
   * @param atLocalNanos when; usually a little ahead, never behind
   */
  void start(long item, long positionNanos, long atLocalNanos);

  /** Stops at once and stays silent; does nothing if nothing plays. */
  void stop();

  /**
   * Sets how fast the sound plays, without a click and without seeking.
   *
   * @param rate 0.9975 to 1.0025, on the player's own clock
   */
  void rate(double rate);

  /**
   * Returns what is heard now, from the item's beginning: what the loudspeaker gives, latency of
   * the output taken off. May be noisy.
   */
  long positionNanos();

  /** Returns whether nothing is heard though it should, because samples are missing. */
  boolean stalled();
}
