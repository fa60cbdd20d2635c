package io.echosdk.sync.room;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An update on its way into the store and then to all.
 *
 * @param update the update; null if it brought nothing new and only its author waits for word
 * @param author who sent it, null if no client did
 * @param done completes when it is stored; null if nobody waits
 * @param fromBus whether other nodes have it already
 * @param isOfTheRoom whether the room's own document made it
 */
record Change(
    byte @Nullable [] update,
    @Nullable RoomConnection author,
    @Nullable CompletableFuture<Void> done,
    boolean fromBus,
    boolean isOfTheRoom) {

  Change(
      byte @Nullable [] update,
      @Nullable RoomConnection author,
      @Nullable CompletableFuture<Void> done,
      boolean fromBus) {
    this(update, author, done, fromBus, false);
  }

  static Change ofTheRoom(byte[] update) {
    return new Change(update, null, null, false, true);
  }

  int bytes() {
    return update == null ? 0 : update.length;
  }
}
