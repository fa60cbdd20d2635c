package io.echosdk.sync;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.RoomBus;
import io.echosdk.api.sync.RoomName;
import io.echosdk.sync.bus.Inbox;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Joins rooms within one process. Messages reach each member one at a time, in the order in which
 * they were published, on a thread of the runtime's executor.
 */
public final class LocalRoomBus implements RoomBus {

  private final EchoRuntime runtime;
  private final Map<String, List<Member>> rooms = new ConcurrentHashMap<>();
  private volatile boolean closed; // written by close(), read by any

  /**
   * Creates a bus without members.
   *
   * @param runtime lends the threads that call listeners
   */
  public LocalRoomBus(EchoRuntime runtime) {
    this.runtime = runtime;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if this bus is closed
   */
  @Override
  public Membership join(String room, Listener listener) {
    Member member = new Member(RoomName.check(room), new Inbox(runtime, room, listener));
    rooms.compute(
        room,
        (name, all) -> { // inside compute, so that the last one's leaving does not take this one
          if (closed) {
            throw new IllegalStateException("cannot join room " + room + ", the bus is closed");
          }
          List<Member> joined = all == null ? new CopyOnWriteArrayList<>() : all;
          joined.add(member);
          return joined;
        });
    return member;
  }

  @Override
  public void close() {
    closed = true;
    for (List<Member> all : rooms.values()) {
      all.forEach(Member::close);
    }
  }

  /** One member of a room, with what waits for it. */
  private final class Member implements Membership {

    private final String room;
    private final Inbox inbox;

    Member(String room, Inbox inbox) {
      this.room = room;
      this.inbox = inbox;
    }

    @Override
    public void publish(byte[] message) {
      for (Member other : rooms.getOrDefault(room, List.of())) {
        if (other != this) {
          other.inbox.put(message);
        }
      }
    }

    @Override
    public void close() {
      inbox.close();
      rooms.computeIfPresent(
          room,
          (name, all) -> {
            all.remove(this);
            return all.isEmpty() ? null : all;
          });
    }
  }
}
