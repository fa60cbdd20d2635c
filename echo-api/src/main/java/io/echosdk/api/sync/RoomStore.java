package io.echosdk.api.sync;

import java.util.concurrent.CompletionStage;

/**
 * Keeps what happened in rooms: for each room a log of document updates, its beginning replaced by
 * a snapshot from time to time.
 *
 * <p>Every update gets a sequence number when it is stored. Within a room these numbers only grow,
 * with gaps, and none is ever used again, not even after the room was deleted; what is stored
 * becomes readable in their order. So a reader that knows the number up to which it has read can
 * always ask for the rest, whoever wrote it and whatever was compacted meanwhile.
 *
 * <p>Methods return at once; stages complete on a thread of the store, exceptionally with {@link
 * SyncException} if the store fails. A name that {@link RoomName} refuses is an {@link
 * IllegalArgumentException} at once. Safe for use from any thread.
 */
public interface RoomStore extends AutoCloseable {

  /**
   * Appends an update. Appends to a room that follow one another on one thread keep their order.
   *
   * @param room the room's name
   * @param update an encoded document update, version 1; not changed afterwards by the caller
   * @return the update's sequence number, once the update is as safe as this store promises and may
   *     be acknowledged
   */
  CompletionStage<Long> append(String room, byte[] update);

  /**
   * Reads a room in pieces of bounded size.
   *
   * @param room the room's name; an unknown one is empty
   * @param after the sequence number up to which the caller has read; 0 for nothing yet
   */
  CompletionStage<RoomPage> read(String room, long after);

  /** Returns what a room holds, without reading it. */
  CompletionStage<RoomOutline> outline(String room);

  /**
   * Replaces the beginning of a room by a snapshot; what was appended meanwhile stays. Does nothing
   * where a snapshot already reaches that far or further.
   *
   * @param room the room's name
   * @param snapshot holds everything of the room up to its sequence number; a number that was not
   *     read from this room fails with {@link IllegalArgumentException}
   */
  CompletionStage<Void> compact(String room, RoomSnapshot snapshot);

  /**
   * Finishes what was begun and lets go of files and connections; what is called later fails.
   * Idempotent.
   */
  @Override
  void close();
}
