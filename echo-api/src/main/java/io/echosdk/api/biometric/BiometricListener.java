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

  /** The state of a session's source changed; heard at the first poll after it did. */
  default void onSourceState(SourceState state) {}

  /**
   * The state of one of a session's sources changed; heard at the first poll after it did. Tells
   * {@link #onSourceState(SourceState)} unless it is overridden.
   *
   * @param source which, counted from 0 in the order in which the session was given them
   */
  default void onSourceState(int source, SourceState state) {
    onSourceState(state);
  }
}
