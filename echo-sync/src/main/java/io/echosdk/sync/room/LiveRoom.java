package io.echosdk.sync.room;

import io.echosdk.api.sync.SyncException;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.wire.Framing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A room while somebody is in it. Everything happens in its mailbox, one thing after the other;
 * after each batch of messages the changes among them go to the store together and the states of
 * people are spread.
 *
 * <p>Invariants: nothing is answered before the store was read; a change is told to nobody before
 * the store has it; the room ends only when nobody is in it and the store has everything; while it
 * exists, whoever comes gets this room and no other of the name.
 */
final class LiveRoom {

  private static final Logger LOG = LoggerFactory.getLogger(LiveRoom.class);
  private static final long GATHER_NANOS = 1_000_000L; // the most that a change waits for others
  private static final int LOAD_TRIES = 4;
  private static final long LOAD_RETRY_NANOS = 100_000_000L;
  private static final long CARE_NANOS = 3_000_000_000L;
  private static final long SILENCE_NANOS = 20_000_000_000L; // y-websocket gives up after 30 s
  private static final byte[] NOBODY = {0};

  private enum Phase {
    LOADING,
    LIVE,
    ENDED
  }

  private final String name;
  private final Rooms rooms;
  private final @Nullable ScheduledExecutorService ownTimer;
  private final Mailbox mailbox;
  private final Audience audience;
  private final AwarenessPlane awareness;
  private final Burst burst;
  private final StoredPages stored;
  private final Known known = new Known();
  private final RoomBytes bytes = new RoomBytes();
  private final BusLink bus;
  private final Changes changes;
  private final Door door;
  private final Conversation conversation;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  private Phase phase = Phase.LOADING;
  private List<Runnable> untilLoaded = new ArrayList<>();
  private boolean opened;
  private boolean closing;

  LiveRoom(String name, Rooms rooms) {
    this.name = name;
    this.rooms = rooms;
    Executor executor = rooms.executorFor(name);
    ownTimer = executor instanceof ScheduledExecutorService timer ? timer : null;
    mailbox = new Mailbox(rooms.runtime(), executor, this::afterBatch);
    audience = new Audience(name);
    awareness = new AwarenessPlane(this, rooms.limits(), rooms.nanos());
    changes = new Changes(this, rooms, known, bytes);
    burst = new Burst(this, GATHER_NANOS, changes.saver()::pump);
    stored = new StoredPages(this, rooms.store());
    bus = new BusLink(this, rooms.bus());
    door = new Door(this, rooms);
    conversation = new Conversation(this, rooms);
  }

  // ---- life

  void openOnce() {
    if (!opened) {
      opened = true;
      load(1);
      care();
    }
  }

  private void load(int attempt) {
    stored.rest((sequence, error) -> loaded(error, attempt));
  }

  private void loaded(@Nullable Throwable error, int attempt) {
    if (error == null) {
      phase = Phase.LIVE;
      bus.join();
      List<Runnable> held = untilLoaded;
      untilLoaded = List.of();
      held.forEach(Runnable::run);
    } else if (attempt < LOAD_TRIES && !closing) {
      in(LOAD_RETRY_NANOS << attempt, () -> load(attempt + 1));
    } else {
      storeRefused(error, 1);
      untilLoaded = List.of();
      for (RoomConnection client : audience.members()) {
        door.dismiss(client, CloseCode.TRY_AGAIN, "the room cannot be read");
      }
      phase = Phase.ENDED;
      rooms.forget(this);
      ended.completeExceptionally(error);
    }
  }

  void readWhatOthersStored() {
    if (rooms.storeIsShared() && phase == Phase.LIVE) {
      stored.rest((sequence, error) -> {}); // the next greeting tries again
    }
  }

  /** Ends the room if nobody is in it and nothing is on its way. */
  private void endIfIdle() {
    if (phase != Phase.LIVE
        || audience.size() > 0
        || !changes.saver().isIdle()
        || changes.compactor().isAtWork()) {
      return;
    }
    if (rooms.isWanted(this)) {
      return;
    }
    if (changes.compactor().isWorthwhile()) {
      changes.compactor().start();
    } else if (rooms.forgetUnlessWanted(this)) {
      phase = Phase.ENDED;
      bus.leave();
      changes.document().forget();
      ended.complete(null);
    }
  }

