package io.echosdk.sync.room;

import io.echosdk.sync.room.AwarenessCodec.Said;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Spreads the states of people, once a tick: whatever changed since the last flush goes out as one
 * message that all readers share. A reader that is behind is left out and gets what it lacks in one
 * message once it reads again.
 *
 * <p>Flushes are taken from a bucket that holds two and gets one a tick (the leaky bucket by which
 * ITU-T I.371 polices cells), so over any time there is one a tick and two at most. While there is
 * one, a change waits only for the end of its burst: those who all send sixty times a second by one
 * clock are told at once each time, because a tick is a little shorter than their period and the
 * bucket fills. People who send by clocks of their own empty it, and then wait for the tick.
 */
final class AwarenessPlane {

  /** Sixty-one times a second. */
  static final long TICK_NANOS = 16_400_000;

  /** How long a burst may keep its first message waiting: 100 people take 3 ms to send. */
  private static final long BURST_NANOS = 4_000_000;

  private final LiveRoom room;
  private final RoomLimits limits;
  private final AwarenessBoard board = new AwarenessBoard();
  private final Burst burst;
  private long flushed; // version of the board
  private long fullNanos; // when the bucket will be full
  private boolean tickSet;

  AwarenessPlane(LiveRoom room, RoomLimits limits, long nowNanos) {
    this.room = room;
    this.limits = limits;
    burst = new Burst(room, BURST_NANOS, this::flush);
    fullNanos = nowNanos;
  }

  /**
   * Takes a message of a client, or of the bus.
   *
   * @throws io.echosdk.api.sync.SyncException if it breaks the format or a limit; nothing was taken
   */
  void hear(byte[] message, @Nullable RoomConnection teller, long nowNanos) {
    List<Said> all = AwarenessCodec.read(message, limits.stateBytes());
    if (teller != null) {
      checkCount(all, teller);
    }
    for (Said said : all) {
      board.hear(said, teller, teller == null, nowNanos);
    }
    if (board.isCrowded()) {
      board.lapse(nowNanos);
    }
  }

  private void checkCount(List<Said> all, RoomConnection teller) {
    int strangers = 0;
    for (Said said : all) {
      strangers += board.knows(said.client()) ? 0 : 1;
    }
    if (strangers > 0 && strangers + teller.people.size() > limits.statesPerClient()) {
      throw io.echosdk.sync.codec.Malformed.limit(
          "a client may show " + limits.statesPerClient() + " people");
    }
  }

  void show(long client, byte @Nullable [] json, long nowNanos) {
    board.show(client, json, nowNanos);
  }

  void cutOff(RoomConnection teller, long nowNanos) {
    board.cutOff(teller, nowNanos);
  }

  void lapse(long nowNanos) {
    board.lapse(nowNanos);
  }

  /** Returns how many people are known, those who left and are not forgotten included. */
  int remembered() {
    return board.size();
  }

  /** Returns everybody as one message, or null if nobody is known. */
  byte @Nullable [] everybody() {
    return board.since(0, null, false);
  }

  /** Spreads what is new: at the end of its burst, or when there is a flush for it. */
  void spread(long nowNanos) {
    if (board.version() == flushed || tickSet) {
      return;
    }
    long wait = fullNanos - TICK_NANOS - nowNanos;
    if (wait <= 0 || burst.isOn()) {
      burst.heard(board.version());
    } else {
      tickSet = true;
      room.soon(wait, this::ticked);
    }
  }

  private void ticked() {
    tickSet = false;
    burst.heard(board.version()); // one may have begun just now
  }

  private void flush() {
    long before = flushed;
    flushed = board.version();
    fullNanos = Math.max(fullNanos, room.nanos()) + TICK_NANOS;
    byte[] news = board.since(before, null, false);
    if (news != null) {
      room.audience().tellAwareness(news, before, flushed, this);
    }
    byte[] forBus = room.bus().exists() ? board.since(before, null, true) : null;
    if (forBus != null) {
      room.bus().publishAwareness(forBus);
    }
  }

  /** Sends a reader what it lacks, if it reads. */
  void catchUp(RoomConnection reader) {
    if (reader.awarenessSeen < flushed && reader.outbox.takesAwareness()) {
      byte[] news = board.since(reader.awarenessSeen, reader, false);
      reader.awarenessSeen = flushed;
      if (news != null && reader.framing != null) {
        reader.outbox.send(reader.framing.awareness(news));
      }
    }
  }

  /** Sends a newcomer everybody. */
  void greet(RoomConnection reader) {
    reader.awarenessSeen = 0;
    byte[] all = board.since(0, null, false);
    reader.awarenessSeen = flushed;
    if (all != null && reader.framing != null) {
      reader.outbox.send(reader.framing.awareness(all));
    }
  }
}
