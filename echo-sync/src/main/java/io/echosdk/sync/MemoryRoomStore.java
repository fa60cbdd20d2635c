package io.echosdk.sync;

import io.echosdk.api.sync.RoomCatalog;
import io.echosdk.api.sync.RoomName;
import io.echosdk.api.sync.RoomOutline;
import io.echosdk.api.sync.RoomPage;
import io.echosdk.api.sync.RoomSnapshot;
import io.echosdk.api.sync.RoomStore;
import io.echosdk.api.sync.StoredUpdate;
import io.echosdk.api.sync.SyncException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps rooms in memory for as long as it is open: for tests, and for rooms that need not outlive
 * the process. Stages are complete when they are returned.
 */
public final class MemoryRoomStore implements RoomStore, RoomCatalog {

  private static final int PAGE_BYTES = 4 << 20;
  private static final byte[] NO_NOTE = {};

  private final TreeMap<String, Log> rooms = new TreeMap<>(); // guarded by this
  private long sequence; // guarded by this
  private boolean closed; // guarded by this

  @Override
  public CompletionStage<Long> append(String room, byte[] update) {
    return whileOpen(
        room,
        () -> {
          rooms.computeIfAbsent(room, name -> new Log()).add(++sequence, update);
          return sequence;
        });
  }

  @Override
  public CompletionStage<RoomPage> read(String room, long after) {
    return whileOpen(room, () -> log(room).page(after));
  }

  @Override
  public CompletionStage<RoomOutline> outline(String room) {
    return whileOpen(room, () -> log(room).outline());
  }

  @Override
  public CompletionStage<Void> compact(String room, RoomSnapshot snapshot) {
    return whileOpen(
        room,
        () -> {
          log(room).compact(snapshot);
          return null;
        });
  }

  @Override
  public CompletionStage<List<String>> rooms(String after, int limit) {
    return whileOpen(
        "of any name", () -> rooms.tailMap(after, false).keySet().stream().limit(limit).toList());
  }

  @Override
  public CompletionStage<Void> delete(String room) {
    return whileOpen(
        room,
        () -> {
          rooms.remove(room);
          return null;
        });
  }

  @Override
  public synchronized void close() {
    closed = true;
    rooms.clear();
  }

  private Log log(String room) {
    return rooms.getOrDefault(room, new Log());
  }

  private synchronized <T> CompletionStage<T> whileOpen(String room, Supplier<@Nullable T> work) {
    if (!rooms.containsKey(room)) {
      RoomName.check(room);
    }
    if (closed) {
      return CompletableFuture.failedFuture(
          new SyncException(
              SyncException.Kind.STORE_FAILED,
              "cannot use room " + room + ", the store is closed",
              "keep the store open for as long as rooms use it"));
    }
    try {
      return CompletableFuture.completedFuture(work.get());
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** One room. */
  private static final class Log {

    private @Nullable RoomSnapshot snapshot;
    private final List<StoredUpdate> tail = new ArrayList<>();

    void add(long sequence, byte[] update) {
      tail.add(new StoredUpdate(sequence, Arrays.copyOf(update, update.length)));
    }

    RoomPage page(long after) {
      List<StoredUpdate> found = new ArrayList<>();
      long bytes = 0;
      RoomSnapshot start = snapshot;
      if (start != null && start.sequence() > after) {
        found.add(new StoredUpdate(start.sequence(), start.update().clone()));
        bytes += start.update().length;
      }
      for (StoredUpdate each : tail) {
        if (each.sequence() <= after) {
          continue;
        }
        if (!found.isEmpty() && bytes + each.update().length > PAGE_BYTES) {
          return new RoomPage(found, true);
        }
        found.add(new StoredUpdate(each.sequence(), each.update().clone()));
        bytes += each.update().length;
      }
      return new RoomPage(found, false);
    }

    RoomOutline outline() {
      long bytes = tail.stream().mapToLong(each -> each.update().length).sum();
      byte[] note = snapshot == null ? NO_NOTE : snapshot.note().clone();
      return new RoomOutline(last(), snapshotted(), note, tail.size(), bytes);
    }

    void compact(RoomSnapshot next) {
      if (next.sequence() > last()) {
        throw new IllegalArgumentException(
            "a snapshot up to " + next.sequence() + " of a room that ends at " + last());
      }
      if (next.sequence() > snapshotted()) {
        snapshot = new RoomSnapshot(next.sequence(), next.update().clone(), next.note().clone());
        tail.removeIf(each -> each.sequence() <= next.sequence());
      }
    }

    private long snapshotted() {
      return snapshot == null ? 0 : snapshot.sequence();
    }

    private long last() {
      return tail.isEmpty() ? snapshotted() : tail.get(tail.size() - 1).sequence();
    }
  }
}
