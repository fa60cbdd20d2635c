package io.echosdk.sync.room;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.RoomName;
import io.echosdk.api.sync.SyncException;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.sync.wire.FromRoom;
import io.echosdk.sync.wire.HocuspocusFraming;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client in the server's own process: a document of its own that follows a room both ways, and
 * the people in it, without a socket. To the room it is a client like any other: it is let in by
 * {@link RoomAuth}, it is bound by {@link RoomLimits}, its rights can be withdrawn, and an executor
 * that is too slow for what happens in the room makes it a slow reader.
 *
 * <p>Threads: the document, its observers, the listeners of {@link #awareness()} and those of the
 * status belong to the client's executor, which runs one thing after the other and never runs on
 * the room's thread unless it is given that. The methods here may be called from any thread.
 *
 * <p>A client that is sent away because it, the store or the room was not ready comes back by
 * itself, after 100 ms at first and five seconds at last, and both sides tell each other what they
 * lack; that is so, too, if the room was given up meanwhile and read from its store again.
 */
public final class RoomClient implements AutoCloseable {

  private static final long FIRST_PAUSE_NANOS = 100_000_000L;
  private static final long LAST_PAUSE_NANOS = 5_000_000_000L;
  private static final int MOST_DOUBLINGS = 6;

  private final Object fromRoom = new Object(); // origin of what the room tells
  private final Rooms rooms;
  private final EchoRuntime runtime;
  private final String room;
  private final String token;
  private final HocuspocusFraming framing;
  private final SharedDoc doc;
  private final SharedDoc.Subscription edits;
  private final Consumer<RoomClientStatus> listener;
  private final Mailbox mailbox;
  private final Unstored unstored;
  private final Awareness awareness;
  private final CompletableFuture<Void> synced = new CompletableFuture<>();
  private volatile RoomClientStatus status =
      new RoomClientStatus.Joining(); // written by the client's thread, read by any

  // of the client's thread
  private @Nullable RoomLine line; // null while away, and in the end
  private int tries;

  private RoomClient(Builder builder) {
    rooms = builder.rooms;
    runtime = rooms.runtime();
    room = builder.room;
    token = builder.token;
    doc = builder.document == null ? SharedDoc.create() : builder.document;
    listener = builder.listener;
    framing = new HocuspocusFraming(room);
    Executor executor = builder.executor == null ? runtime.executor() : builder.executor;
    unstored = new Unstored(room, this::sayUpdate, rooms.limits().messageBytes());
    mailbox = new Mailbox(runtime, executor, unstored::pump);
    awareness = new Awareness(doc.clientId(), rooms.limits().stateBytes(), mailbox, this);
    edits = doc.onUpdate(UpdateFormat.V1, this::changed);
  }

  /**
   * Returns a builder of a client.
   *
   * @throws IllegalArgumentException if no room can have this name
   */
  public static Builder builder(Rooms rooms, String room) {
    return new Builder(rooms, room);
  }

  /** Settings of a client; every one has a default. Not safe for use by several threads. */
  public static final class Builder {
    private final Rooms rooms;
    private final String room;
    private String token = "";
    private @Nullable SharedDoc document;
    private @Nullable Executor executor;
    private Consumer<RoomClientStatus> listener = status -> {};

    private Builder(Rooms rooms, String room) {
      this.rooms = Objects.requireNonNull(rooms, "rooms");
      this.room = RoomName.check(room);
    }

    /** Sets what the client shows to {@link RoomAuth}; nothing if nothing is said. */
    public Builder token(String value) {
      token = Objects.requireNonNull(value, "token");
      return this;
    }

    /**
     * Sets the document, which may hold something already; an empty one if nothing is said. It
     * belongs to the client's executor from {@link #join} until the status is {@link
     * RoomClientStatus.Ended}.
     */
    public Builder document(SharedDoc value) {
      document = Objects.requireNonNull(value, "document");
      return this;
    }

    /**
     * Sets where the client runs: one thing after the other, on whatever threads this has. If it
     * has a single one, what runs there may use the document directly. The runtime's executor if
     * nothing is said.
     */
    public Builder executor(Executor value) {
      executor = Objects.requireNonNull(value, "executor");
      return this;
    }

    /** Sets who hears of each new status, on the client's executor. */
    public Builder onStatus(Consumer<RoomClientStatus> value) {
      listener = Objects.requireNonNull(value, "onStatus");
      return this;
    }

    /** Returns a client that is on its way into the room. */
    public RoomClient join() {
      RoomClient client = new RoomClient(this);
      client.rooms.joined(client);
      client.mailbox.post(client::join);
      client.careLater();
      return client;
    }
  }

  // ---- verbs

  /** Returns the room's name. */
  public String room() {
    return room;
  }

  /** Returns where the client stands now. */
  public RoomClientStatus status() {
    return status;
  }

  /**
   * Completes when the client is {@link RoomClientStatus.Synced} for the first time; fails with a
   * {@link SyncException} if it ends before.
   */
  public CompletionStage<Void> synced() {
    return synced.minimalCompletionStage();
  }

  /** Returns the people in the room. */
  public Awareness awareness() {
    return awareness;
  }

  /**
   * Edits the document as one change, at once, whether or not the client is in the room.
   *
   * @param edit runs on the client's executor
   * @return completes when the room's store has the change; fails with a {@link SyncException} of
   *     kind FORBIDDEN if the client may only read, with nothing edited if that was known, or of
   *     kind TRANSPORT_LOST if the client ends before it hears of it
   */
  public CompletionStage<Void> edit(Consumer<SharedDoc> edit) {
    CompletableFuture<Void> stored = new CompletableFuture<>();
    mailbox.post(() -> edit(edit, stored));
    return stored;
  }

  private void edit(Consumer<SharedDoc> edit, CompletableFuture<Void> stored) {
    if (status instanceof RoomClientStatus.Ended ended) {
      stored.completeExceptionally(lost(ended.code(), ended.reason()));
    } else if (unstored.isReadOnly()) {
      stored.completeExceptionally(unstored.readOnly());
    } else {
      try {
        doc.transact(() -> edit.accept(doc));
        unstored.await(stored);
      } catch (RuntimeException e) {
        stored.completeExceptionally(e);
      }
    }
  }

  /**
   * Reads the document, adds observers, and the like.
   *
   * @param work runs on the client's executor; what it edits is not told when it is stored
   * @return completes with what the work returned
   */
  public <T> CompletionStage<T> read(Function<SharedDoc, T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    mailbox.post(
        () -> {
          try {
            result.complete(work.apply(doc));
          } catch (RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  /**
   * Leaves the room for good, with all that was asked of the client before: its edits are handed to
   * the room, and its state is taken away. Returns at once; {@link RoomClientStatus.Ended} is told
   * when it is done. Idempotent.
   */
  @Override
  public void close() {
    mailbox.post(
        () -> {
          unstored.flush();
          awareness.leave();
          end(CloseCode.NORMAL, "closed by its holder");
        });
  }

  // ---- on the client's thread

  private void join() {
    if (status instanceof RoomClientStatus.Ended) {
      return;
    }
    tell(new RoomClientStatus.Joining());
    RoomLine entered = new RoomLine(this, mailbox, rooms.limits());
    line = entered;
    entered.connect(rooms, room, token);
    entered.say(framing.stateVector(doc.stateVector()));
    awareness.entered();
  }

  /** Takes what the room says. */
  void hear(RoomLine from, byte[] message) {
    if (from != line) {
      return; // from a stay that is over
    }
    FromRoom said = FromRoom.read(message);
    switch (said.kind()) {
      case STATE_VECTOR:
        unstored.open(() -> from.say(framing.answer(doc.encode(UpdateFormat.V1, said.payload()))));
        break;
      case ANSWER:
        bringIn(said.payload());
        tries = 0;
        tell(new RoomClientStatus.Synced(!unstored.isReadOnly()));
        break;
      case UPDATE:
        bringIn(said.payload());
        break;
      case AWARENESS:
        awareness.hear(said.payload());
        break;
      case MAY_WRITE:
        unstored.allow();
        rightsChanged();
        break;
      case MAY_READ:
        unstored.forbid();
        rightsChanged();
        break;
      case STORED:
        unstored.stored();
        break;
      case NOT_TAKEN:
        unstored.refused();
        break;
      default:
        break;
    }
  }

  private void bringIn(byte[] update) {
    try {
      doc.apply(update, UpdateFormat.V1, fromRoom);
    } catch (SyncException e) {
      runtime.report("bringing an update of room " + room + " into a client's document", e);
    }
  }

  private void rightsChanged() {
    if (status instanceof RoomClientStatus.Synced) {
      tell(new RoomClientStatus.Synced(!unstored.isReadOnly()));
    }
  }

  private void changed(byte[] update, @Nullable Object origin) {
    if (origin != fromRoom) {
      unstored.changed(update);
    }
  }

  private void sayUpdate(byte[] update) {
    if (line != null) {
      line.say(framing.update(update));
    }
  }

  void sayAwareness(byte[] states) {
    if (line != null) {
      line.say(framing.awareness(states));
    }
  }

  /** Takes that the room has ended a stay. */
  void sentAway(RoomLine from, int code, String reason) {
    if (from != line) {
      return;
    }
    boolean mayComeBack = code == CloseCode.TRY_AGAIN || code == CloseCode.GOING_AWAY;
    if (!mayComeBack || rooms.isClosed()) {
      end(code, reason);
      return;
    }
    from.leave();
    line = null;
    unstored.cutOff();
    awareness.cutOff();
    tell(new RoomClientStatus.Away(code, reason));
    long pause = FIRST_PAUSE_NANOS << Math.min(tries++, MOST_DOUBLINGS);
    rooms.alarms().in(Math.min(pause, LAST_PAUSE_NANOS), () -> mailbox.post(this::join));
  }

  /** Ends a client that waits to come back: there will be no rooms any more. */
  void serverEnds() {
    mailbox.post(
        () -> {
          if (line == null) {
            end(CloseCode.GOING_AWAY, "the server ends");
          }
        });
  }

  private void end(int code, String reason) {
    if (status instanceof RoomClientStatus.Ended) {
      return;
    }
    if (line != null) {
      line.leave();
      line = null;
    }
    edits.close();
    rooms.ended(this);
    SyncException why = lost(code, reason);
    unstored.end(why);
    awareness.end();
    synced.completeExceptionally(why);
    tell(new RoomClientStatus.Ended(code, reason));
  }

  private void careLater() {
    rooms.alarms().in(Awareness.CHECK_NANOS, () -> mailbox.post(this::care));
  }

  private void care() {
    if (!(status instanceof RoomClientStatus.Ended)) {
      awareness.lapse();
      careLater();
    }
  }

  private void tell(RoomClientStatus now) {
    if (!now.equals(status)) {
      status = now;
      guarded(() -> listener.accept(now));
    }
    if (now instanceof RoomClientStatus.Synced) {
      synced.complete(null);
    }
  }

  /** Runs something of the holder's. */
  void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      runtime.report("telling a client of room " + room, e);
    }
  }

  long nanos() {
    return rooms.nanos();
  }

  private SyncException lost(int code, String reason) {
    boolean forbidden = code == CloseCode.FORBIDDEN;
    return new SyncException(
        forbidden ? SyncException.Kind.FORBIDDEN : SyncException.Kind.TRANSPORT_LOST,
        "the client of room " + room + " has ended: " + reason + " (" + code + ")",
        forbidden ? "show a token that may enter" : "join again");
  }
}
