package io.echosdk.sync.log;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.RoomOutline;
import io.echosdk.api.sync.RoomPage;
import io.echosdk.api.sync.RoomSnapshot;
import io.echosdk.api.sync.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only log of rooms in one folder, shared by all of them.
 *
 * <p>Updates, snapshots and deletes of all rooms go to the end of one file, in batches that one
 * thread writes and forces to the disk ({@link LogWriter}). An index in memory knows where each
 * room's snapshot and the updates after it stand ({@link RoomIndex}); opening reads the whole log
 * to build it ({@link Recovery}), and checks every byte on the way. A file that is full is followed
 * by the next, and files that are mostly waste are rewritten in the background ({@link Cleaner}).
 */
public final class RoomLog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RoomLog.class);
  private static final long CLOSE_SECONDS = 10;
  private static final long MAX_RECORD_BYTES = 1 << 30;

  private final EchoRuntime runtime;
  private final LogFolder folder;
  private final RoomIndex index;
  private final LogReader reader;
  private final LogWriter writer;
  private final Cleaner cleaner;
  private final AtomicBoolean cleaning = new AtomicBoolean();
  private @Nullable Thread ticker;
  private volatile boolean closed; // written by close(), read by any
  private volatile String reported = ""; // written by the cleaner, read by the cleaner

  /**
   * Opens a log.
   *
   * @throws SyncException if the folder cannot be used, is in use, or is damaged
   */
  public static RoomLog open(EchoRuntime runtime, Path folder, RoomLogOptions options) {
    return open(runtime, folder, options, new FileDisk());
  }

  static RoomLog open(EchoRuntime runtime, Path folder, RoomLogOptions options, Disk disk) {
    LogFolder locked = LogFolder.open(folder, disk);
    try {
      Recovery recovery =
          new Recovery(
              locked,
              options.leaveOutDamage(),
              error -> runtime.report("opening the room log", error));
      recovery.run();
      RoomLog log = new RoomLog(runtime, locked, recovery, options);
      log.start(recovery.damaged());
      return log;
    } catch (IOException e) {
      locked.close();
      throw locked.failed("open the room log", e);
    } catch (RuntimeException e) {
      locked.close();
      throw e;
    }
  }

  private RoomLog(EchoRuntime runtime, LogFolder folder, Recovery recovery, RoomLogOptions options)
      throws IOException {
    this.runtime = runtime;
    this.folder = folder;
    this.index = recovery.index();
    this.reader = new LogReader(folder, index);
    ActiveSegment active = activate(folder, recovery, options);
    this.writer =
        new LogWriter(
            runtime, folder, index, options, active, recovery.sequence(), this::cleanSoon);
    this.cleaner =
        new Cleaner(folder, index, options.segmentBytes(), this::forceAndWait, () -> closed);
    this.ticker = options.interval() == null ? null : ticker(options.interval().toNanos());
  }

  /** Goes on with the newest file, or begins a new one if there is none that is whole. */
  private static ActiveSegment activate(LogFolder folder, Recovery recovery, RoomLogOptions options)
      throws IOException {
    SegmentHead head = recovery.last();
    if (head != null && recovery.lastLength() < options.segmentBytes()) {
      long length = recovery.lastLength();
      ActiveSegment resumed = ActiveSegment.resume(folder, head, length);
      folder.publish(manifest -> manifest.reopened(recovery.sequence(), length));
      return resumed;
    }
    ActiveSegment fresh = ActiveSegment.create(folder, folder.newId());
    long length =
        recovery.index().segments().isEmpty()
            ? 0
            : recovery.index().length(lastOf(folder.manifest().segments()).id());
    folder.publish(manifest -> manifest.rolled(recovery.sequence(), length, fresh.id()));
    recovery.index().addSegment(new RoomIndex.Segment(fresh.id(), fresh.length()));
    return fresh;
  }

  private static Manifest.Segment lastOf(List<Manifest.Segment> segments) {
    return segments.get(segments.size() - 1);
  }

  private void start(List<Long> damaged) throws IOException {
    runtime.start("room-log", writer::run);
    if (!damaged.isEmpty()) {
      cleaner.clean(damaged, true);
    }
    LOG.info("opened the room log with {} files", folder.manifest().segments().size());
  }

  private Thread ticker(long nanos) {
    return runtime.start(
        "room-log-timer",
        () -> {
          try {
            while (!closed) {
              runtime.clock().sleepUntil(runtime.clock().nanos() + nanos);
              writer.forceIfNeeded();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
          }
        });
  }

  /** Appends an update; the stage completes with its number. */
  public CompletableFuture<Long> append(String room, byte[] name, byte[] update) {
    requireSize(name.length + (long) update.length);
    return writer.submit(Task.write(room, LogRecord.update(name, 0, update)));
  }

  /** Replaces the beginning of a room. */
  public CompletableFuture<Long> compact(String room, byte[] name, RoomSnapshot snapshot) {
    requireSize(name.length + (long) snapshot.note().length + snapshot.update().length);
    return writer.submit(
        Task.write(
            room,
            LogRecord.snapshot(name, snapshot.sequence(), snapshot.note(), snapshot.update())));
  }

  private static void requireSize(long bytes) {
    if (bytes > MAX_RECORD_BYTES) {
      throw new SyncException(
          SyncException.Kind.LIMIT,
          "an update of " + bytes + " bytes is above the log's " + MAX_RECORD_BYTES,
          "store it in parts");
    }
  }

  /** Forgets a room. */
  public CompletableFuture<Long> delete(String room, byte[] name) {
    return writer.submit(Task.write(room, LogRecord.delete(name, 0)));
  }

  /** Reads a piece of a room. */
  public CompletableFuture<RoomPage> read(String room, byte[] name, long after) {
    return later(() -> reader.page(room, name, after));
  }

  /** Returns what a room holds. */
  public CompletableFuture<RoomOutline> outline(String room, byte[] name) {
    return later(() -> reader.outline(room, name));
  }

  /** Lists rooms. */
  public CompletableFuture<List<String>> rooms(String after, int limit) {
    return closed
        ? CompletableFuture.failedFuture(closed())
        : CompletableFuture.completedFuture(index.rooms(after, limit));
  }

  /** Something that reads files. */
  private interface Reading<T> {
    T read() throws IOException;
  }

  private <T> CompletableFuture<T> later(Reading<T> reading) {
    CompletableFuture<T> done = new CompletableFuture<>();
    if (closed) {
      done.completeExceptionally(closed());
      return done;
    }
    try {
      runtime.executor().execute(() -> complete(done, reading));
    } catch (RejectedExecutionException e) {
      done.completeExceptionally(closed());
    }
    return done;
  }

  private <T> void complete(CompletableFuture<T> done, Reading<T> reading) {
    try {
      done.complete(reading.read());
    } catch (IOException e) {
      done.completeExceptionally(folder.failed("read the room log", e));
    } catch (RuntimeException | Error e) {
      done.completeExceptionally(e);
    }
  }

  static SyncException closed() {
    return new SyncException(
        SyncException.Kind.STORE_FAILED,
        "the room log is closed",
        "keep the store open for as long as rooms use it");
  }

  private void cleanSoon() {
    if (closed || cleaner.candidates().isEmpty() || !cleaning.compareAndSet(false, true)) {
      return;
    }
    try {
      runtime.executor().execute(this::clean);
    } catch (RejectedExecutionException e) {
      cleaning.set(false); // the runtime closes; the next opening cleans
    }
  }

  private void clean() {
    try {
      synchronized (cleaner) { // close() waits here, so that nothing is deleted under a successor
        List<Long> candidates = closed ? List.of() : cleaner.candidates();
        if (!candidates.isEmpty()) {
          cleaner.clean(candidates, false);
        }
      }
    } catch (IOException | SyncException e) {
      reportOnce(e);
    } finally {
      cleaning.set(false);
    }
  }

  private void reportOnce(Exception error) {
    if (!closed && !reported.equals(error.toString())) {
      reported = error.toString();
      runtime.report("giving back the room log's unused space", error);
    }
  }

  private void forceAndWait() throws IOException {
    try {
      writer.submit(Task.force()).get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Writes what waits, forces it to the disk, and lets go of the folder. Idempotent. */
  @Override
  public void close() {
    closed = true;
    if (ticker != null) {
      ticker.interrupt();
    }
    try {
      writer.close().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      runtime.report("closing the room log", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (cleaner) { // it stops at the next record
      folder.close();
    }
  }
}
