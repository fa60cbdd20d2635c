package io.echosdk.sync.log;

import io.echosdk.api.sync.SyncException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The folder of one log: its files, their list, and the lock that keeps other processes out. */
final class LogFolder implements AutoCloseable {

  static final String MANIFEST = "manifest";
  static final String LOCK = "lock";

  private static final String SUFFIX = ".log";

  private final Path folder;
  private final Disk disk;
  private final FileChannel lock;
  private Manifest manifest = new Manifest(0, List.of()); // guarded by this
  private long lastId; // guarded by this
  private boolean closed; // guarded by this

  private LogFolder(Path folder, Disk disk, FileChannel lock) {
    this.folder = folder;
    this.disk = disk;
    this.lock = lock;
  }

  /** Opens a folder, which is made if need be, and locks it. */
  static LogFolder open(Path folder, Disk disk) {
    FileChannel channel = null;
    try {
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel)) {
        LogFolder opened = new LogFolder(folder, disk, channel);
        opened.load();
        return opened;
      }
    } catch (IOException e) {
      closeQuietly(channel, e);
      throw new SyncException(
          SyncException.Kind.STORE_FAILED,
          "cannot open the room log in " + folder + " (" + e + ")",
          "give a folder that this process may write",
          e);
    } catch (SyncException e) {
      closeQuietly(channel, e);
      throw e;
    }
    SyncException inUse =
        new SyncException(
            SyncException.Kind.STORE_FAILED,
            "the room log in " + folder + " is in use",
            "close the other store or end the other process, or give another folder");
    closeQuietly(channel, inUse);
    throw inUse;
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // by this process
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel, Exception reason) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  private void load() throws IOException {
    Path list = folder.resolve(MANIFEST);
    try {
      manifest = Manifest.decode(Files.readAllBytes(list));
    } catch (NoSuchFileException e) {
      refuseOrphans();
    } catch (RuntimeException e) {
      throw damaged(list, 0, "the list of files cannot be read: " + e.getMessage());
    }
  }

  /** Without a list there may be one first file, which was made before the list was. */
  private void refuseOrphans() throws IOException {
    for (Path file : disk.list(folder)) {
      if (file.toString().endsWith(SUFFIX) && Files.size(file) > SegmentHead.BYTES) {
        throw damaged(folder.resolve(MANIFEST), 0, "the list of files is missing");
      }
    }
  }

  Disk disk() {
    return disk;
  }

  Path path(long segment) {
    return folder.resolve(String.format("%010d%s", segment, SUFFIX));
  }

  synchronized Manifest manifest() {
    return manifest;
  }

  /** Returns a number that no file of the log has. */
  synchronized long newId() {
    lastId = Math.max(lastId, manifest.highestId()) + 1;
    return lastId;
  }

  /** Changes the list of files, durably. */
  synchronized void publish(UnaryOperator<Manifest> change) throws IOException {
    if (closed) {
      throw new IOException("the log is closed");
    }
    Manifest next = change.apply(manifest);
    Path draft = folder.resolve(MANIFEST + ".new");
    try (Disk.Writable file = disk.create(draft)) {
      file.write(ByteBuffer.wrap(next.encode()));
      file.force();
    }
    disk.replace(draft, folder.resolve(MANIFEST));
    manifest = next;
    disk.forceFolder(folder);
  }

  /** Makes a file with nothing but its head, durably; the list does not name it yet. */
  Disk.Writable createSegment(SegmentHead head) throws IOException {
    Disk.Writable file = disk.create(path(head.id()));
    try {
      file.write(head.encode());
      file.force();
      disk.forceFolder(folder);
      return file;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** Deletes files of the log that the list does not name: what an interrupted change left. */
  void deleteUnlisted() throws IOException {
    List<Path> listed = new ArrayList<>();
    manifest().segments().forEach(each -> listed.add(path(each.id())));
    for (Path file : disk.list(folder)) {
      if (file.toString().endsWith(SUFFIX) && !listed.contains(file)) {
        disk.delete(file);
      }
    }
  }

  /** Keeps a damaged file under another name, for whoever wants to look into it. */
  void setAside(long segment) throws IOException {
    if (Files.exists(path(segment))) {
      disk.replace(path(segment), folder.resolve(path(segment).getFileName() + ".damaged"));
    }
  }

  /** Returns the error of an operation that failed, with the reason if that is a full disk. */
  SyncException failed(String doing, IOException cause) {
    if (isFull(cause)) {
      return new SyncException(
          SyncException.Kind.STORE_FULL,
          "cannot " + doing + " in " + folder + ", the disk is full",
          "free space; the store goes on as soon as there is some",
          cause);
    }
    return new SyncException(
        SyncException.Kind.STORE_FAILED,
        "cannot " + doing + " in " + folder + " (" + cause + ")",
        "look after the disk; the store tries again with the next update",
        cause);
  }

  private boolean isFull(IOException cause) {
    String words = String.valueOf(cause.getMessage());
    if (words.contains("No space left") || words.contains("quota exceeded")) {
      return true;
    }
    try {
      return disk.usableBytes(folder) < 1 << 16;
    } catch (IOException e) {
      cause.addSuppressed(e);
      return false;
    }
  }

  static SyncException damaged(Path file, long offset, String what) {
    return new SyncException(
        SyncException.Kind.STORE_DAMAGED,
        file + " is damaged at byte " + offset + ", " + what,
        "bring the folder back from a copy, or open it with leaveOutDamage()");
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      lock.close();
    } catch (IOException e) {
      throw failed("unlock the room log", e);
    }
  }
}
