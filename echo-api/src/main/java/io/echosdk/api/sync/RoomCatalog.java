package io.echosdk.api.sync;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Knows which rooms a store holds. Stages complete as those of {@link RoomStore} do. */
public interface RoomCatalog {

  /**
   * Lists rooms, in an order that does not change.
   *
   * @param after the last name of the part before; empty for the first part
   * @param limit how many names at most; at least 1
   */
  CompletionStage<List<String>> rooms(String after, int limit);

  /**
   * Forgets a room. An append that was called before and is not complete yet is forgotten with it;
   * one that is called later begins the room anew.
   *
   * @param room the room's name; an unknown one changes nothing
   */
  CompletionStage<Void> delete(String room);
}
