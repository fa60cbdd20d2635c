package io.echosdk.biometric.breath;

/**
 * The breath as the heart shows it: intervals shorten while one inhales. The intervals are sampled
 * evenly at 4 Hz by straight lines from beat to beat, turned upside down, for a {@link
 * BreathTracker}.
 *
 * <p>Less certain than a belt: up to one interval late, deaf to breathing slower than about seven a
 * minute, and easily misled by other rhythms of the heart. So its confidence is halved.
 */
public final class SinusArrhythmia {

  private static final double RATE_HZ = 4;
  private static final double LOW_HZ = 0.12; // above the Mayer waves at 0.1 Hz
  private static final double LONGEST_HOLE_SECONDS = 2.5;
  private static final double TRUST = 0.5;

  private final BreathTracker tracker = new BreathTracker(RATE_HZ, LOW_HZ);
  private double lastSeconds = Double.NaN;
  private double lastIntervalMs;
  private double nextSample;

  /** Hears of a normal interval; returns true if a breath has just begun. */
  public boolean add(long timeNanos, double intervalMs) {
    double seconds = timeNanos * 1e-9;
    if (!(seconds - lastSeconds <= LONGEST_HOLE_SECONDS)) {
      tracker.gap();
      nextSample = seconds;
      lastSeconds = seconds;
      lastIntervalMs = intervalMs;
      return false;
    }
    boolean began = false;
    for (; nextSample <= seconds; nextSample += 1 / RATE_HZ) {
      double share = (nextSample - lastSeconds) / (seconds - lastSeconds);
      began |= tracker.add(-(lastIntervalMs + share * (intervalMs - lastIntervalMs)));
    }
    lastSeconds = seconds;
    lastIntervalMs = intervalMs;
    return began;
  }

  /** Returns breaths per minute, or NaN. */
  public double ratePerMinute() {
    return tracker.ratePerMinute();
  }

  /** Returns the phase at the last beat, or NaN. */
  public double phase() {
    return tracker.phase();
  }

  /** Returns how far to trust both, 0 to 0.5. */
  public double confidence() {
    return TRUST * tracker.confidence();
  }

  /** Forgets what it has heard. */
  public void gap() {
    lastSeconds = Double.NaN;
  }
}
