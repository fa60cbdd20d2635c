package io.echosdk.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.sync.RoomSnapshot;
import org.junit.jupiter.api.Test;

class StoredRoomTest {

  private final MemoryRoomStore store = new MemoryRoomStore();
  private final StoredRoom room = new StoredRoom(store, "a");
  private final SharedDoc doc = SharedDoc.create();

  private long store(byte[] update) {
    return store.append("a", update).toCompletableFuture().join();
  }

  private void compact(byte[] snapshot, byte[] note) {
    long last = store.outline("a").toCompletableFuture().join().last();
    store.compact("a", new RoomSnapshot(last, snapshot, note)).toCompletableFuture().join();
  }

  private static byte[] noteOf(byte[] update) {
    SharedDoc own = SharedDoc.create();
    own.apply(update, UpdateFormat.V1, null);
    return RoomNote.of(own);
  }

  private String text(String root) {
    return room.text(root).toCompletableFuture().join();
  }

  private byte[] stateVector() {
    return room.stateVector().toCompletableFuture().join();
  }

  @Test
  void unknownRoomIsEmpty() {
    assertThat(text("t")).isEmpty();
    assertThat(stateVector()).containsExactly(0);
  }

  @Test
  void snapshotIsNotReadWhereItsNoteTells() {
    doc.text("t").insert(0, "grüße 🎵");
    doc.text("u").insert(0, "other");
    byte[] all = doc.encode(UpdateFormat.V1);
    store(all);
    compact(new byte[] {99}, noteOf(all)); // the snapshot itself could not be read
    assertThat(text("t")).isEqualTo("grüße 🎵");
    assertThat(text("u")).isEqualTo("other");
    assertThat(stateVector()).isEqualTo(doc.stateVector());
  }

  @Test
  void whatCameAfterTheSnapshotCounts() {
    doc.text("t").insert(0, "one");
    byte[] first = doc.encode(UpdateFormat.V1);
    store(first);
    compact(first, noteOf(first));
    doc.text("t").insert(3, " two");
    store(doc.encode(UpdateFormat.V1));
    assertThat(text("t")).isEqualTo("one two");
    assertThat(stateVector()).isEqualTo(doc.stateVector());
  }

  @Test
  void snapshotWithoutANoteIsRead() {
    doc.text("t").insert(0, "plain");
    store(doc.encode(UpdateFormat.V1));
    compact(doc.encode(UpdateFormat.V1), new byte[0]);
    assertThat(text("t")).isEqualTo("plain");
    assertThat(stateVector()).isEqualTo(doc.stateVector());
  }

  @Test
  void textThatDoesNotFitIntoANoteIsReadFromTheSnapshot() {
    String large = "x".repeat(RoomSnapshot.MAX_NOTE_BYTES + 1);
    doc.text("t").insert(0, large);
    byte[] all = doc.encode(UpdateFormat.V1);
    store(all);
    byte[] note = noteOf(all);
    assertThat(note.length).isLessThan(100);
    compact(all, note);
    assertThat(text("t")).isEqualTo(large);
  }
}
