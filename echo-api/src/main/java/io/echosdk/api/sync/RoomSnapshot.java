package io.echosdk.api.sync;

import java.util.Objects;

/**
 * Everything that happened in a room up to some update, as one.
 *
 * @param sequence the number of that update; positive
 * @param update an encoded document update, version 1, with the effect of all of them; not changed
 *     afterwards by the caller
 * @param note what the room wants to know about the snapshot without reading it, such as its state
 *     vector; may be empty; the store does not look into it. Not changed afterwards by the caller.
 */
public record RoomSnapshot(long sequence, byte[] update, byte[] note) {

  /** The largest note that a store must take, in bytes. */
  public static final int MAX_NOTE_BYTES = 1 << 20;

  /** Checks the number and the note's size. */
  public RoomSnapshot {
    if (sequence <= 0) {
      throw new IllegalArgumentException("sequence must be positive but is " + sequence);
    }
    Objects.requireNonNull(update, "update");
    if (note.length > MAX_NOTE_BYTES) {
      throw new IllegalArgumentException(
          "a note may have " + MAX_NOTE_BYTES + " bytes but has " + note.length);
    }
  }
}
