package io.echosdk.sync.room;

import io.echosdk.sync.codec.ByteWriter;
import io.echosdk.sync.room.AwarenessCodec.Said;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The latest state of every person in a room, as bytes.
 *
 * <p>Every accepted change gets the next version, so what anybody lacks is what has a version above
 * the one he has seen; that also covers those who read too slowly to see every change. Who left is
 * kept for {@link #FORGET_NANOS}, then nothing of him is.
 *
 * <p>y-protocols takes a state only if its clock is above the known one. A client that lost its
 * connection is shown as gone under its last clock, and comes back under the same; others would
 * ignore it until it renews its state, up to 15 s later. So the board shifts the clocks that it
 * tells of such a client by one for each return, and spares the client its own shifted echo.
 */
final class AwarenessBoard {

  /** When y-protocols 1.0.7 gives up somebody it has not heard of. */
  static final long OUTDATED_NANOS = 30_000_000_000L;

  /** After this nothing is on its way any more that could speak of somebody who left. */
  static final long FORGET_NANOS = OUTDATED_NANOS;

  /** The most who have left and are not forgotten; beyond it the oldest are. */
  static final int MAX_GONE = 256;

  private final Map<Long, Person> people = new LinkedHashMap<>(); // who left last stands last
  private long version;
  private int gone;

  /** One person; the board's own, told by one connection, by the bus or by the embedder. */
  static final class Person {
    final long client;
    long heardClock; // as its client counts
    long clock; // as others are told
    byte[] json = AwarenessCodec.NULL;
    @Nullable RoomConnection teller;
    boolean own; // of this process; nobody else may speak for it
    boolean fromBus;
    boolean cutOff; // gone with its connection: who leaves for good raises its clock
    long version;
    long heardNanos;

    Person(long client) {
      this.client = client;
    }

    boolean here() {
      return json != AwarenessCodec.NULL;
    }

    boolean shifted() {
      return clock != heardClock;
    }
  }

  long version() {
    return version;
  }

  int size() {
    return people.size();
  }

  /** Takes what somebody says of a person, unless it is old; returns whether it was taken. */
  boolean hear(Said said, @Nullable RoomConnection teller, boolean fromBus, long nowNanos) {
    Person person = people.get(said.client());
    boolean leaves = said.leaves();
    if (person == null) {
      if (leaves) {
        return false;
      }
      person = enter(said.client());
      person.clock = said.clock();
    } else if (person.own) {
      return insist(person, said);
    } else if (!isNews(person, said, leaves, teller)) {
      return false;
    } else {
      long shift = person.clock - person.heardClock + (person.cutOff && !leaves ? 1 : 0);
      person.clock = said.clock() > person.clock ? said.clock() : said.clock() + shift;
    }
    boolean keptItsClock = leaves && said.clock() == person.heardClock;
    person.heardClock = said.clock();
    person.fromBus = fromBus;
    tells(leaves ? null : teller, person);
    person.cutOff = keptItsClock;
    set(person, leaves ? AwarenessCodec.NULL : said.json(), nowNanos);
    return true;
  }

  private Person enter(long client) {
    Person person = new Person(client);
    people.put(client, person);
    gone++;
    return person;
  }

  boolean knows(long client) {
    return people.containsKey(client);
  }

  private static void tells(@Nullable RoomConnection teller, Person person) {
    if (person.teller != teller) {
      if (person.teller != null) {
        person.teller.people.remove(person);
      }
      person.teller = teller;
      if (teller != null) {
        teller.people.add(person);
      }
    }
    if (teller != null && person.shifted()) {
      teller.shifted = true;
    }
  }

  private static boolean isNews(
      Person person, Said said, boolean leaves, @Nullable RoomConnection teller) {
    if (said.clock() != person.heardClock) {
      return said.clock() > person.heardClock;
    }
    return leaves ? person.here() : person.cutOff && cameAfter(person, teller);
  }

  /** Tells a return from an echo: clients repeat what they hear of others, also when it is old. */
  private static boolean cameAfter(Person person, @Nullable RoomConnection teller) {
    return teller != null && teller.enteredNanos - person.heardNanos >= 0;
  }

  /** Answers who speaks for a person of this process: it still exists, under a higher clock. */
  private boolean insist(Person person, Said said) {
    if (said.clock() < person.clock) {
      return false;
    }
    person.clock = said.clock() + 1;
    person.heardClock = person.clock;
    person.version = ++version;
    return true;
  }

  /** Sets the state of a person of this process, or takes it away. */
  void show(long client, byte @Nullable [] json, long nowNanos) {
    Person person = people.get(client);
    if (person == null) {
      person = enter(client);
    }
    person.own = json != null;
    person.clock++;
    person.heardClock = person.clock;
    person.fromBus = false;
    tells(null, person);
    set(person, json == null ? AwarenessCodec.NULL : json, nowNanos);
  }

  private void set(Person person, byte[] json, long nowNanos) {
    gone -= person.here() ? 0 : 1;
    person.json = json;
    if (!person.here()) {
      gone++;
      people.remove(person.client); // to the end
      people.put(person.client, person);
    }
    person.heardNanos = nowNanos;
    person.version = ++version;
  }

  /** Shows those as gone whom a connection told of. */
  void cutOff(RoomConnection teller, long nowNanos) {
    for (Person person : List.copyOf(teller.people)) {
      tells(null, person);
      if (person.here()) {
        person.cutOff = true;
        set(person, AwarenessCodec.NULL, nowNanos);
      }
    }
  }

  /** Renews those of this process, gives up who was not heard of, forgets who left long ago. */
  void lapse(long nowNanos) {
    for (Person person : List.copyOf(people.values())) {
      long silence = nowNanos - person.heardNanos;
      if (person.own && silence >= OUTDATED_NANOS / 2) {
        show(person.client, person.json, nowNanos);
      } else if (person.here() && !person.own && silence >= OUTDATED_NANOS) {
        set(person, AwarenessCodec.NULL, nowNanos);
      } else if (!person.here() && (silence >= FORGET_NANOS || gone > MAX_GONE)) {
        people.remove(person.client);
        tells(null, person);
        gone--;
      }
    }
  }

  /** Returns whether more have left than are to be remembered. */
  boolean isCrowded() {
    return gone > 2 * MAX_GONE;
  }

  /**
   * Returns what has changed since a version as one message, or null if nothing has; since version
   * 0 that is everybody who is here.
   *
   * @param reader is spared what it said itself under another clock
   * @param forBus leaves out what came from the bus
   */
  byte @Nullable [] since(long seen, @Nullable RoomConnection reader, boolean forBus) {
    ByteWriter states = new ByteWriter(64);
    int count = 0;
    for (Person person : people.values()) {
      boolean wanted =
          person.version > seen && !(forBus && person.fromBus) && (seen > 0 || person.here());
      if (wanted && !(reader != null && person.teller == reader && person.shifted())) {
        AwarenessCodec.write(states, person.client, person.clock, person.json);
        count++;
      }
    }
    if (count == 0) {
      return null;
    }
    ByteWriter message = new ByteWriter(states.size() + 5);
    message.varUint(count);
    message.append(states);
    return message.toBytes();
  }
}
