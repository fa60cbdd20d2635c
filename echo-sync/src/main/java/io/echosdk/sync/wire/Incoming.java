package io.echosdk.sync.wire;

/**
 * What a client says.
 *
 * @param kind what it is about
 * @param payload a state vector, an update, awareness or a text in UTF-8; empty where there is none
 */
public record Incoming(Kind kind, byte[] payload) {

  /** What a message can be about. */
  public enum Kind {
    /** Asks for what its state vector lacks. */
    STATE_VECTOR,
    /** Answers such a question; may be empty. */
    ANSWER,
    /** Tells of a change. */
    UPDATE,
    /** Tells of states of people. */
    AWARENESS,
    /** Asks for the states of all people. */
    AWARENESS_QUERY,
    /** Shows a token, again. */
    TOKEN,
    /** Carries a text to all that is not kept. */
    STATELESS,
    /** Leaves the room. */
    LEAVE,
    /** Says nothing that a room would have to know. */
    NOTHING
  }
}
