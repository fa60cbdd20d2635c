package io.echosdk.audio;

import io.echosdk.api.HotPath;

/**
 * A quantity from 0 to 1 that goes where it is aimed without a jump: a one-pole approach with a
 * greatest slope. An unknown aim lets it ease back to where it rests.
 */
final class Glide {

  private static final double NEAR = 1e-6;

  private final double rest;
  private final double approach; // part of the way per tick
  private final double maxStep; // per tick
  private double aim;
  private double value;

  /**
   * Creates a quantity at rest.
   *
   * @param rest where it goes while nothing is known, 0 to 1
   * @param seconds after which 63 % of a small step is done
   * @param slopePerSecond the fastest it ever moves
   * @param tickSeconds time between two calls of {@link #tick}
   */
  Glide(double rest, double seconds, double slopePerSecond, double tickSeconds) {
    this.rest = rest;
    approach = 1 - StrictMath.exp(-tickSeconds / seconds);
    maxStep = slopePerSecond * tickSeconds;
    aim = rest;
    value = rest;
  }

  /** Sets where to go: 0 to 1, clamped; NaN means back to rest. */
  @HotPath
  void aim(double target) {
    aim = Double.isNaN(target) ? rest : Math.max(0, Math.min(1, target));
  }

  @HotPath
  void tick() {
    if (Math.abs(aim - value) < NEAR) {
      value = aim; // so that what depends on it can rest too
      return;
    }
    double step = (aim - value) * approach;
    value += Math.max(-maxStep, Math.min(maxStep, step));
  }

  double value() {
    return value;
  }
}
