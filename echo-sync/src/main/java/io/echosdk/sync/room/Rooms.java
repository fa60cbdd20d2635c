package io.echosdk.sync.room;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.RoomBus;
import io.echosdk.api.sync.RoomName;
import io.echosdk.api.sync.RoomStore;
import io.echosdk.api.sync.SyncException;
import io.echosdk.api.sync.SyncTransport;
import io.echosdk.sync.MemoryRoomStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All rooms of a server. A room comes into being when the first client enters or the embedder
 * {@link #open opens} it, and ends when nobody is left and the store has everything.
 *
 * <p>Safe for use from any thread. The store and the bus stay the embedder's.
 */
public final class Rooms implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final EchoRuntime runtime;
  private final RoomStore store;
  private final @Nullable RoomBus bus;
  private final boolean storeIsShared;
  private final RoomAuth auth;
  private final RoomLimits limits;
  private final Function<String, Executor> executors;
  private final Alarms alarms;
  private final Map<String, Entry> live = new ConcurrentHashMap<>();
  private final Set<RoomClient> inProcess = ConcurrentHashMap.newKeySet();
  private volatile boolean closed; // written by close(), read by any

  /** A room and how many clients and handles want it; changed inside the map only. */
  private record Entry(LiveRoom room, int wanted) {}

  private Rooms(Builder builder) {
    runtime = builder.runtime;
    store = builder.store;
    bus = builder.bus;
    storeIsShared = builder.storeIsShared;
    auth = builder.auth;
    limits = builder.limits;
    executors = builder.executors;
    alarms = new Alarms(runtime);
    if (builder.ownTimer) {
      runtime.start("rooms", alarms::run);
    }
  }

  /** Returns a builder of rooms that are kept in memory and that everybody may enter. */
  public static Builder builder(EchoRuntime runtime) {
    return new Builder(runtime);
  }

  /** Settings of rooms; every one has a default. */
  public static final class Builder {
    private final EchoRuntime runtime;
    private RoomStore store = new MemoryRoomStore();
    private @Nullable RoomBus bus;
    private boolean storeIsShared;
    private RoomAuth auth = RoomAuth.everybody();
    private RoomLimits limits = RoomLimits.DEFAULT;
    private Function<String, Executor> executors;
    private boolean ownTimer = true;

    private Builder(EchoRuntime runtime) {
      this.runtime = Objects.requireNonNull(runtime, "runtime");
      executors = room -> runtime.executor();
    }

    /** Sets where rooms are kept; in memory if nothing is said. */
    public Builder store(RoomStore value) {
      store = Objects.requireNonNull(value, "store");
      return this;
    }

    /**
     * Sets what joins these rooms with those of other nodes; nothing if nothing is said.
     *
     * @param storeIsShared whether all nodes have the same store, so that what comes by the bus is
     *     in it already
     */
    public Builder bus(RoomBus value, boolean storeIsShared) {
      bus = Objects.requireNonNull(value, "bus");
      this.storeIsShared = storeIsShared;
      return this;
    }

    /** Sets who decides who may enter; everybody may if nothing is said. */
    public Builder auth(RoomAuth value) {
      auth = Objects.requireNonNull(value, "auth");
      return this;
    }

    /** Sets the limits; {@link RoomLimits#DEFAULT} if nothing is said. */
    public Builder limits(RoomLimits value) {
      limits = Objects.requireNonNull(value, "limits");
      return this;
    }

    /**
     * Sets where a room runs, by its name; on the runtime's executor if nothing is said. An event
     * loop of the transport saves a change of threads for every message.
     */
    public Builder executor(Function<String, Executor> value) {
      executors = Objects.requireNonNull(value, "executor");
      return this;
    }

    /** Lets the embedder call {@link Rooms#poll()} at least every ten milliseconds or so. */
    public Builder polled() {
      ownTimer = false;
      return this;
    }

    /** Returns the rooms. */
    public Rooms build() {
      return new Rooms(this);
    }
  }

  /** Runs what is due; only for rooms that were built with {@link Builder#polled()}. */
  public void poll() {
    alarms.poll();
  }

  /**
   * Lets a client in, once the decision about it is taken and the room is read.
   *
   * @param room the room's name
   * @param protocol how the client writes its messages
   * @param token what the client shows; empty if nothing
   * @param transport takes what the room says, from now on; closed if the client may not enter
   * @return takes what the client says, from now on
   */
  public RoomConnection connect(
      String room, WireProtocol protocol, String token, SyncTransport transport) {
    RoomConnection client = new RoomConnection(protocol, transport, limits);
    if (!mayBeNamed(room)) {
      client.end(CloseCode.POLICY, "no room can have this name");
      return client;
    }
    CompletableFuture<RoomAuth.Grant> decision = decide(room, token);
    if (!decision.isDone()) {
      alarms.in(limits.authNanos(), () -> giveUp(client));
    }
    decision.whenComplete((grant, error) -> enter(client, room, grant, error));
    return client;
  }

  private static boolean mayBeNamed(String room) {
    try {
      RoomName.check(room);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private CompletableFuture<RoomAuth.Grant> decide(String room, String token) {
    try {
      return auth.authorize(room, token).toCompletableFuture();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static void giveUp(RoomConnection client) {
    if (client.waitsForAdmission()) {
      client.end(CloseCode.TRY_AGAIN, "no decision about the client");
    }
  }

  private void enter(
      RoomConnection client,
      String room,
      RoomAuth.@Nullable Grant grant,
      @Nullable Throwable error) {
    if (error != null) {
      runtime.report("deciding who may enter a room", error);
    }
    if (grant == null || grant.access() == Access.NONE) {
      java.nio.ByteBuffer denied = client.protocol.framing(room).denied("permission-denied");
      if (denied != null && client.waitsForAdmission()) {
        client.transport.send(List.of(denied));
      }
      client.end(CloseCode.FORBIDDEN, "permission denied");
      return;
    }
    client.access = grant.access();
    client.subject = grant.subject();
    try {
      LiveRoom target = want(room);
      if (!client.enter(target)) {
        release(target);
      }
    } catch (SyncException e) {
      client.end(CloseCode.TRY_AGAIN, "no room is free");
    }
  }

  /** Decides again about a client that shows another token. */
  void authorizeAgain(LiveRoom room, RoomConnection client, byte[] token) {
    decide(room.name(), new String(token, StandardCharsets.UTF_8))
        .whenComplete(
            (grant, error) ->
                room.post(
                    () -> {
                      client.subject = grant == null ? client.subject : grant.subject();
                      room.door().setAccess(client, grant == null ? Access.NONE : grant.access());
                    }));
  }

  /**
   * Changes what somebody may do in a room from now on, in the middle of a session.
   *
   * @param subject as the {@link RoomAuth.Grant} named it
   * @param access {@link Access#NONE} sends all its clients away
   */
  public void access(String subject, String room, Access access) {
    Entry entry = live.get(room);
    if (entry != null) {
      entry.room.post(() -> entry.room.door().setAccess(subject, access));
    }
  }

  /**
   * Opens a room for the embedder; it lives at least until the handle is closed.
   *
   * @throws SyncException if there are too many rooms
   * @throws IllegalArgumentException if no room can have this name
   */
  public Room open(String name) {
    return new Room(this, want(RoomName.check(name)));
  }

  /** Returns how many rooms there are now. */
  public int size() {
    return live.size();
  }

  /** Returns the room of a name if there is one now. */
  @Nullable LiveRoom peek(String name) {
    Entry entry = live.get(name);
    return entry == null ? null : entry.room;
  }

  private LiveRoom want(String name) {
    if (closed) {
      throw new SyncException(
          SyncException.Kind.LIMIT,
          "cannot open room " + name + ", the server ends",
          "retry later");
    }
    Entry entry =
        live.compute(
            name,
            (key, old) -> {
              if (old != null) {
                return new Entry(old.room, old.wanted + 1);
              }
              if (live.size() >= limits.rooms()) {
                throw new SyncException(
                    SyncException.Kind.LIMIT,
                    "cannot open room " + name + ", there are " + limits.rooms() + " already",
                    "raise RoomLimits.rooms or wait until one is empty");
              }
              return new Entry(new LiveRoom(name, this), 1);
            });
    if (entry.wanted == 1) {
      entry.room.post(entry.room::openOnce);
    }
    return entry.room;
  }

  void release(LiveRoom room) {
    live.computeIfPresent(
        room.name(),
        (key, entry) -> entry.room == room ? new Entry(room, entry.wanted - 1) : entry);
    room.post(() -> {}); // the end of the batch looks whether the room can end
  }

  boolean isWanted(LiveRoom room) {
    Entry entry = live.get(room.name());
    return entry != null && entry.room == room && entry.wanted > 0;
  }

  boolean forgetUnlessWanted(LiveRoom room) {
    live.computeIfPresent(
        room.name(), (key, entry) -> entry.room == room && entry.wanted <= 0 ? null : entry);
    Entry entry = live.get(room.name());
    return entry == null || entry.room != room;
  }

  void forget(LiveRoom room) {
    live.computeIfPresent(room.name(), (key, entry) -> entry.room == room ? null : entry);
  }

  // ---- for clients in this process

  void joined(RoomClient client) {
    inProcess.add(client);
  }

  void ended(RoomClient client) {
    inProcess.remove(client);
  }

  boolean isClosed() {
    return closed;
  }

  // ---- for the rooms

  EchoRuntime runtime() {
    return runtime;
  }

  RoomStore store() {
    return store;
  }

  @Nullable RoomBus bus() {
    return bus;
  }

  boolean storeIsShared() {
    return storeIsShared;
  }

  RoomLimits limits() {
    return limits;
  }

  Executor executorFor(String room) {
    return executors.apply(room);
  }

  Alarms alarms() {
    return alarms;
  }

  long nanos() {
    return runtime.clock().nanos();
  }

  /**
   * Sends all clients away and waits until the store has everything, at most ten seconds; what it
   * has not taken by then is reported. Idempotent.
   */
  @Override
  public void close() {
    closed = true;
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    live.values().forEach(entry -> ends.add(entry.room.close()));
    inProcess.forEach(RoomClient::serverEnds);
    try {
      CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new))
          .get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      runtime.report("closing rooms whose store has not taken everything", e);
    } catch (ExecutionException e) {
      LOG.debug("a room that could not be read was closed", e);
    }
    alarms.close();
  }
}
