package io.echosdk.api.sync;

import java.util.Objects;

/**
 * What a store holds of a room.
 *
 * @param last the number of the last update; 0 for an unknown room
 * @param snapshot the number up to which a snapshot stands in place of updates; 0 without one
 * @param note the snapshot's note; empty without one; belongs to whoever asked
 * @param updates how many updates follow the snapshot
 * @param bytes how many bytes these have together
 */
public record RoomOutline(long last, long snapshot, byte[] note, long updates, long bytes) {

  /** Checks that the numbers fit one another. */
  public RoomOutline {
    Objects.requireNonNull(note, "note");
    if (snapshot < 0 || last < snapshot || updates < 0 || bytes < 0) {
      throw new IllegalArgumentException(
          "no room has a snapshot up to "
              + snapshot
              + " and "
              + updates
              + " updates of "
              + bytes
              + " bytes up to "
              + last);
    }
  }
}
