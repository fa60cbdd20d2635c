package io.echosdk.sync.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One way to write the messages of a room: numbers are varints of lib0, and every message begins
 * with its kind. Two framings exist; both are stateless, so all clients of a room share one.
 */
public interface Framing {

  /**
   * Reads a message.
   *
   * @throws io.echosdk.api.sync.SyncException if it is none
   */
  Incoming read(byte[] message);

  /** Asks the client for what a state vector lacks. */
  ByteBuffer stateVector(byte[] stateVector);

  /** Answers the client's state vector. */
  ByteBuffer answer(byte[] update);

  /** Tells of a change. */
  ByteBuffer update(byte[] update);

  /** Tells of states of people. */
  ByteBuffer awareness(byte[] states);

  /** Says that the client may not do what it wants, or null if the framing has no word for it. */
  @Nullable ByteBuffer denied(String reason);

  /** Says what the client may do, or null if the framing has no word for it. */
  @Nullable ByteBuffer admitted(boolean writes);

  /** Says whether a change was stored, or null if the framing has no word for it. */
  @Nullable ByteBuffer stored(boolean stored);

  /** Carries a text that is not kept, or null if the framing has no word for it. */
  @Nullable ByteBuffer stateless(byte[] text);

  /** Says that the room let the client go, or null if the framing has no word for it. */
  @Nullable ByteBuffer left(String reason);
}
