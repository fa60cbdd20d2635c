package io.echosdk.sync;

import io.echosdk.api.sync.RoomOutline;
import io.echosdk.api.sync.RoomPage;
import io.echosdk.api.sync.RoomStore;
import io.echosdk.api.sync.StoredUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Looks into a room that a store holds, without opening it. Where the room is one snapshot, as it
 * is left when the last client goes, its note answers, and neither the snapshot is read nor a
 * document built; otherwise the room is read. Stages complete on threads of the store,
 * exceptionally as those of {@link RoomStore} do.
 */
public final class StoredRoom {

  private final RoomStore store;
  private final String room;

  /**
   * Names a room; nothing is read yet.
   *
   * @param store the embedder's; not closed by this
   * @param room the room's name
   */
  public StoredRoom(RoomStore store, String room) {
    this.store = store;
    this.room = room;
  }

  /** Returns the encoded state vector of everything in the room. */
  public CompletionStage<byte[]> stateVector() {
    return store
        .outline(room)
        .thenCompose(
            outline -> {
              RoomNote note = noteOfAll(outline);
              return note != null
                  ? CompletableFuture.completedFuture(note.stateVector())
                  : everything().thenApply(all -> Updates.stateVector(all, UpdateFormat.V1));
            });
  }

  /**
   * Returns a text of the room.
   *
   * @param root the text's name; one that is not there is empty
   */
  public CompletionStage<String> text(String root) {
    return store
        .outline(room)
        .thenCompose(
            outline -> {
              RoomNote note = noteOfAll(outline);
              String text = note == null ? null : note.text(root);
              return text != null
                  ? CompletableFuture.completedFuture(text)
                  : everything().thenApply(all -> textOf(all, root));
            });
  }

  /** Returns the snapshot's note if the snapshot is all there is. */
  private static @Nullable RoomNote noteOfAll(RoomOutline outline) {
    boolean whole = outline.snapshot() > 0 && outline.updates() == 0;
    return whole && outline.note().length > 0 ? RoomNote.read(outline.note()) : null;
  }

  private static String textOf(byte[] update, String root) {
    SharedDoc doc = SharedDoc.create();
    doc.apply(update, UpdateFormat.V1, null);
    return doc.text(root).toString();
  }

  private CompletionStage<byte[]> everything() {
    return readRest(new ArrayList<>(List.of(new byte[] {0, 0})), 0)
        .thenApply(updates -> Updates.merge(updates, UpdateFormat.V1));
  }

  private CompletionStage<List<byte[]>> readRest(List<byte[]> updates, long after) {
    return store
        .read(room, after)
        .thenCompose(
            page -> {
              page.updates().forEach(each -> updates.add(each.update()));
              return page.more()
                  ? readRest(updates, last(page))
                  : CompletableFuture.completedFuture(updates);
            });
  }

  private static long last(RoomPage page) {
    List<StoredUpdate> updates = page.updates();
    return updates.get(updates.size() - 1).sequence();
  }
}
