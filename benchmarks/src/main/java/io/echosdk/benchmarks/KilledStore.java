package io.echosdk.benchmarks;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.RoomPage;
import io.echosdk.api.sync.RoomSnapshot;
import io.echosdk.api.sync.StoredUpdate;
import io.echosdk.sync.LogRoomStore;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Kills a process that writes to a {@link LogRoomStore} with SIGKILL at random instants, and looks
 * whether the store opens and holds every update that the process saw acknowledged.
 *
 * <p>{@code KilledStore [KILLS [SEED]]}. The writer appends numbered updates to eight rooms,
 * replaces them by snapshots, forgets a ninth room, and uses files of 64 KiB, so that kills also
 * meet the change to a new file, the rewriting of old ones, and the opening after the kill before.
 * A kill keeps what the system has been given; for a loss of power see {@code PowerLossTest}.
 */
public final class KilledStore {

  private static final int ROOMS = 8;
  private static final int SEGMENT_BYTES = 1 << 16;

  private KilledStore() {}

  /** Runs the kills, or the writer that is killed. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 3 && arguments[0].equals("write")) {
      write(Path.of(arguments[1]), Long.parseLong(arguments[2]));
      return;
    }
    int kills = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
    Path folder = Files.createTempDirectory("killed-store");
    Random random = new Random(seed);
    int[] acknowledged = new int[ROOMS];
    long total = 0;
    int duringOpening = 0;
    int unopened = 0;
    long lost = 0;
    for (int kill = 1; kill <= kills; kill++) {
      long before = sum(acknowledged);
      boolean opened = killOnce(folder, random, acknowledged);
      duringOpening += opened ? 0 : 1;
      total += sum(acknowledged) - before;
      try {
        lost += lostIn(folder, acknowledged);
      } catch (RuntimeException e) {
        unopened++;
        System.out.println("kill " + kill + ": " + e);
      }
      if (kill % 50 == 0 || kill == kills) {
        System.out.printf(
            "%d kills (seed %d), %d before the store was open, %d acknowledged updates, %d lost,"
                + " %d times the store did not open%n",
            kill, seed, duringOpening, total, lost, unopened);
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
    System.exit(lost + unopened == 0 ? 0 : 1);
  }

  private static long sum(int[] counts) {
    long sum = 0;
    for (int each : counts) {
      sum += each;
    }
    return sum;
  }

  /** Lets a writer run for a random while and returns whether it came to opening the store. */
  private static boolean killOnce(Path folder, Random random, int[] acknowledged)
      throws IOException, InterruptedException {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledStore.class.getName(),
                "write",
                folder.toString(),
                "" + random.nextLong())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    boolean opened = false;
    try (DataInputStream said = new DataInputStream(writer.getInputStream())) {
      boolean fromStart = random.nextInt(4) == 0;
      if (!fromStart) {
        opened = said.readByte() == ROOMS;
      }
      TimeUnit.MILLISECONDS.sleep(5 + random.nextInt(fromStart ? 600 : 295));
      writer.toHandle().destroyForcibly(); // SIGKILL; the pipe stays open
      while (true) {
        int room = said.readByte();
        if (room == ROOMS) {
          opened = true;
        } else {
          acknowledged[room] = Math.max(acknowledged[room], said.readInt());
        }
      }
    } catch (EOFException e) {
      writer.waitFor();
    }
    return opened;
  }

  private static long lostIn(Path folder, int[] acknowledged) {
    long lost = 0;
    try (EchoRuntime runtime = EchoRuntime.create();
        LogRoomStore store =
            LogRoomStore.builder(runtime, folder).segmentBytes(SEGMENT_BYTES).open()) {
      for (int room = 0; room < ROOMS; room++) {
        int held = highest(store, room);
        if (held < acknowledged[room]) {
          lost += acknowledged[room] - held;
        }
        acknowledged[room] = held; // what was written and not acknowledged any more counts from now
      }
    }
    return lost;
  }

  /** Returns up to which number a room holds every one; a gap is as bad as an end. */
  private static int highest(LogRoomStore store, int room) {
    int highest = 0;
    for (StoredUpdate each : all(store, "room " + room)) {
      ByteBuffer update = ByteBuffer.wrap(each.update());
      int from = update.getInt();
      int to = update.getInt();
      if (from > highest + 1) {
        return highest;
      }
      highest = Math.max(highest, to);
    }
    return highest;
  }

  private static List<StoredUpdate> all(LogRoomStore store, String room) {
    List<StoredUpdate> all = new ArrayList<>();
    RoomPage page;
    do {
      long after = all.isEmpty() ? 0 : all.get(all.size() - 1).sequence();
      page = store.read(room, after).toCompletableFuture().join();
      all.addAll(page.updates());
    } while (page.more());
    return all;
  }

  // ---- the writer

  private static void write(Path folder, long seed) throws Exception {
    Random random = new Random(seed);
    try (EchoRuntime runtime = EchoRuntime.create();
        LogRoomStore store =
            LogRoomStore.builder(runtime, folder).segmentBytes(SEGMENT_BYTES).open();
        DataOutputStream says = new DataOutputStream(new FileOutputStream(FileDescriptor.out))) {
      int[] next = new int[ROOMS];
      for (int room = 0; room < ROOMS; room++) {
        next[room] = highest(store, room) + 1;
      }
      say(says, ROOMS, 0);
      Semaphore inFlight = new Semaphore(64);
      while (true) {
        int room = random.nextInt(ROOMS);
        inFlight.acquire();
        append(store, room, next[room]++, random, says, inFlight);
        if (random.nextInt(40) == 0) {
          store.append("scratch", new byte[random.nextInt(3_000)]);
          store.delete("scratch");
        }
      }
    }
  }

  private static void append(
      LogRoomStore store,
      int room,
      int number,
      Random random,
      DataOutputStream says,
      Semaphore inFlight) {
    int padding = random.nextInt(8) == 0 ? random.nextInt(20_000) : random.nextInt(60);
    ByteBuffer update = ByteBuffer.allocate(8 + padding).putInt(number).putInt(number);
    boolean compacts = random.nextInt(50) == 0;
    CompletionStage<Long> stored = store.append("room " + room, update.array());
    stored.whenComplete(
        (sequence, failure) -> {
          inFlight.release();
          if (failure == null) {
            say(says, room, number);
            if (compacts) {
              byte[] whole = ByteBuffer.allocate(1_000).putInt(1).putInt(number).array();
              store.compact("room " + room, new RoomSnapshot(sequence, whole, new byte[16]));
            }
          }
        });
  }

  private static synchronized void say(DataOutputStream says, int room, int number) {
    try {
      byte[] message =
          room == ROOMS
              ? new byte[] {ROOMS}
              : ByteBuffer.allocate(5).put((byte) room).putInt(number).array();
      says.write(message);
    } catch (IOException e) {
      throw new IllegalStateException("the parent is gone", e);
    }
  }
}
