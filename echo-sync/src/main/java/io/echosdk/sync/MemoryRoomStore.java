package io.echosdk.sync;

import io.echosdk.api.sync.RoomStore;
import io.echosdk.api.sync.SyncException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Keeps rooms in memory for as long as it is open: for tests, and for rooms that need not outlive
 * the process. Stages are complete when they are returned.
 */
public final class MemoryRoomStore implements RoomStore {

  private final Map<String, List<byte[]>> rooms = new HashMap<>(); // guarded by this
  private boolean closed; // guarded by this

  @Override
  public synchronized CompletionStage<Void> append(String room, byte[] update) {
    if (closed) {
      return closedFailure("append to", room);
    }
    rooms.computeIfAbsent(room, name -> new ArrayList<>()).add(update);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized CompletionStage<List<byte[]>> load(String room) {
    if (closed) {
      return closedFailure("load", room);
    }
    return CompletableFuture.completedFuture(List.copyOf(rooms.getOrDefault(room, List.of())));
  }

  @Override
  public synchronized CompletionStage<Void> compact(String room, byte[] snapshot) {
    if (closed) {
      return closedFailure("compact", room);
    }
    rooms.put(room, new ArrayList<>(List.of(snapshot)));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized void close() {
    closed = true;
    rooms.clear();
  }

  private static <T> CompletionStage<T> closedFailure(String verb, String room) {
    return CompletableFuture.failedFuture(
        new SyncException(
            SyncException.Kind.STORE_FAILED,
            "cannot " + verb + " room " + room + ", the store is closed",
            "keep the store open for as long as rooms use it"));
  }
}
