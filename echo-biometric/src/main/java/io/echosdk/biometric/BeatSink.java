package io.echosdk.biometric;

import io.echosdk.api.biometric.Beat;

/** Takes the beats that one channel found, in the order of time. */
interface BeatSink {

  /** The next beat does not follow the last. */
  void gap();

  /** The sample that decided what follows was measured at a time. */
  void decided(long nanos);

  /** Takes a beat that is told again by {@link #known}; the arguments are those of {@link Beat}. */
  void provisional(
      double sample, long time, long origin, long delayNanos, double confidence, Beat.Kind kind);

  /** Takes the oldest provisional beat for good; the arguments are those of {@link Beat}. */
  void known(
      double sample, long time, long origin, long delayNanos, double confidence, Beat.Kind kind);

  /** Takes a beat that is final at once; the arguments are those of {@link Beat}. */
  void beat(
      double sample, long time, long origin, long delayNanos, double confidence, Beat.Kind kind);

  /**
   * Takes an interval that a device has measured, and the beat that ended it; the other arguments
   * are those of {@link Beat}.
   */
  void interval(
      double number, long time, double intervalMs, long origin, long delayNanos, double confidence);
}