  /** Sends all away and ends the room once the store has everything. */
  CompletableFuture<Void> close() {
    post(
        () -> {
          closing = true;
          audience
              .members()
              .forEach(client -> door.dismiss(client, CloseCode.GOING_AWAY, "the server ends"));
        });
    return ended;
  }

  /** Does what is due every few seconds. */
  private void care() {
    if (phase == Phase.ENDED) {
      return;
    }
    long now = rooms.nanos();
    awareness.lapse(now);
    bus.greetNowAndThen(now);
    changes.document().dropIfIdle(now);
    for (RoomConnection client : audience.members()) {
      Framing framing = client.framing;
      if (framing != null && now - client.sentNanos > SILENCE_NANOS) {
        client.sentNanos = now;
        if (client.transport.queuedBytes() == 0) {
          client.outbox.send(framing.awareness(NOBODY));
        }
      }
      conversation.catchUp(client);
    }
    in(CARE_NANOS, this::care);
  }

  private void afterBatch() {
    if (phase != Phase.LIVE) {
      return;
    }
    gather();
    awareness.spread(rooms.nanos());
    endIfIdle();
  }

  /**
   * Sends the store what has come once the burst is over: what many send in the same moment is
   * stored together and told with one write a reader.
   */
  private void gather() {
    int ready = changes.saver().ready();
    if (ready > 0) {
      burst.heard(ready);
    }
  }

  boolean waitsForStore(Runnable task) {
    if (phase == Phase.LOADING) {
      untilLoaded.add(task);
    }
    return phase != Phase.LIVE;
  }

  void hearFromBus(byte[] states) {
    awareness.hear(states, null, rooms.nanos());
  }

  // ---- the embedder

  /** Runs something with the room's document, which is built if there is none yet. */
  <T> CompletableFuture<T> with(Function<SharedDoc, T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    post(() -> runWith(work, result));
    return result;
  }

  private <T> void runWith(Function<SharedDoc, T> work, CompletableFuture<T> result) {
    if (!waitsForStore(() -> runWith(work, result))) {
      changes.document().run(work, result);
    }
  }

  void show(long client, byte @Nullable [] json) {
    post(() -> awareness.show(client, json, rooms.nanos()));
  }

  void tellStateless(byte[] text) {
    post(() -> audience.tellStateless(text));
  }

  // ---- for the parts of the room

  String name() {
    return name;
  }

  StoredPages stored() {
    return stored;
  }

  /** Lets clients in and out. */
  Door door() {
    return door;
  }

  /** Hears clients and answers them. */
  Conversation conversation() {
    return conversation;
  }

  boolean isEnding() {
    return closing || phase == Phase.ENDED;
  }

  boolean isLive() {
    return phase == Phase.LIVE;
  }

  /** Takes changes and tells of them. */
  Changes changes() {
    return changes;
  }

  Audience audience() {
    return audience;
  }

  Known known() {
    return known;
  }

  RoomBytes bytes() {
    return bytes;
  }

  AwarenessPlane awareness() {
    return awareness;
  }

  BusLink bus() {
    return bus;
  }

  long nanos() {
    return rooms.nanos();
  }

  void busSpokeBadly(SyncException trouble) {
    rooms.runtime().report("hearing another node of room " + name, trouble);
  }

  void storeRefused(Throwable cause, int attempt) {
    if (attempt == 1) {
      rooms.runtime().report("storing room " + name, cause);
    }
  }

  void post(Runnable task) {
    mailbox.post(task);
  }

  void at(long nanos, Runnable task) {
    rooms.alarms().at(nanos, () -> post(task));
  }

  /** Runs a task after a short while, on the room's own executor if that can wait. */
  void soon(long nanos, Runnable task) {
    ScheduledExecutorService timer = ownTimer;
    if (timer == null) {
      in(nanos, task);
    } else {
      timer.schedule(() -> post(task), nanos, TimeUnit.NANOSECONDS);
    }
  }

  void in(long nanos, Runnable task) {
    rooms.alarms().in(nanos, () -> post(task));
  }
}
