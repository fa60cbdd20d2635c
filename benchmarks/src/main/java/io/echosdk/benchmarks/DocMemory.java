package io.echosdk.benchmarks;

import io.echosdk.api.EchoRuntime;
import io.echosdk.sync.LogRoomStore;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.sync.room.Room;
import io.echosdk.sync.room.Rooms;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.openjdk.jol.info.GraphLayout;

/**
 * What documents and idle rooms hold: B4 (259,778 edits) loaded from its encoded state, by the
 * retained size of its objects, beside the growth of Yjs's heap for the same bytes; and 10,000
 * rooms of 20 KB each that are open while nobody is in them, by the growth of the heap: as they
 * were read from the store, with the document of each built, and when nobody has used those
 * documents for a while.
 *
 * <p>{@code benchmarks/run DocMemory}. Needs {@code .ci/npm/node_modules} and the test data.
 */
public final class DocMemory {

  private static final int ROOMS = 10_000;
  private static final int ROOM_BYTES = 20_000;
  private static final int AT_ONCE = 200;
  private static final long UNUSED_MILLIS = 40_000; // rooms drop documents after 30 s
  private static final String WORDS = "the quick brown fox jumps over the lazy dog ";

  private final PrintStream out;

  private DocMemory(PrintStream out) {
    this.out = out;
  }

  /** Prints what is held. */
  public static void main(String[] arguments) throws Exception {
    System.setProperty("jol.magicFieldOffset", "true"); // it weighs records, too
    DocMemory run = new DocMemory(System.out);
    run.paper();
    Path folder = Files.createTempDirectory("doc-memory");
    run.rooms(folder);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  private void paper() throws IOException {
    SharedDoc typed = SharedDoc.create();
    typed.transact(
        () -> {
          try {
            RecordedUpdates.readB4().forEach(each -> typed.apply(each, UpdateFormat.V1, null));
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
    SharedDoc loaded = SharedDoc.create();
    loaded.apply(typed.encode(UpdateFormat.V1), UpdateFormat.V1, null);
    int characters = loaded.text("text").toString().length();
    long echo = GraphLayout.parseInstance(loaded).totalSize();
    long yjs;
    try (YjsPeer peer = new YjsPeer()) {
      String file = RecordedUpdates.b4().toString();
      yjs = (long) YjsPeer.number(peer.run("memory", "file", file), "size");
    }
    out.printf(
        Locale.ROOT,
        "B4 loaded, %d characters: Echo %d bytes, Yjs %d bytes, ratio %.1f%n",
        characters,
        echo,
        yjs,
        (double) yjs / echo);
  }

  private void rooms(Path folder) throws InterruptedException {
    byte[] update = text(ROOM_BYTES);
    try (EchoRuntime runtime = EchoRuntime.create();
        LogRoomStore store = LogRoomStore.builder(runtime, folder).forceNever().open()) {
      fill(store, update);
      long before = usedHeap();
      try (Rooms rooms = Rooms.builder(runtime).store(store).build()) {
        List<Room> open = new ArrayList<>(ROOMS);
        for (int n = 0; n < ROOMS; n++) {
          open.add(rooms.open(name(n)));
        }
        print("open, as they were read", update, usedHeap() - before);
        for (int from = 0; from < ROOMS; from += AT_ONCE) {
          List<CompletableFuture<Integer>> lengths = new ArrayList<>();
          for (Room room : open.subList(from, from + AT_ONCE)) {
            lengths.add(
                room.read(doc -> doc.text("text").toString().length()).toCompletableFuture());
          }
          for (CompletableFuture<Integer> length : lengths) {
            if (length.join() < ROOM_BYTES / 2) {
              throw new IllegalStateException("a room came back with " + length.join());
            }
          }
        }
        print("open, the document of each built", update, usedHeap() - before);
        Thread.sleep(UNUSED_MILLIS);
        print("open, the documents unused for 40 s", update, usedHeap() - before);
        open.forEach(Room::close);
      }
    }
  }

  private void print(String how, byte[] update, long held) {
    out.printf(
        Locale.ROOT,
        "%d idle rooms of %d bytes, %s: %.0f MB%n",
        ROOMS,
        update.length,
        how,
        held / 1e6);
  }

  private static void fill(LogRoomStore store, byte[] update) {
    for (int from = 0; from < ROOMS; from += AT_ONCE) {
      List<CompletableFuture<Long>> stored = new ArrayList<>();
      for (int n = from; n < from + AT_ONCE; n++) {
        stored.add(store.append(name(n), update).toCompletableFuture());
      }
      stored.forEach(CompletableFuture::join);
    }
  }

  private static String name(int n) {
    return "room number " + n;
  }

  /** Returns a document that was written word by word at its beginning, so that nothing joins. */
  private static byte[] text(int bytes) {
    SharedDoc doc = SharedDoc.builder().clientId(1).build();
    while (doc.encode(UpdateFormat.V1).length < bytes) {
      for (int i = 0; i < 10; i++) {
        doc.text("text").insert(0, WORDS);
      }
    }
    return doc.encode(UpdateFormat.V1);
  }

  private static long usedHeap() {
    for (int n = 0; n < 3; n++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
