package io.echosdk.gpu.particle;

import io.echosdk.api.HotPath;

/**
 * Moves particles by one step of 1/60 s. Two implementations give the same bits: {@link
 * ScalarParticleStep}, and {@code VectorParticleStep} where the vector module is there.
 *
 * <p>Exactness: only +, -, *, min and max of floats, and integer operations, in one fixed order. No
 * division, no root, no fused multiply-add. Rounding to an integer is done by adding 1.5 * 2^23,
 * whose unit in the last place is 1, and reading the bits.
 */
public interface ParticleStep {

  /** Adding this rounds a float of magnitude below 2^22 to an integer, ties to even. */
  float ROUND = 12_582_912f;

  /** The bits of {@link #ROUND}; subtracting them from the sum's bits gives the integer. */
  int ROUND_BITS = 0x4b400000;

  /**
   * Moves the particles {@code from} to below {@code to}, both multiples of {@link
   * Particles#LANES}; different ranges may run on different threads.
   */
  @HotPath
  void advance(Particles particles, Flow flow, int from, int to);
}
