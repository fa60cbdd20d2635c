package io.echosdk.sync.room;

import io.echosdk.sync.SharedDoc;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A room in the embedder's hands: its document and the people that the embedder shows in it. The
 * room lives at least until the handle is closed. Safe for use from any thread.
 */
public final class Room implements AutoCloseable {

  private final Rooms rooms;
  private final LiveRoom live;
  private final Set<Long> shown = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  Room(Rooms rooms, LiveRoom live) {
    this.rooms = rooms;
    this.live = live;
  }

  /** Returns the room's name. */
  public String name() {
    return live.name();
  }

  /**
   * Edits the room's document, which is built from the stored bytes when it is used first.
   *
   * @param edits runs on the room's thread; must not keep the document
   * @return completes when the store has the change
   */
  public CompletionStage<Void> edit(Consumer<SharedDoc> edits) {
    return read(
        doc -> {
          doc.transact(() -> edits.accept(doc));
          return null;
        });
  }

  /**
   * Reads the room's document.
   *
   * @param work runs on the room's thread; must not keep the document
   * @return completes with what the work returned, once the store has all that it saw
   */
  public <T> CompletionStage<T> read(Function<SharedDoc, T> work) {
    checkOpen();
    return live.with(work);
  }

  /**
   * Shows somebody or something to all in the room, such as the fused state of their bodies: an
   * awareness state of this process, renewed until it is taken away or this handle is closed.
   *
   * @param client the awareness client that it appears as, 0 to 2^53 - 1; nobody else may speak for
   *     it
   * @param json one JSON object in text form
   * @throws io.echosdk.api.sync.SyncException if it is no JSON or too long
   */
  public void show(long client, String json) {
    checkOpen();
    byte[] state = AwarenessCodec.checked(json, rooms.limits().stateBytes());
    if (Arrays.equals(state, AwarenessCodec.NULL)) {
      hide(client);
      return;
    }
    shown.add(client);
    live.show(client, state);
  }

  /** Takes away what {@link #show} showed. */
  public void hide(long client) {
    if (shown.remove(client)) {
      live.show(client, null);
    }
  }

  /** Sends a text that is not kept to all clients whose protocol knows such texts. */
  public void tell(String text) {
    checkOpen();
    live.tellStateless(text.getBytes(StandardCharsets.UTF_8));
  }

  private void checkOpen() {
    if (closed.get()) {
      throw new IllegalStateException("room " + name() + " was closed by its holder");
    }
  }

  /** Takes away what was shown, and lets the room end once nobody is in it. Idempotent. */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      shown.forEach(this::hide);
      rooms.release(live);
    }
  }
}
