package io.echosdk.sync.log;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.SyncException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes the log. It takes all that waits, writes it as one batch, forces the
 * disk once, and only then tells everybody: while the disk works, the next batch gathers.
 *
 * <p>A batch that could not be written or forced is cut off again, so that the file ends with what
 * was acknowledged; those who wait get the error, and the next batch tries anew.
 */
final class LogWriter {

  private static final long BATCH_BYTES = 1 << 20;

  private final EchoRuntime runtime;
  private final LogFolder folder;
  private final RoomIndex index;
  private final RoomLogOptions options;
  private final Runnable afterCompaction;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  private final ArrayDeque<Task> waiting = new ArrayDeque<>(); // guarded by this
  private long waitingBytes; // guarded by this
  private boolean closed; // guarded by this

  private volatile boolean unforced; // written by the writer, read by any
  private volatile boolean forceFailed; // written by the writer

  // the writer's own
  private ActiveSegment active;
  private long sequence;
  private long goodLength; // how much of the file was acknowledged
  private boolean failed; // something may stand behind goodLength
  private boolean rollNext; // the disk failed to force this file, so it is not trusted with more

  LogWriter(
      EchoRuntime runtime,
      LogFolder folder,
      RoomIndex index,
      RoomLogOptions options,
      ActiveSegment active,
      long sequence,
      Runnable afterCompaction) {
    this.runtime = runtime;
    this.folder = folder;
    this.index = index;
    this.options = options;
    this.active = active;
    this.goodLength = active.length();
    this.sequence = sequence;
    this.afterCompaction = afterCompaction;
  }

  /** Queues a task. Its stage fails at once where too much waits already. */
  CompletableFuture<Long> submit(Task task) {
    synchronized (this) {
      if (closed) {
        return CompletableFuture.failedFuture(RoomLog.closed());
      }
      if (!waiting.isEmpty() && waitingBytes + task.bytes() > options.waitingBytes()) {
        return CompletableFuture.failedFuture(tooMuch());
      }
      waiting.add(task);
      waitingBytes += task.bytes();
      notifyAll();
    }
    return task.done();
  }

  private SyncException tooMuch() {
    return new SyncException(
        SyncException.Kind.LIMIT,
        waitingBytes + " bytes of updates wait for the disk, more may not",
        "append less at a time, use a faster disk, or force it less often");
  }

  /** Forces the disk soon if something was written since the last time. */
  void forceIfNeeded() {
    if (unforced) {
      submit(Task.force()).whenComplete(this::reportForce);
    }
  }

  private void reportForce(@Nullable Long done, @Nullable Throwable failure) {
    if (failure != null && !forceFailed && !isClosed()) { // closing forces and reports by itself
      runtime.report("forcing the room log to the disk", failure);
    }
    forceFailed = failure != null;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Writes what waits, forces the disk and ends the thread. */
  CompletableFuture<Void> close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    return ended;
  }

  /** Runs until closed or interrupted. */
  void run() {
    try {
      for (List<Task> batch = next(); !batch.isEmpty(); batch = next()) {
        processOrFail(batch);
      }
      seal();
    } catch (IOException e) {
      runtime.report("closing the room log", folder.failed("close the room log", e));
    } finally {
      failWaiting();
      ended.complete(null);
    }
  }

  private synchronized List<Task> next() {
    try {
      while (waiting.isEmpty() && !closed) {
        wait();
      }
    } catch (InterruptedException e) { // the runtime closes; the flag stays down for the last force
      closed = true;
    }
    List<Task> batch = new ArrayList<>();
    long bytes = 0;
    while (!waiting.isEmpty() && (batch.isEmpty() || bytes + first() <= BATCH_BYTES)) {
      bytes += first();
      batch.add(waiting.remove());
    }
    waitingBytes -= bytes;
    return batch;
  }

  private long first() {
    return waiting.element().bytes();
  }

  private synchronized void failWaiting() {
    closed = true;
    waiting.forEach(each -> each.done().completeExceptionally(RoomLog.closed()));
    waiting.clear();
  }

