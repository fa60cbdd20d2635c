package io.echosdk.api.sync;

import java.util.Objects;

/**
 * An update of a room as a store keeps it, or a snapshot in place of all updates up to its number.
 *
 * @param sequence its number in the room, or that of the last update that the snapshot holds;
 *     positive
 * @param update an encoded document update, version 1; belongs to whoever reads it
 */
public record StoredUpdate(long sequence, byte[] update) {

  /** Checks the number. */
  public StoredUpdate {
    if (sequence <= 0) {
      throw new IllegalArgumentException("sequence must be positive but is " + sequence);
    }
    Objects.requireNonNull(update, "update");
  }
}
