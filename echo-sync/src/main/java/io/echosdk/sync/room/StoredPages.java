package io.echosdk.sync.room;

import io.echosdk.api.sync.RoomPage;
import io.echosdk.api.sync.RoomStore;
import io.echosdk.api.sync.StoredUpdate;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Reads a room from its store, page by page, each update once; what the room has stored itself and
 * told is passed over. Of the room's thread.
 */
final class StoredPages {

  private final LiveRoom room;
  private final RoomStore store;
  private final Deque<Long> told = new ArrayDeque<>(); // the store's numbers, as they grow
  private long readUpTo; // the store's number

  StoredPages(LiveRoom room, RoomStore store) {
    this.room = room;
    this.store = store;
  }

  /** Hears the number up to which the store was read, and why no further. */
  interface Reader {
    void read(long sequence, @Nullable Throwable error);
  }

  /** Hears that the room knows what it has stored under this number, and has told all. */
  void told(long sequence) {
    told.add(sequence);
  }

  private boolean wasTold(long sequence) {
    while (!told.isEmpty() && told.peek() < sequence) {
      told.remove();
    }
    return !told.isEmpty() && told.peek() == sequence;
  }

  /** Reads from the store what was not read yet, whoever stored it. */
  void rest(Reader then) {
    Saver.ask(() -> store.read(room.name(), readUpTo))
        .whenComplete((page, error) -> room.post(() -> turnPage(page, error, then)));
  }

  private void turnPage(@Nullable RoomPage page, @Nullable Throwable error, Reader then) {
    if (page == null) {
      then.read(readUpTo, error);
      return;
    }
    for (StoredUpdate stored : page.updates()) {
      if (!wasTold(stored.sequence())) {
        room.changes().takeStored(stored.update());
      }
      readUpTo = Math.max(readUpTo, stored.sequence());
    }
    if (page.more()) {
      rest(then);
    } else {
      then.read(readUpTo, null);
    }
  }
}
