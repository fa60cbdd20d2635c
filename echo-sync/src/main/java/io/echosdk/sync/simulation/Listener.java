package io.echosdk.sync.simulation;

/** Keeps a {@link SimulatedPlayer} in step, over a network, by one scheme or another. */
interface Listener {

  /** Does what is due; called every 10 ms, after the player has moved. */
  void act();

  /** Returns how often the player was started anew. */
  long seeks();

  /** Returns how often the player was told a new rate. */
  long rateMoves();
}
