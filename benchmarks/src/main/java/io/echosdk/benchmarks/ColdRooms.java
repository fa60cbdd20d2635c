package io.echosdk.benchmarks;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.RoomPage;
import io.echosdk.api.sync.RoomSnapshot;
import io.echosdk.api.sync.StoredUpdate;
import io.echosdk.sync.LogRoomStore;
import io.echosdk.sync.RoomNote;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.StoredRoom;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.sync.Updates;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * What a room costs that nobody is in: the first text and the state vector of B4 (259,778 edits)
 * out of a {@link LogRoomStore} in one snapshot, and the memory of 10,000 stored rooms of 20 KB.
 *
 * <p>{@code benchmarks/run ColdRooms B4-updates-v1.bin.gz}. Processor time of the thread, which
 * reads the files itself; warm: the file is in the system's cache and the code is compiled; least,
 * median and 90th percentile of 300 after 700.
 */
public final class ColdRooms {

  private static final int WARM_UP = 700;
  private static final int ROUNDS = 300;
  private static final int IDLE = 10_000;
  private static final int IDLE_BYTES = 20_000;

  private final PrintStream out;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  private ColdRooms(PrintStream out) {
    this.out = out;
  }

  /** Runs both parts. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("cold-rooms");
    ColdRooms run = new ColdRooms(System.out);
    run.times(Path.of(arguments[0]), folder.resolve("b4"));
    run.memory(folder.resolve("idle"));
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  private void times(Path updates, Path folder) throws IOException {
    SharedDoc doc = SharedDoc.create();
    doc.apply(Updates.merge(read(updates), UpdateFormat.V1), UpdateFormat.V1, null);
    byte[] snapshot = doc.encode(UpdateFormat.V1);
    String root = "text";
    int length = doc.text(root).toString().length();
    try (EchoRuntime runtime = EchoRuntime.builder().executor(Runnable::run).build();
        LogRoomStore store = LogRoomStore.open(runtime, folder)) {
      long sequence = store.append("b4", snapshot).toCompletableFuture().join();
      store
          .compact("b4", new RoomSnapshot(sequence, snapshot, RoomNote.of(doc)))
          .toCompletableFuture()
          .join();
      out.printf("B4: snapshot of %d bytes, text of %d characters%n", snapshot.length, length);
      print("read the snapshot", () -> whole(store, "b4").get(0).update().length);
      StoredRoom room = new StoredRoom(store, "b4");
      print("first text", () -> room.text(root).toCompletableFuture().join().length());
      print("through a document", () -> text(store, root, length));
      print("state vector", () -> room.stateVector().toCompletableFuture().join().length);
    }
  }

  private static int text(LogRoomStore store, String root, int length) {
    SharedDoc doc = SharedDoc.create();
    for (StoredUpdate each : whole(store, "b4")) {
      doc.apply(each.update(), UpdateFormat.V1, null);
    }
    String text = doc.text(root).toString();
    if (text.length() != length) {
      throw new IllegalStateException("a text of " + text.length() + " characters");
    }
    return text.length();
  }

  private static List<StoredUpdate> whole(LogRoomStore store, String room) {
    List<StoredUpdate> all = new ArrayList<>();
    RoomPage page;
    do {
      long after = all.isEmpty() ? 0 : all.get(all.size() - 1).sequence();
      page = store.read(room, after).toCompletableFuture().join();
      all.addAll(page.updates());
    } while (page.more());
    return all;
  }

  /** Work whose result is used, so that it is done. */
  private interface Work {
    int run();
  }

  private void print(String what, Work work) {
    long used = 0;
    for (int n = 0; n < WARM_UP; n++) {
      used += work.run();
    }
    long[] nanos = new long[ROUNDS];
    for (int n = 0; n < ROUNDS; n++) {
      long begin = threads.getCurrentThreadCpuTime();
      used += work.run();
      nanos[n] = threads.getCurrentThreadCpuTime() - begin;
    }
    Arrays.sort(nanos);
    out.printf(
        Locale.ROOT,
        "%-20s %.3f ms least, %.3f ms median, %.3f ms 90th percentile (%d)%n",
        what,
        nanos[0] / 1e6,
        nanos[ROUNDS / 2] / 1e6,
        nanos[ROUNDS * 9 / 10] / 1e6,
        used);
  }

  private void memory(Path folder) {
    Random random = new Random(1);
    long before = usedHeap();
    try (EchoRuntime runtime = EchoRuntime.create();
        LogRoomStore store = LogRoomStore.builder(runtime, folder).forceNever().open()) {
      for (int from = 0; from < IDLE; from += 500) {
        List<CompletableFuture<Long>> stored = new ArrayList<>();
        for (int n = from; n < from + 500; n++) {
          byte[] update = new byte[IDLE_BYTES];
          random.nextBytes(update);
          stored.add(store.append("room number " + n, update).toCompletableFuture());
        }
        stored.forEach(CompletableFuture::join);
      }
      out.printf(
          Locale.ROOT,
          "%d stored rooms of %d bytes hold %.1f MB of heap%n",
          IDLE,
          IDLE_BYTES,
          (usedHeap() - before) / 1e6);
    }
    long begin = threads.getCurrentThreadCpuTime();
    try (EchoRuntime runtime = EchoRuntime.create();
        LogRoomStore store = LogRoomStore.open(runtime, folder)) {
      out.printf(
          Locale.ROOT,
          "opening and checking them takes %.0f ms of processor time; %d rooms%n",
          (threads.getCurrentThreadCpuTime() - begin) / 1e6,
          store.rooms("", IDLE * 2).toCompletableFuture().join().size());
    }
  }

  private static long usedHeap() {
    for (int n = 0; n < 3; n++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static List<byte[]> read(Path file) throws IOException {
    List<byte[]> updates = new ArrayList<>();
    byte[] unpacked;
    try (GZIPInputStream packed = new GZIPInputStream(Files.newInputStream(file))) {
      unpacked = packed.readAllBytes();
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(unpacked));
    try {
      while (true) {
        byte[] update = new byte[Integer.reverseBytes(in.readInt())];
        in.readFully(update);
        updates.add(update);
      }
    } catch (EOFException e) {
      return updates;
    }
  }
}
