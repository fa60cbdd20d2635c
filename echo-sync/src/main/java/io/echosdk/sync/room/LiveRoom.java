package io.echosdk.sync.room;

import io.echosdk.api.sync.RoomPage;
import io.echosdk.api.sync.StoredUpdate;
import io.echosdk.api.sync.SyncException;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.sync.codec.Malformed;
import io.echosdk.sync.update.UpdateSummary;
import io.echosdk.sync.wire.Framing;
import io.echosdk.sync.wire.Incoming;
import java.nio.ByteBuffer;
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
  private static final Object REMOTE = new Object(); // origin of what the room's document is told
  static final long GATHER_NANOS = 1_000_000L;
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
  private final Saver saver;
  private final Known known = new Known();
  private final RoomBytes bytes = new RoomBytes();
  private final BusLink bus;
  private final Compactor compactor;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  private Phase phase = Phase.LOADING;
  private List<Runnable> untilLoaded = new ArrayList<>();
  private @Nullable SharedDoc doc;
  private long readUpTo; // the store's number
  private long waitingBytes; // of updates that lie behind a gap
  private boolean gathering;
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
    saver = new Saver(this, rooms.store(), this::tell);
    bus = new BusLink(this, rooms.bus());
    compactor = new Compactor(this, rooms.store(), bytes, rooms.runtime());
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
    readRest((sequence, error) -> loaded(error, attempt));
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
        dismiss(client, CloseCode.TRY_AGAIN, "the room cannot be read");
      }
      phase = Phase.ENDED;
      rooms.forget(this);
      ended.completeExceptionally(error);
    }
  }

  /** Hears the number up to which the store was read, and why no further. */
  interface Reader {
    void read(long sequence, @Nullable Throwable error);
  }

  /** Reads from the store what was not read yet, whoever stored it. */
  void readRest(Reader then) {
    Saver.ask(() -> rooms.store().read(name, readUpTo))
        .whenComplete((page, error) -> post(() -> turnPage(page, error, then)));
  }

  private void turnPage(@Nullable RoomPage page, @Nullable Throwable error, Reader then) {
    if (page == null) {
      then.read(readUpTo, error);
      return;
    }
    for (StoredUpdate stored : page.updates()) {
      takeStored(stored.update());
      readUpTo = Math.max(readUpTo, stored.sequence());
    }
    if (page.more()) {
      readRest(then);
    } else {
      then.read(readUpTo, null);
    }
  }

  private void takeStored(byte[] update) {
    try {
      boolean news = known.add(UpdateSummary.read(update, 1));
      bytes.add(update); // even if known: it may be stored and not told yet, and must not be lost
      compactor.count();
      if (news && phase == Phase.LIVE) {
        tellOthersNews(update);
      }
    } catch (SyncException e) {
      compactor.forbid();
      rooms.runtime().report("reading an update of room " + name + " that the store gave", e);
    }
  }

  /** Tells of what another node stored and the bus lost. */
  private void tellOthersNews(byte[] update) {
    Change change = new Change(update, null, null, true);
    tellDocument(update, change);
    audience.tell(List.of(change)).forEach(this::dismissSlow);
  }

  void readWhatOthersStored() {
    if (rooms.storeIsShared() && phase == Phase.LIVE) {
      readRest((sequence, error) -> {}); // the next greeting tries again
    }
  }

  /** Ends the room if nobody is in it and nothing is on its way. */
  private void endIfIdle() {
    if (phase != Phase.LIVE || audience.size() > 0 || !saver.isIdle() || compactor.isAtWork()) {
      return;
    }
    if (rooms.isWanted(this)) {
      return;
    }
    if (compactor.isWorthwhile()) {
      compactor.start();
    } else if (rooms.forgetUnlessWanted(this)) {
      phase = Phase.ENDED;
      bus.leave();
      doc = null;
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
              .forEach(client -> dismiss(client, CloseCode.GOING_AWAY, "the server ends"));
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
    for (RoomConnection client : audience.members()) {
      Framing framing = client.framing;
      if (framing != null && now - client.sentNanos > SILENCE_NANOS) {
        client.sentNanos = now;
        if (client.transport.queuedBytes() == 0) {
          client.outbox.send(framing.awareness(NOBODY));
        }
      }
      catchUp(client);
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
   * Sends the store what has come, a moment after the first of it: what many send in the same
   * moment is stored together and told with one write a reader.
   */
  private void gather() {
    if (!gathering && saver.hasWork()) {
      gathering = true;
      soon(GATHER_NANOS, this::gathered);
    }
  }

  private void gathered() {
    gathering = false;
    saver.pump();
  }

  private boolean waitsForStore(Runnable task) {
    if (phase == Phase.LOADING) {
      untilLoaded.add(task);
    }
    return phase != Phase.LIVE;
  }

  // ---- clients

  void admit(RoomConnection client) {
    if (closing || phase == Phase.ENDED) {
      client.end(CloseCode.GOING_AWAY, "the room ends");
      rooms.release(this);
      return;
    }
    if (audience.size() >= rooms.limits().clientsPerRoom()) {
      client.end(CloseCode.POLICY, "the room is full");
      rooms.release(this);
      return;
    }
    audience.add(client);
    client.enteredNanos = rooms.nanos();
    client.sentNanos = client.enteredNanos;
    if (!waitsForStore(() -> greet(client))) {
      greet(client);
    }
  }

  private void greet(RoomConnection client) {
    Framing framing = client.framing;
    if (framing == null || !audience.has(client)) {
      return;
    }
    boolean writes = client.access == Access.WRITE;
    ByteBuffer admitted = framing.admitted(writes);
    if (admitted != null) {
      client.outbox.send(admitted);
    }
    if (writes && client.protocol == WireProtocol.Y_WEBSOCKET) {
      client.outbox.send(framing.stateVector(known.stateVector().encode()));
    }
    awareness.greet(client);
  }

  void leave(RoomConnection client) {
    if (!audience.has(client)) {
      return;
    }
    audience.remove(client);
    client.outbox.drop();
    awareness.cutOff(client, rooms.nanos());
    rooms.release(this);
  }

  private void dismiss(RoomConnection client, int code, String reason) {
    client.end(code, reason);
    leave(client);
  }

  private void dismissSlow(RoomConnection client) {
    dismiss(client, CloseCode.TRY_AGAIN, "too far behind");
  }

  /** Changes what a client may do from now on. */
  void setAccess(RoomConnection client, Access access) {
    Framing framing = client.framing;
    if (!audience.has(client) || framing == null || client.access == access) {
      return;
    }
    client.access = access;
    ByteBuffer word =
        access == Access.NONE
            ? framing.denied("permission-denied")
            : framing.admitted(access == Access.WRITE);
    if (word != null) {
      client.outbox.send(word);
    }
    if (access == Access.NONE) {
      dismiss(client, CloseCode.FORBIDDEN, "permission was withdrawn");
    } else if (access == Access.WRITE) {
      client.outbox.send(framing.stateVector(known.stateVector().encode()));
    }
  }

  void setAccess(String subject, Access access) {
    for (RoomConnection client : audience.members()) {
      if (client.subject.equals(subject)) {
        setAccess(client, access);
      }
    }
  }

  void drained(RoomConnection client) {
    if (audience.has(client) && phase == Phase.LIVE) {
      catchUp(client);
    }
  }

  private void catchUp(RoomConnection client) {
    Framing framing = client.framing;
    if (framing == null || phase != Phase.LIVE) {
      return;
    }
    byte[] held = client.outbox.takeHeld();
    if (held != null) {
      client.outbox.send(framing.update(held));
    }
    byte[] question = client.outbox.takeQuestion();
    if (question != null) {
      answer(client, framing, question);
    }
    awareness.catchUp(client);
  }

  // ---- what clients say

  void receive(RoomConnection client, byte[] message) {
    Framing framing = client.framing;
    if (!audience.has(client) || framing == null) {
      return;
    }
    if (waitsForStore(() -> receive(client, message))) {
      return;
    }
    client.handled(message.length);
    try {
      understand(client, framing, framing.read(message));
    } catch (SyncException e) {
      int code = e.kind() == SyncException.Kind.LIMIT ? CloseCode.TOO_BIG : CloseCode.MALFORMED;
      LOG.debug("room {} refuses a message: {}", name, e.getMessage());
      dismiss(client, code, e.kind() == SyncException.Kind.LIMIT ? "limit" : "malformed message");
    }
  }

  private void understand(RoomConnection client, Framing framing, Incoming said) {
    switch (said.kind()) {
      case STATE_VECTOR:
        answer(client, framing, said.payload());
        break;
      case ANSWER:
      case UPDATE:
        takeUpdate(client, framing, said.payload());
        break;
      case AWARENESS:
        awareness.hear(said.payload(), client, rooms.nanos());
        break;
      case AWARENESS_QUERY:
        awareness.greet(client);
        break;
      case TOKEN:
        rooms.authorizeAgain(this, client, said.payload());
        break;
      case STATELESS:
        audience.tellStateless(said.payload());
        break;
      case LEAVE:
        dismiss(client, CloseCode.NORMAL, "provider_initiated");
        break;
      default:
        break;
    }
  }

  private void answer(RoomConnection client, Framing framing, byte[] stateVector) {
    if (client.outbox.postpones(stateVector)) {
      return;
    }
    client.outbox.send(framing.answer(bytes.missing(stateVector)));
    if (client.protocol == WireProtocol.HOCUSPOCUS) {
      client.outbox.send(framing.stateVector(known.stateVector().encode()));
    }
  }

  private void takeUpdate(RoomConnection client, Framing framing, byte[] update) {
    UpdateSummary summary = UpdateSummary.read(update, 1);
    if (client.access != Access.WRITE) {
      ByteBuffer status = framing.stored(summary.isEmpty());
      if (status != null) {
        client.outbox.send(status);
      }
      return;
    }
    if (saver.unsavedBytes() + update.length > rooms.limits().unsavedBytes()) {
      dismiss(client, CloseCode.TRY_AGAIN, "the store is behind");
      return;
    }
    take(update, summary, client, null, false);
  }

  /** Accepts an update into the line to the store. */
  private void take(
      byte[] update,
      UpdateSummary summary,
      @Nullable RoomConnection author,
      @Nullable CompletableFuture<Void> done,
      boolean fromBus) {
    if (known.waits(summary)) {
      if (waitingBytes + update.length > rooms.limits().pendingBytes()) {
        throw Malformed.limit("too many updates wait for others that have not come");
      }
      waitingBytes += update.length;
    } else {
      waitingBytes = known.hasGaps() ? waitingBytes : 0;
    }
    boolean news = known.add(summary);
    if (news || author != null || done != null) {
      saver.add(new Change(news ? update : null, author, done, fromBus));
    }
  }

  void takeFromBus(byte[] update) {
    UpdateSummary summary = UpdateSummary.read(update, 1);
    if (!rooms.storeIsShared()) {
      take(update, summary, null, null, true);
    } else if (known.add(summary)) {
      tell(List.of(new Change(update, null, null, true))); // the node that sent it stored it
    }
  }

  void hearFromBus(byte[] states) {
    awareness.hear(states, null, rooms.nanos());
  }

  /** Tells everybody what the store has taken. */
  private void tell(List<Change> stored) {
    for (Change change : stored) {
      byte[] update = change.update();
      if (update != null) {
        bytes.add(update);
        compactor.count();
        tellDocument(update, change);
        if (!change.fromBus()) {
          bus.publishUpdate(update);
        }
      }
    }
    audience.tell(stored).forEach(this::dismissSlow);
    stored.forEach(this::acknowledge);
    compactor.startIfMuch();
  }

  private void tellDocument(byte[] update, Change change) {
    SharedDoc document = doc;
    if (document == null || change.isOfTheRoom()) {
      return;
    }
    try {
      document.apply(update, UpdateFormat.V1, REMOTE);
    } catch (SyncException e) {
      rooms.runtime().report("bringing an update into the document of room " + name, e);
    }
  }

  private void acknowledge(Change change) {
    RoomConnection author = change.author();
    if (author != null && author.framing != null && audience.has(author)) {
      ByteBuffer status = author.framing.stored(true);
      if (status != null) {
        author.outbox.send(status);
      }
    }
    if (change.done() != null) {
      change.done().complete(null);
    }
  }

  // ---- the embedder

  /** Runs something with the room's document, which is built if there is none yet. */
  <T> CompletableFuture<T> with(Function<SharedDoc, T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    post(() -> runWith(work, result));
    return result;
  }

  private <T> void runWith(Function<SharedDoc, T> work, CompletableFuture<T> result) {
    if (waitsForStore(() -> runWith(work, result))) {
      return;
    }
    try {
      T value = work.apply(document());
      CompletableFuture<Void> stored = new CompletableFuture<>();
      saver.add(new Change(null, null, stored, false)); // behind what the work changed
      stored.thenRun(() -> result.complete(value));
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  private SharedDoc document() {
    SharedDoc document = doc;
    if (document == null) {
      document = SharedDoc.create();
      document.apply(bytes.all(), UpdateFormat.V1, REMOTE);
      document.onUpdate(UpdateFormat.V1, this::changedHere);
      doc = document;
    }
    return document;
  }

  private void changedHere(byte[] update, @Nullable Object origin) {
    if (origin != REMOTE) {
      known.add(UpdateSummary.read(update, 1));
      saver.add(Change.ofTheRoom(update));
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
