package io.echosdk.biometric;

/** Keeps a participant's revocation waiting while something is heard. */
interface Gate {

  /** Returns whether something may be heard; {@link #leave} must follow either way. */
  boolean enter();

  /** Lets revocations in. */
  void leave();
}
