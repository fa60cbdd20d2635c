package io.echosdk.api.biometric;

/**
 * Hears what happens in a body-signal session, on the participant's thread; must return quickly.
 */
public interface BiometricListener {

  /** A beat was decided, or an earlier one with the same id was corrected. */
  default void onBeat(Beat beat) {}

  /**
   * The body departed clearly from the person's own baseline; heard only where inferring arousal
   * was switched on and is consented to.
   */
  default void onArousalPeak(ArousalPeak peak) {}

  /** The source's state changed; heard at the first poll after it did. */
  default void onSourceState(SourceState state) {}
}
