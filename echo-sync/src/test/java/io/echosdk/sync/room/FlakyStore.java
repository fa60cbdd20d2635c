package io.echosdk.sync.room;

import io.echosdk.api.sync.RoomOutline;
import io.echosdk.api.sync.RoomPage;
import io.echosdk.api.sync.RoomSnapshot;
import io.echosdk.api.sync.RoomStore;
import io.echosdk.api.sync.SyncException;
import io.echosdk.sync.MemoryRoomStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A store that throws on every so manieth call, and answers only when it is told to. */
final class FlakyStore implements RoomStore {

  final MemoryRoomStore inner;
  int failsEvery = Integer.MAX_VALUE;
  boolean slow;
  int calls;
  int appends;
  private final List<Runnable> late = new ArrayList<>();

  FlakyStore(MemoryRoomStore inner) {
    this.inner = inner;
  }

  /** Answers what waits. */
  void answer() {
    List<Runnable> due = List.copyOf(late);
    late.clear();
    due.forEach(Runnable::run);
  }

  private <T> CompletionStage<T> call(Supplier<CompletionStage<T>> work) {
    if (++calls % failsEvery == 0) {
      if (calls % 2 == 0) {
        throw failure();
      }
      return CompletableFuture.failedFuture(failure());
    }
    CompletionStage<T> done = work.get();
    if (!slow) {
      return done;
    }
    CompletableFuture<T> stage = new CompletableFuture<>();
    late.add(() -> stage.complete(done.toCompletableFuture().join()));
    return stage;
  }

  private static SyncException failure() {
    return new SyncException(SyncException.Kind.STORE_FAILED, "cannot write, flaky", "try again");
  }

  @Override
  public CompletionStage<Long> append(String room, byte[] update) {
    appends++;
    return call(() -> inner.append(room, update));
  }

  @Override
  public CompletionStage<RoomPage> read(String room, long after) {
    return call(() -> inner.read(room, after));
  }

  @Override
  public CompletionStage<RoomOutline> outline(String room) {
    return call(() -> inner.outline(room));
  }

  @Override
  public CompletionStage<Void> compact(String room, RoomSnapshot snapshot) {
    return call(() -> inner.compact(room, snapshot));
  }

  @Override
  public void close() {}
}
