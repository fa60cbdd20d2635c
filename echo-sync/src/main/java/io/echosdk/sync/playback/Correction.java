package io.echosdk.sync.playback;

/** What a client that cannot be nudged is told to do about its position. */
public sealed interface Correction {

  /** It is near enough. */
  record None() implements Correction {}

  /**
   * Jump.
   *
   * @param positionNanos where to, in the current item
   */
  record Seek(long positionNanos) implements Correction {}

  /**
   * Stop, fetch, and start again there.
   *
   * @param positionNanos where to, in the current item
   */
  record PauseAndResync(long positionNanos) implements Correction {}
}
