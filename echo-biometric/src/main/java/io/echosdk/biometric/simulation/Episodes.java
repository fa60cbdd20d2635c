package io.echosdk.biometric.simulation;

/** Something that comes and goes: pauses and episodes of random length, one after another. */
final class Episodes {

  private final Noise noise;
  private final double minPause;
  private final double maxPause;
  private final double minLength;
  private final double maxLength;
  private double start;
  private double end;

  Episodes(long seed, double minPause, double maxPause, double minLength, double maxLength) {
    noise = new Noise(seed);
    this.minPause = minPause;
    this.maxPause = maxPause;
    this.minLength = minLength;
    this.maxLength = maxLength;
    next();
  }

  private void next() {
    start = end + noise.between(minPause, maxPause);
    end = start + noise.between(minLength, maxLength);
  }

  /** Moves on to the episode that is or comes next at a time; time never goes back. */
  void moveTo(double seconds) {
    while (seconds >= end) {
      next();
    }
  }

  double start() {
    return start;
  }

  double end() {
    return end;
  }

  /** Returns 0 outside, 1 inside, with smooth edges of {@code edge} seconds inside the episode. */
  double strength(double seconds, double edge) {
    return strength(seconds, start, end, edge);
  }

  /** The same for any interval. */
  static double strength(double seconds, double start, double end, double edge) {
    double inside = Math.min(seconds - start, end - seconds) / edge;
    if (inside <= 0) {
      return 0;
    }
    return inside >= 1 ? 1 : 0.5 - 0.5 * StrictMath.cos(Math.PI * inside);
  }
}
