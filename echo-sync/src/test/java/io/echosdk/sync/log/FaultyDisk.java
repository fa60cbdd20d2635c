package io.echosdk.sync.log;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A disk that fails when told to, and that can lose power: what was not forced is then there in
 * part, in any part, sector by sector, and names that were not forced may be the old ones.
 */
final class FaultyDisk implements Disk {

  private static final int SECTOR = 512;

  private final FileDisk real = new FileDisk();
  private final Map<Path, Long> forced = new HashMap<>(); // guarded by this
  private final List<Undo> names =
      new ArrayList<>(); // since the folder was forced; guarded by this
  private long operationsLeft = Long.MAX_VALUE; // guarded by this
  private long bytesLeft = Long.MAX_VALUE; // guarded by this
  private boolean forceFails; // guarded by this
  private boolean writesWait; // guarded by this
  private boolean oneWaits; // guarded by this
  private long forces; // guarded by this

  /** Takes back a change of names. */
  private interface Undo {
    void run() throws IOException;
  }

  /** Lets everything fail after so many operations, as if the machine were gone. */
  synchronized void dieAfter(long operations) {
    operationsLeft = operations;
  }

  /** Lets writes fail after so many bytes. */
  synchronized void fillUpAfter(long bytes) {
    bytesLeft = bytes;
  }

  synchronized void failForcing(boolean value) {
    forceFails = value;
  }

  /** Lets writes wait until they may go on. */
  synchronized void holdWrites(boolean value) {
    writesWait = value;
    notifyAll();
  }

  /** Returns when a write waits. */
  synchronized void awaitHeldWrite() throws InterruptedException {
    while (!oneWaits) {
      wait();
    }
  }

  /** Returns how often a file was forced. */
  synchronized long forces() {
    return forces;
  }

  private synchronized void waitToWrite() throws IOException {
    try {
      while (writesWait) {
        oneWaits = true;
        notifyAll();
        wait();
      }
      oneWaits = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the disk was busy", e);
    }
  }

  /** Leaves on the real disk what a loss of power could. */
  synchronized void losePower(Random random) throws IOException {
    for (int n = names.size() - 1; n >= 0; n--) {
      if (random.nextBoolean()) {
        names.get(n).run();
      } else {
        break; // names reach the disk in order
      }
    }
    for (Map.Entry<Path, Long> each : forced.entrySet()) {
      if (Files.exists(each.getKey())) {
        spoil(each.getKey(), each.getValue(), random);
      }
    }
  }

  private static void spoil(Path file, long good, Random random) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      long length = open.length();
      if (length > good && random.nextInt(3) == 0) {
        length = good + random.nextInt((int) (length - good) + 1);
        open.setLength(length);
      }
      for (long at = good; at < length; at = (at / SECTOR + 1) * SECTOR) {
        if (random.nextInt(3) == 0) {
          open.seek(at);
          open.write(new byte[(int) Math.min(SECTOR - at % SECTOR, length - at)]);
        }
      }
    }
  }

  private synchronized void operate() throws IOException {
    if (operationsLeft-- <= 0) {
      throw new IOException("the machine is gone");
    }
  }

  @Override
  public synchronized Writable create(Path file) throws IOException {
    operate();
    if (!Files.exists(file)) {
      names.add(() -> Files.deleteIfExists(file));
    }
    forced.put(file, 0L);
    return new File(file, real.create(file), 0);
  }

  @Override
  public synchronized Writable openAt(Path file, long length) throws IOException {
    operate();
    forced.put(file, length);
    return new File(file, real.openAt(file, length), length);
  }

  @Override
  public synchronized void replace(Path file, Path name) throws IOException {
    operate();
    byte[] before = Files.exists(name) ? Files.readAllBytes(name) : null;
    real.replace(file, name);
    forced.put(name, forced.remove(file));
    names.add(
        () -> {
          if (before == null) {
            Files.deleteIfExists(name);
          } else {
            Files.write(name, before);
            forced.put(name, (long) before.length);
          }
        });
  }

  @Override
  public synchronized void delete(Path file) throws IOException {
    operate();
    if (Files.exists(file)) {
      byte[] content = Files.readAllBytes(file);
      real.delete(file);
      names.add(() -> Files.write(file, content));
    }
  }

  @Override
  public synchronized void forceFolder(Path folder) throws IOException {
    operate();
    names.clear();
  }

  @Override
  public List<Path> list(Path folder) throws IOException {
    return real.list(folder);
  }

  @Override
  public synchronized long usableBytes(Path folder) {
    return 1L << 40;
  }

  /** One file; remembers how much of it was forced. */
  private final class File implements Writable {

    private final Path path;
    private final Writable file;
    private long length;

    File(Path path, Writable file, long length) {
      this.path = path;
      this.file = file;
      this.length = length;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      waitToWrite();
      synchronized (FaultyDisk.this) {
        boolean dies = operationsLeft <= 0;
        int fitting = (int) Math.min(bytes.remaining(), dies ? bytes.remaining() / 2 : bytesLeft);
        boolean whole = fitting == bytes.remaining();
        bytes.limit(bytes.position() + fitting);
        file.write(bytes);
        length += fitting;
        bytesLeft -= fitting;
        operate();
        if (!whole) {
          throw new IOException("No space left on device");
        }
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (FaultyDisk.this) {
        operate();
        if (forceFails) {
          throw new IOException("Input/output error");
        }
        forced.put(path, length);
        forces++;
      }
    }

    @Override
    public void truncate(long end) throws IOException {
      synchronized (FaultyDisk.this) {
        operate();
        file.truncate(end);
        bytesLeft += length - end;
        length = end;
        forced.merge(path, end, Math::min);
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
