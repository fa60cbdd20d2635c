package io.echosdk.server.store;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Appends and deletes, in the order in which they came: all that waits goes into one transaction,
 * one after the other. Rooms are held in the order of their names, so that two nodes cannot wait
 * for one another.
 */
final class PostgresAppends {

  private static final long BATCH_BYTES = 4 << 20;
  private static final long CLOSE_SECONDS = 10;

  /** What waits; a delete has no update. */
  private record Task(String room, byte @Nullable [] update, CompletableFuture<Long> done) {
    long bytes() {
      return update == null ? 0 : update.length;
    }
  }

  private final EchoRuntime runtime;
  private final DataSource database;
  private final long limitBytes;
  private final ArrayDeque<Task> waiting = new ArrayDeque<>(); // guarded by this
  private long waitingBytes; // guarded by this
  private CompletableFuture<Void> working = CompletableFuture.completedFuture(null); // guarded

  PostgresAppends(EchoRuntime runtime, DataSource database, long limitBytes) {
    this.runtime = runtime;
    this.database = database;
    this.limitBytes = limitBytes;
  }

  CompletableFuture<Long> add(String room, byte[] update) {
    return submit(new Task(room, update, new CompletableFuture<>()));
  }

  CompletableFuture<Long> delete(String room) {
    return submit(new Task(room, null, new CompletableFuture<>()));
  }

  private synchronized CompletableFuture<Long> submit(Task task) {
    if (!waiting.isEmpty() && waitingBytes + task.bytes() > limitBytes) {
      return CompletableFuture.failedFuture(
          new SyncException(
              SyncException.Kind.LIMIT,
              waitingBytes + " bytes of updates wait for the database, more may not",
              "append less at a time or use a faster database"));
    }
    waiting.add(task);
    waitingBytes += task.bytes();
    if (working.isDone()) {
      CompletableFuture<Void> work = new CompletableFuture<>();
      working = work;
      try {
        runtime.executor().execute(() -> work(work));
      } catch (RejectedExecutionException e) {
        failAll();
        work.complete(null);
      }
    }
    return task.done();
  }

  private void work(CompletableFuture<Void> work) {
    for (List<Task> batch = next(work); !batch.isEmpty(); batch = next(work)) {
      try {
        List<Task> all = batch;
        List<Long> numbers =
            PostgresRoomStore.transaction(database, connection -> write(connection, all));
        for (int n = 0; n < batch.size(); n++) {
          batch.get(n).done().complete(numbers == null ? 0L : numbers.get(n));
        }
      } catch (SQLException e) {
        SyncException failure = PostgresRoomStore.failed(e);
        batch.forEach(each -> each.done().completeExceptionally(failure));
      } catch (RuntimeException | Error e) {
        batch.forEach(each -> each.done().completeExceptionally(e));
      }
    }
  }

  /** Takes what waits, up to a delete, which is a transaction of its own. */
  private synchronized List<Task> next(CompletableFuture<Void> work) {
    List<Task> batch = new ArrayList<>();
    long bytes = 0;
    while (!waiting.isEmpty()) {
      Task first = waiting.element();
      boolean fits = batch.isEmpty() || bytes + first.bytes() <= BATCH_BYTES;
      boolean alone = first.update() == null;
      if (!fits || alone && !batch.isEmpty()) {
        break;
      }
      batch.add(waiting.remove());
      bytes += first.bytes();
      if (alone) {
        break;
      }
    }
    waitingBytes -= bytes;
    if (batch.isEmpty()) {
      work.complete(null);
    }
    return batch;
  }

  private static List<Long> write(Connection connection, List<Task> batch) throws SQLException {
    if (batch.get(0).update() == null) {
      PostgresRooms.delete(connection, batch.get(0).room());
      return List.of(0L);
    }
    TreeMap<String, List<Integer>> byRoom = new TreeMap<>();
    for (int n = 0; n < batch.size(); n++) {
      byRoom.computeIfAbsent(batch.get(n).room(), name -> new ArrayList<>()).add(n);
    }
    Long[] numbers = new Long[batch.size()];
    for (var room : byRoom.entrySet()) {
      long id = PostgresRooms.hold(connection, room.getKey());
      List<byte[]> updates = new ArrayList<>();
      room.getValue().forEach(n -> updates.add(batch.get(n).update()));
      List<Long> taken = PostgresRooms.numbers(connection, updates.size());
      PostgresRooms.append(connection, id, taken, updates);
      for (int i = 0; i < taken.size(); i++) {
        numbers[room.getValue().get(i)] = taken.get(i);
      }
    }
    return List.of(numbers);
  }

  private synchronized void failAll() {
    waiting.forEach(each -> each.done().completeExceptionally(PostgresRoomStore.closed()));
    waiting.clear();
    waitingBytes = 0;
  }

  /** Waits for what was appended, a bounded time. */
  void close() {
    CompletableFuture<Void> last;
    synchronized (this) {
      last = working;
    }
    try {
      last.get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      runtime.report("closing the room store", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    failAll();
  }
}