  /** A mistake in the log itself ends it, but leaves nobody waiting. */
  private void processOrFail(List<Task> batch) {
    try {
      process(batch);
    } catch (RuntimeException | Error e) {
      SyncException failure =
          new SyncException(
              SyncException.Kind.STORE_FAILED,
              "the room log broke: " + e,
              "close the store and open it again; what was acknowledged is on the disk",
              e);
      batch.forEach(each -> each.done().completeExceptionally(failure));
      throw e;
    }
  }

  private void process(List<Task> batch) {
    List<Task> toWrite = new ArrayList<>();
    List<LogRecord> records = new ArrayList<>();
    Set<String> rooms = new HashSet<>();
    boolean force = options.forcing() == RoomLogOptions.Forcing.EACH;
    for (Task each : batch) {
      LogRecord record = each.record();
      if (record == null) {
        force = true;
      } else if (isNeeded(each, record, rooms)) {
        toWrite.add(each);
        records.add(numbered(record));
        rooms.add(each.room());
      }
    }
    try {
      List<Place> places = write(records, force);
      for (int n = 0; n < places.size(); n++) {
        index.apply(records.get(n).kind(), toWrite.get(n).room(), places.get(n));
      }
      for (int n = 0; n < places.size(); n++) {
        toWrite.get(n).done().complete(records.get(n).sequence());
      }
      batch.forEach(each -> each.done().complete(0L)); // those that needed no record
    } catch (IOException e) {
      SyncException failure = folder.failed("append to the room log", e);
      batch.forEach(each -> each.done().completeExceptionally(failure));
    }
    if (records.stream().anyMatch(each -> each.kind() != LogRecord.Kind.UPDATE)) {
      afterCompaction.run();
    }
  }

  private boolean isNeeded(Task task, LogRecord record, Set<String> inThisBatch) {
    return switch (record.kind()) {
      case UPDATE -> true;
      case DELETE -> index.has(task.room()) || inThisBatch.contains(task.room());
      case SNAPSHOT -> {
        if (record.sequence() > index.last(task.room())) {
          task.done()
              .completeExceptionally(
                  new IllegalArgumentException(
                      "a snapshot up to "
                          + record.sequence()
                          + " of a room that ends at "
                          + index.last(task.room())));
        }
        yield !task.done().isDone() && record.sequence() > index.snapshotted(task.room());
      }
    };
  }

  private LogRecord numbered(LogRecord record) {
    return switch (record.kind()) {
      case UPDATE -> LogRecord.update(record.room(), ++sequence, record.update());
      case DELETE -> LogRecord.delete(record.room(), ++sequence);
      case SNAPSHOT -> record;
    };
  }

  private List<Place> write(List<LogRecord> records, boolean force) throws IOException {
    List<Place> places = List.of();
    try {
      cutFailedBatch();
      if (!records.isEmpty()) {
        rollIfFull();
        places = active.append(records);
      }
      if (force && active.hasUnforced()) {
        force();
      }
      unforced = active.hasUnforced();
      goodLength = active.length();
      index.grow(active.id(), goodLength);
      return places;
    } catch (IOException e) {
      failed = true;
      try {
        cutFailedBatch(); // at once, because a full disk needs the space
      } catch (IOException again) {
        e.addSuppressed(again); // and before the next batch
      }
      throw e;
    }
  }

  private void cutFailedBatch() throws IOException {
    if (failed) {
      active.cutTo(goodLength);
      failed = false;
    }
  }

  private void force() throws IOException {
    try {
      active.force();
    } catch (IOException e) {
      rollNext = true; // what the system holds of this file may differ from the disk from now on
      throw e;
    }
  }

  private void rollIfFull() throws IOException {
    if (!rollNext && active.length() < options.segmentBytes()) {
      return;
    }
    if (active.hasUnforced()) {
      active.force();
    }
    ActiveSegment next = ActiveSegment.create(folder, folder.newId());
    try {
      folder.publish(manifest -> manifest.rolled(sequence, active.length(), next.id()));
    } catch (IOException e) {
      next.close();
      throw e;
    }
    ActiveSegment full = active;
    index.addSegment(new RoomIndex.Segment(next.id(), next.length()));
    active = next;
    goodLength = next.length();
    rollNext = false;
    full.close();
  }

  private void seal() throws IOException {
    try (ActiveSegment last = active) {
      cutFailedBatch();
      last.force();
      folder.publish(manifest -> manifest.sealed(sequence, last.length()));
    }
  }
}
