package io.echosdk.api.sync;

import java.util.List;

/**
 * A piece of a room, as {@link RoomStore#read} gives it.
 *
 * @param updates in the order of their numbers; the first may be a snapshot. Empty where there is
 *     nothing after what the caller has. A page holds some megabytes at most, but always at least
 *     one update if there is one.
 * @param more whether there was more after the last of these
 */
public record RoomPage(List<StoredUpdate> updates, boolean more) {

  /** Copies the list. */
  public RoomPage {
    updates = List.copyOf(updates);
    if (more && updates.isEmpty()) {
      throw new IllegalArgumentException("a page that is not the last one holds something");
    }
  }
}
