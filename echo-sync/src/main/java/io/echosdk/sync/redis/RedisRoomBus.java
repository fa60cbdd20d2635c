package io.echosdk.sync.redis;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.RoomBus;
import io.echosdk.api.sync.RoomName;
import io.echosdk.api.sync.SyncException;
import io.echosdk.sync.bus.Inbox;
import io.lettuce.core.RedisException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins rooms across processes through the publish and subscribe of one Redis. Needs {@code
 * io.lettuce:lettuce-core} on the class path or module path.
 *
 * <p>Redis keeps nothing for a subscriber that is away. When the connection comes back, and once
 * when a room is first subscribed to, every member hears {@link Listener#onGap}, and the room
 * catches up from its store or from the others. What is published while the connection is away is
 * lost, and that member hears of it when the connection is back. A connection that went silent
 * without an end is noticed by the system's keep-alive after some 25 s.
 *
 * <p>A message in Redis is on the channel {@code echo:room:} and the room's name in UTF-8: 8 bytes
 * that name the bus, 4 that name the member, then what was published.
 */
public final class RedisRoomBus implements RoomBus {

  private static final Logger LOG = LoggerFactory.getLogger(RedisRoomBus.class);
  private static final byte[] CHANNEL = "echo:room:".getBytes(StandardCharsets.US_ASCII);
  private static final int SENDER_BYTES = Long.BYTES + Integer.BYTES;

  private final EchoRuntime runtime;
  private final RedisLink link;
  private final long id = new SecureRandom().nextLong();
  private final AtomicInteger memberIds = new AtomicInteger();
  private final Map<String, List<Member>> rooms = new ConcurrentHashMap<>();
  private volatile boolean closed; // written by close(), read by any

  private RedisRoomBus(EchoRuntime runtime, String uri) {
    this.runtime = runtime;
    this.link = new RedisLink(runtime, uri, new Ears());
  }

  /**
   * Connects to a Redis. Waits for the connection, at most five seconds.
   *
   * @param runtime makes the threads and lends those that call listeners
   * @param uri where it is: {@code redis://host:6379}, {@code rediss://} with TLS, user and
   *     password before the host if need be
   * @throws SyncException if it cannot be reached
   * @throws IllegalArgumentException if it is no such address
   */
  public static RedisRoomBus connect(EchoRuntime runtime, String uri) {
    return new RedisRoomBus(runtime, uri);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if this bus is closed
   */
  @Override
  public Membership join(String room, Listener listener) {
    byte[] name = RoomName.utf8(room);
    Member member = new Member(room, channel(name), new Inbox(runtime, room, listener));
    rooms.compute(
        room,
        (same, all) -> { // inside compute, so that leaving and joining cannot cross
          if (closed) {
            throw new IllegalStateException("cannot join room " + room + ", the bus is closed");
          }
          if (all != null) {
            all.add(member);
            return all;
          }
          link.subscribe(member.channel);
          return new CopyOnWriteArrayList<>(List.of(member));
        });
    return member;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      rooms.values().forEach(all -> all.forEach(each -> each.inbox.close()));
      rooms.clear();
      link.close();
      LOG.info("left Redis");
    }
  }

  private static byte[] channel(byte[] name) {
    byte[] channel = Arrays.copyOf(CHANNEL, CHANNEL.length + name.length);
    System.arraycopy(name, 0, channel, CHANNEL.length, name.length);
    return channel;
  }

  private static String room(byte[] channel) {
    return new String(
        channel, CHANNEL.length, channel.length - CHANNEL.length, StandardCharsets.UTF_8);
  }

  /** What Redis says, on Lettuce's threads. */
  private final class Ears implements RedisLink.Listener {

    @Override
    public void onMessage(byte[] channel, byte[] message) {
      if (message.length < SENDER_BYTES) {
        return; // not ours
      }
      ByteBuffer sender = ByteBuffer.wrap(message);
      boolean fromHere = sender.getLong() == id;
      int number = sender.getInt();
      byte[] payload = Arrays.copyOfRange(message, SENDER_BYTES, message.length);
      for (Member each : rooms.getOrDefault(room(channel), List.of())) {
        if (!fromHere || each.number != number) {
          each.inbox.put(payload);
        }
      }
    }

    @Override
    public void onSubscribed(byte[] channel) {
      rooms.computeIfPresent(
          room(channel),
          (same, all) -> { // inside compute, because the answer may be here before join() is done
            all.forEach(each -> each.inbox.putGap());
            return all;
          });
    }

    @Override
    public void onPublishingAgain() {
      rooms.values().forEach(all -> all.forEach(Member::tellWhatWasLost));
    }
  }

  /** One member of a room. */
  private final class Member implements Membership {

    private final String room;
    private final byte[] channel;
    private final Inbox inbox;
    private final int number = memberIds.incrementAndGet();
    private final AtomicLong lost = new AtomicLong();

    Member(String room, byte[] channel, Inbox inbox) {
      this.room = room;
      this.channel = channel;
      this.inbox = inbox;
    }

    @Override
    public void publish(byte[] message) {
      ByteBuffer framed = ByteBuffer.allocate(SENDER_BYTES + message.length);
      framed.putLong(id).putInt(number).put(message);
      link.publish(channel, framed.array(), lost::incrementAndGet);
    }

    void tellWhatWasLost() {
      if (lost.getAndSet(0) > 0) {
        inbox.putGap();
      }
    }

    @Override
    public void close() {
      inbox.close();
      rooms.computeIfPresent(
          room,
          (same, all) -> {
            if (!all.remove(this) || !all.isEmpty()) {
              return all;
            }
            unsubscribe();
            return null;
          });
    }

    private void unsubscribe() {
      try {
        link.unsubscribe(channel);
      } catch (RedisException e) { // Redis is away; the end of the connection unsubscribes too
        LOG.debug("not unsubscribed from a room", e);
      }
    }
  }
}
