package io.echosdk.sync;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.RoomCatalog;
import io.echosdk.api.sync.RoomName;
import io.echosdk.api.sync.RoomOutline;
import io.echosdk.api.sync.RoomPage;
import io.echosdk.api.sync.RoomSnapshot;
import io.echosdk.api.sync.RoomStore;
import io.echosdk.sync.log.RoomLog;
import io.echosdk.sync.log.RoomLogOptions;
import io.echosdk.sync.log.RoomLogOptions.Forcing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps rooms in a folder, in an append-only log that survives the death of the process at any
 * instant, and of the machine as far as its settings promise. One process at a time may open a
 * folder.
 *
 * <p>Every byte carries a checksum. Opening reads the whole log; what an interrupted write left at
 * its end is cut off, and anything else that cannot be read is a {@link
 * io.echosdk.api.sync.SyncException.Kind#STORE_DAMAGED} with file and place. A disk that is full
 * fails appends with {@link io.echosdk.api.sync.SyncException.Kind#STORE_FULL} until there is space
 * again. Memory: some 50 bytes for each update that is not in a snapshot yet and some 200 for each
 * room, whatever their size.
 *
 * <p>Stages of {@link #append}, {@link #compact} and {@link #delete} complete on the one thread
 * that writes: do little there. The format is on the page docs/reference/room-log.md.
 */
public final class LogRoomStore implements RoomStore, RoomCatalog {

  private final RoomLog log;

  private LogRoomStore(RoomLog log) {
    this.log = log;
  }

  /**
   * Opens a folder, which is made if need be, so that every acknowledged update has reached the
   * disk.
   *
   * @param runtime lends the threads
   * @throws io.echosdk.api.sync.SyncException if the folder cannot be used, is in use, or is
   *     damaged
   */
  public static LogRoomStore open(EchoRuntime runtime, Path folder) {
    return builder(runtime, folder).open();
  }

  /** Returns a builder with every default in place. */
  public static Builder builder(EchoRuntime runtime, Path folder) {
    return new Builder(runtime, folder);
  }

  @Override
  public CompletionStage<Long> append(String room, byte[] update) {
    return log.append(room, RoomName.utf8(room), update);
  }

  @Override
  public CompletionStage<RoomPage> read(String room, long after) {
    return log.read(room, RoomName.utf8(room), after);
  }

  @Override
  public CompletionStage<RoomOutline> outline(String room) {
    return log.outline(room, RoomName.utf8(room));
  }

  @Override
  public CompletionStage<Void> compact(String room, RoomSnapshot snapshot) {
    return log.compact(room, RoomName.utf8(room), snapshot).thenApply(sequence -> null);
  }

  @Override
  public CompletionStage<List<String>> rooms(String after, int limit) {
    return log.rooms(after, limit);
  }

  @Override
  public CompletionStage<Void> delete(String room) {
    return log.delete(room, RoomName.utf8(room)).thenApply(sequence -> null);
  }

  @Override
  public void close() {
    log.close();
  }

  /** Settings of a store; every one has a default. Not safe for use by several threads. */
  public static final class Builder {

    private static final long MIN_SEGMENT_BYTES = 1 << 12;

    private final EchoRuntime runtime;
    private final Path folder;
    private Forcing forcing = Forcing.EACH;
    private @Nullable Duration interval;
    private long segmentBytes = 64 << 20;
    private long waitingBytes = 64 << 20;
    private boolean leaveOutDamage;

    private Builder(EchoRuntime runtime, Path folder) {
      this.runtime = Objects.requireNonNull(runtime, "runtime");
      this.folder = Objects.requireNonNull(folder, "folder");
    }

    /**
     * Forces the disk now and then instead of before each acknowledgement: a loss of power can take
     * what was acknowledged within the interval; the death of the process takes nothing.
     */
    public Builder forceEvery(Duration value) {
      forcing = Forcing.INTERVAL;
      interval = value;
      return this;
    }

    /**
     * Leaves it to the system when bytes reach the disk: a loss of power can take what was
     * acknowledged since the last file was completed; the death of the process takes nothing.
     */
    public Builder forceNever() {
      forcing = Forcing.NEVER;
      interval = null;
      return this;
    }

    /** Sets from which length on a file is followed by the next; the default is 64 MiB. */
    public Builder segmentBytes(long value) {
      segmentBytes = value;
      return this;
    }

    /**
     * Sets how many bytes of updates may wait for the disk before appends fail with {@link
     * io.echosdk.api.sync.SyncException.Kind#LIMIT}; the default is 64 MiB.
     */
    public Builder waitingBytes(long value) {
      waitingBytes = value;
      return this;
    }

    /**
     * Opens a damaged folder without what is damaged. Each damage goes to the runtime's error
     * listener; the damaged files are kept beside the others as {@code *.damaged}.
     */
    public Builder leaveOutDamage() {
      leaveOutDamage = true;
      return this;
    }

    /**
     * Opens the folder.
     *
     * @throws IllegalArgumentException if a setting makes no sense
     * @throws io.echosdk.api.sync.SyncException if the folder cannot be used, is in use, or is
     *     damaged
     */
    public LogRoomStore open() {
      if (segmentBytes < MIN_SEGMENT_BYTES || segmentBytes > 1 << 30) {
        throw new IllegalArgumentException(
            "a file has " + MIN_SEGMENT_BYTES + " bytes to 1 GiB, not " + segmentBytes);
      }
      if (waitingBytes < 0) {
        throw new IllegalArgumentException("waitingBytes must not be negative: " + waitingBytes);
      }
      if (interval != null && (interval.isNegative() || interval.isZero())) {
        throw new IllegalArgumentException("interval must be positive but is " + interval);
      }
      return new LogRoomStore(
          RoomLog.open(
              runtime,
              folder,
              new RoomLogOptions(forcing, interval, segmentBytes, waitingBytes, leaveOutDamage)));
    }
  }
}
