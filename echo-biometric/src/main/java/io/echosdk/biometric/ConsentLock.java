package io.echosdk.biometric;

import io.echosdk.api.MediaClock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The turn to write to a ledger's file, which one thread of all processes has at a time. The system
 * gives it on when a process dies.
 *
 * <p>It is the system's lock of a file beside the ledger, {@code NAME.lock}, which stays there. A
 * process loses such a lock as soon as it closes any channel to the locked file: the ledger itself
 * is read while others write, so it cannot be the one; and the lock knows processes only, so that
 * the threads of this one first take turns among themselves.
 */
final class ConsentLock implements AutoCloseable {

  private static final long LIMIT_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long RETRY_NANOS = Duration.ofMillis(1).toNanos();

  /** By the hash of the locked file; two ledgers that share one wait for each other's writes. */
  private static final List<ReentrantLock> TURNS =
      Stream.generate(ReentrantLock::new).limit(64).toList();

  private final ReentrantLock turn;
  private final FileChannel channel;

  private ConsentLock(ReentrantLock turn, FileChannel channel) {
    this.turn = turn;
    this.channel = channel;
  }

  /**
   * Waits for the turn, at most ten seconds.
   *
   * @param file the ledger, in a folder that is there
   * @throws IOException if others kept it for so long, the thread is interrupted, or the lock's
   *     file cannot be opened
   */
  static ConsentLock take(Path file) throws IOException {
    Path folder = file.resolveSibling(".").toRealPath(); // one name for all who use it
    Path locked = folder.resolve(file.getFileName() + ".lock");
    ReentrantLock turn = TURNS.get(Math.floorMod(locked.hashCode(), TURNS.size()));
    MediaClock clock = MediaClock.system(); // it is real processes that are waited for
    long deadline = clock.nanos() + LIMIT_NANOS;
    try {
      if (!turn.tryLock(LIMIT_NANOS, TimeUnit.NANOSECONDS)) {
        throw busy(locked);
      }
      try {
        return new ConsentLock(turn, lock(locked, clock, deadline));
      } catch (IOException | RuntimeException | InterruptedException e) {
        turn.unlock();
        throw e;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while others were writing");
    }
  }

  private static FileChannel lock(Path locked, MediaClock clock, long deadline)
      throws IOException, InterruptedException {
    FileChannel channel =
        OwnerOnly.open(locked, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    try {
      while (tryLock(channel) == null) {
        long now = clock.nanos();
        if (now - deadline >= 0) {
          throw busy(locked);
        }
        clock.sleepUntil(now + RETRY_NANOS);
      }
      return channel;
    } catch (IOException | RuntimeException | InterruptedException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this class of another class loader
    }
  }

  private static IOException busy(Path locked) {
    return new IOException("another process held " + locked + " for ten seconds");
  }

  /** Lets the next one write. */
  @Override
  public void close() {
    try {
      channel.close(); // and with it the lock
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      turn.unlock();
    }
  }
}
