package io.echosdk.sync.room;

import io.echosdk.api.sync.RoomStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Brings changes into the store, and only then to those who wait for them. One batch is on its way
 * at a time; what comes meanwhile is the next one. A change that the store refuses stays first in
 * line and is tried again, less and less often, until the store takes it: nothing that was accepted
 * is ever dropped, and while it waits nobody is told of it.
 */
final class Saver {

  private static final long FIRST_RETRY_NANOS = 50_000_000L;
  private static final long LAST_RETRY_NANOS = 5_000_000_000L;

  private final LiveRoom room;
  private final RoomStore store;
  private final Consumer<List<Change>> stored;
  private List<Change> waiting = new ArrayList<>();
  private long unsavedBytes;
  private boolean busy; // a batch is with the store, or a retry is set
  private int refusals; // in a row

  Saver(LiveRoom room, RoomStore store, Consumer<List<Change>> stored) {
    this.room = room;
    this.store = store;
    this.stored = stored;
  }

  void add(Change change) {
    waiting.add(change);
    unsavedBytes += change.bytes();
  }

  long unsavedBytes() {
    return unsavedBytes;
  }

  boolean isIdle() {
    return !busy && waiting.isEmpty();
  }

  /** Returns how many changes the store could be sent now. */
  int ready() {
    return busy ? 0 : waiting.size();
  }

  /** Sends the store what waits, unless it is at work. */
  void pump() {
    while (!busy && !waiting.isEmpty()) {
      List<Change> batch = waiting;
      waiting = new ArrayList<>();
      save(batch);
    }
  }

  private void save(List<Change> batch) {
    busy = true;
    List<CompletableFuture<Long>> appends = new ArrayList<>(batch.size());
    boolean ready = true;
    for (Change change : batch) {
      byte[] update = change.update();
      CompletableFuture<Long> append =
          update == null
              ? CompletableFuture.completedFuture(0L)
              : ask(() -> store.append(room.name(), update));
      appends.add(append);
      ready &= append.isDone();
    }
    if (ready) {
      finish(batch, appends);
    } else {
      CompletableFuture.allOf(appends.toArray(CompletableFuture<?>[]::new))
          .whenComplete((all, error) -> room.post(() -> finish(batch, appends)));
    }
  }

  /** Calls the store; what it throws becomes the stage's failure. */
  static <T> CompletableFuture<T> ask(Supplier<CompletionStage<T>> call) {
    try {
      return call.get().toCompletableFuture();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void finish(List<Change> batch, List<CompletableFuture<Long>> appends) {
    List<Change> taken = new ArrayList<>(batch.size());
    List<Long> numbers = new ArrayList<>(batch.size());
    List<Change> refused = new ArrayList<>(0);
    for (int i = 0; i < batch.size(); i++) {
      Change change = batch.get(i);
      if (appends.get(i).isCompletedExceptionally()) {
        refused.add(change);
        continue;
      }
      taken.add(change);
      unsavedBytes -= change.bytes();
      if (change.update() != null) {
        numbers.add(appends.get(i).join());
      }
    }
    busy = false;
    if (!refused.isEmpty()) {
      putBack(refused, cause(appends));
    } else {
      refusals = 0;
    }
    stored.accept(taken);
    numbers.forEach(room.stored()::told);
  }

  private static Throwable cause(List<CompletableFuture<Long>> appends) {
    for (CompletableFuture<Long> append : appends) {
      if (append.isCompletedExceptionally()) {
        return append.handle((nothing, error) -> error).join();
      }
    }
    throw new IllegalStateException("no append failed");
  }

  private void putBack(List<Change> refused, Throwable cause) {
    refused.addAll(waiting);
    waiting = refused;
    room.storeRefused(cause, ++refusals);
    busy = true;
    long pause = FIRST_RETRY_NANOS << Math.min(refusals - 1, 10);
    room.in(Math.min(pause, LAST_RETRY_NANOS), () -> busy = false); // and pump() after it
  }
}
