package io.echosdk.sync.room;

import io.echosdk.sync.SharedDoc.Subscription;
import io.echosdk.sync.codec.ByteWriter;
import io.echosdk.sync.room.AwarenessCodec.Said;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a room and what they show of themselves, as a {@link RoomClient} sees it: the awareness
 * of y-protocols 1.0.7. A state counts if its clock is above the one that is known, or if it says
 * under the same clock that its client left. The own state is renewed every 15 seconds and cannot
 * be taken away by others; who was not heard of for 30 seconds is gone, and nothing is kept of him
 * 30 seconds later.
 *
 * <p>Safe for use from any thread. Listeners are called on the client's executor.
 */
public final class Awareness {

  /** How often those are looked for who were not heard of. */
  static final long CHECK_NANOS = AwarenessBoard.OUTDATED_NANOS / 10;

  private static final String NULL = "null";

  private final long clientId;
  private final int maxStateBytes;
  private final Mailbox mailbox;
  private final RoomClient client;
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable String> wanted = new AtomicReference<>();
  private volatile Map<Long, String> states = Map.of(); // written by the client's thread

  // of the client's thread
  private final Map<Long, Person> people = new HashMap<>(); // the own among them, once it was shown
  private boolean isOver;

  /** The latest of one client. */
  private static final class Person {
    long clock;
    @Nullable String json; // null: gone
    long heardNanos;
  }

  /**
   * What has changed.
   *
   * @param added the clients who came, or came back
   * @param updated those who show something else now
   * @param removed those who are gone
   * @param isLocal whether it happened here
   */
  public record Change(Set<Long> added, Set<Long> updated, Set<Long> removed, boolean isLocal) {

    /** Makes the sets immutable. */
    public Change {
      added = Set.copyOf(added);
      updated = Set.copyOf(updated);
      removed = Set.copyOf(removed);
    }
  }

  /** A change that is being found out. */
  private static final class Changing {
    final Set<Long> added = new HashSet<>(2);
    final Set<Long> updated = new HashSet<>(2);
    final Set<Long> removed = new HashSet<>(2);
    final boolean isLocal;

    Changing(boolean isLocal) {
      this.isLocal = isLocal;
    }
  }

  Awareness(long clientId, int maxStateBytes, Mailbox mailbox, RoomClient client) {
    this.clientId = clientId;
    this.maxStateBytes = maxStateBytes;
    this.mailbox = mailbox;
    this.client = client;
  }

  /** Returns the client that the own state appears as: the author that the document had first. */
  public long clientId() {
    return clientId;
  }

  /**
   * Shows something to all in the room, or nothing any more. What is set while a state waits to be
   * sent takes its place; a state that is set while the client is away is shown when it is back.
   *
   * @param json one JSON value; null, or {@code null} in JSON, to leave
   * @throws io.echosdk.api.sync.SyncException if it is no JSON or longer than {@link
   *     RoomLimits#stateBytes()}
   */
  public void setLocalState(@Nullable String json) {
    String state = json == null ? NULL : json;
    AwarenessCodec.checked(state, maxStateBytes);
    if (wanted.getAndSet(state) == null) {
      mailbox.post(this::show);
    }
  }

  /** Returns what all show now, the own state included: JSON by client. */
  public Map<Long, String> states() {
    return states;
  }

  /**
   * Hears of those who come, change and go. A state that is set again as it was is no change.
   *
   * @param listener its exceptions go to the runtime's error listener
   */
  public Subscription onChange(Consumer<Change> listener) {
    Consumer<Change> added = change -> listener.accept(change); // each subscription is its own
    listeners.add(added);
    return () -> listeners.remove(added);
  }

  // ---- on the client's thread

  private void show() {
    String state = wanted.getAndSet(null);
    if (state == null || isOver) {
      return;
    }
    Changing change = new Changing(true);
    set(clientId, own().clock + 1, state.equals(NULL) ? null : state, change);
    client.sayAwareness(ownState());
    tell(change);
  }

  private Person own() {
    return people.computeIfAbsent(clientId, id -> new Person());
  }

