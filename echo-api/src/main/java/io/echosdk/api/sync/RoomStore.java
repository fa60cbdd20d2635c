package io.echosdk.api.sync;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Keeps what happened in rooms. Methods return at once; stages complete on a thread of the store,
 * exceptionally with {@link SyncException} if the store fails. Safe for use from any thread.
 */
public interface RoomStore extends AutoCloseable {

  /**
   * Appends an update; the stage completes when it is safe to acknowledge it.
   *
   * @param room the room's name
   * @param update an encoded document update; not changed afterwards by the caller
   */
  CompletionStage<Void> append(String room, byte[] update);

  /**
   * Returns all updates of a room in the order in which they were appended; empty for an unknown
   * room.
   */
  CompletionStage<List<byte[]>> load(String room);

  /**
   * Replaces all updates that were appended before the call by one that has the same effect.
   *
   * @param room the room's name
   * @param snapshot the merged update
   */
  CompletionStage<Void> compact(String room, byte[] snapshot);

  /** Finishes what was begun and lets go of files and connections. Idempotent. */
  @Override
  void close();
}
