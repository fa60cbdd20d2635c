package io.echosdk.api.biometric;

/**
 * Whether one participant allows something at this moment. Ask directly before each step that
 * cannot be taken back; an answer is not valid for the next step. Safe for use from any thread.
 */
@FunctionalInterface
public interface ConsentGate {

  /** Returns whether a purpose is allowed now. */
  boolean allows(Purpose purpose);

  /**
   * Returns only if a purpose is allowed now.
   *
   * @throws ConsentException if not; it names the purpose and what to do
   */
  default void require(Purpose purpose) {
    if (!allows(purpose)) {
      throw new ConsentException(purpose, ConsentException.Reason.NOT_GIVEN);
    }
  }
}
