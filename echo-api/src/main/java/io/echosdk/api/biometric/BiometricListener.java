package io.echosdk.api.biometric;

/**
 * Hears what happens in a body-signal session, on the participant's thread; must return quickly.
 */
public interface BiometricListener {

  /**
   * A beat was decided; heard once for each beat, as soon as possible. Where it is and what kind it
   * is may still be corrected if it is {@link Beat#provisional()}.
   */
  default void onBeat(Beat beat) {}

  /**
   * A beat is known for good; heard once for each beat, after {@link #onBeat} told of the one with
   * the same id and before it tells of the next.
   */
  default void onBeatFinal(Beat beat) {}

  /**
   * The body departed clearly from the person's own baseline; heard only where inferring arousal
   * was switched on and is consented to.
   */
  default void onArousalPeak(ArousalPeak peak) {}

  /** The source's state changed; heard at the first poll after it did. */
  default void onSourceState(SourceState state) {}
}