  private void set(long id, long clock, @Nullable String json, Changing change) {
    Person person = people.computeIfAbsent(id, key -> new Person());
    String before = person.json;
    person.clock = clock;
    person.json = json;
    person.heardNanos = client.nanos();
    if (before == null && json != null) {
      change.added.add(id);
    } else if (before != null && json == null) {
      change.removed.add(id);
    } else if (json != null && !json.equals(before)) {
      change.updated.add(id);
    }
  }

  private byte[] ownState() {
    Person own = own();
    ByteWriter message = new ByteWriter();
    message.varUint(1);
    String json = own.json == null ? NULL : own.json;
    AwarenessCodec.write(message, clientId, own.clock, json.getBytes(StandardCharsets.UTF_8));
    return message.toBytes();
  }

  /** Takes what the room tells of others. */
  void hear(byte[] message) {
    Changing change = new Changing(false);
    for (Said said : AwarenessCodec.read(message, Integer.MAX_VALUE)) {
      hear(said, change);
    }
    tell(change);
  }

  private void hear(Said said, Changing change) {
    Person known = people.get(said.client());
    boolean isHere = known != null && known.json != null;
    boolean leaves = said.leaves();
    if (known == null ? leaves : !isNews(said, known.clock, leaves && isHere)) {
      return;
    }
    if (said.client() != clientId) {
      String json = leaves ? null : new String(said.json(), StandardCharsets.UTF_8);
      set(said.client(), said.clock(), json, change);
    } else if (isHere) { // somebody speaks for this client: it says again what holds
      own().clock = said.clock();
      renew();
    }
  }

  private static boolean isNews(Said said, long clock, boolean takesAway) {
    return said.clock() > clock || said.clock() == clock && takesAway;
  }

  private void renew() {
    Person own = own();
    own.clock++;
    own.heardNanos = client.nanos();
    client.sayAwareness(ownState());
  }

  /** Shows in a room that was just entered what was shown before. */
  void entered() {
    Person own = people.get(clientId);
    if (own != null && own.json != null) {
      renew();
    }
  }

  /** Renews the own state, gives up who was not heard of, forgets who left long ago. */
  void lapse() {
    long now = client.nanos();
    Changing change = new Changing(false);
    for (Map.Entry<Long, Person> each : List.copyOf(people.entrySet())) {
      Person person = each.getValue();
      long silence = now - person.heardNanos;
      boolean isOwn = each.getKey() == clientId;
      if (isOwn && person.json != null && silence >= AwarenessBoard.OUTDATED_NANOS / 2) {
        renew();
      } else if (!isOwn && silence >= AwarenessBoard.OUTDATED_NANOS) {
        if (person.json == null) {
          people.remove(each.getKey());
        } else {
          set(each.getKey(), person.clock, null, change);
        }
      }
    }
    tell(change);
  }

  /** Returns how many are known, those who left and are not forgotten included. */
  int remembered() {
    return people.size();
  }

  /** Forgets all others: nothing is heard of them any more. They may come back as they were. */
  void cutOff() {
    Changing change = new Changing(false);
    for (Long id : Set.copyOf(people.keySet())) {
      if (id != clientId && people.remove(id).json != null) {
        change.removed.add(id);
      }
    }
    tell(change);
  }

  /** Says that the client leaves for good. */
  void leave() {
    Person own = people.get(clientId);
    if (own != null && own.json != null) {
      wanted.set(NULL);
      show();
    }
  }

  /** Ends it: nothing is shown any more. */
  void end() {
    isOver = true;
    cutOff();
    Person own = people.remove(clientId);
    if (own != null && own.json != null) {
      Changing change = new Changing(true);
      change.removed.add(clientId);
      tell(change);
    }
  }

  private void tell(Changing change) {
    if (change.added.isEmpty() && change.updated.isEmpty() && change.removed.isEmpty()) {
      return;
    }
    Map<Long, String> now = new TreeMap<>();
    people.forEach(
        (id, person) -> {
          if (person.json != null) {
            now.put(id, person.json);
          }
        });
    states = Collections.unmodifiableMap(now);
    Change told = new Change(change.added, change.updated, change.removed, change.isLocal);
    listeners.forEach(listener -> client.guarded(() -> listener.accept(told)));
  }
}
