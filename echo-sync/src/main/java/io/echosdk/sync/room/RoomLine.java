package io.echosdk.sync.room;

import io.echosdk.api.sync.SyncTransport;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One stay of an in-process client in its room: a transport without a socket. What the room sends
 * counts as queued until the client has read it, so a client whose executor is busy is a slow
 * reader like any other.
 */
final class RoomLine implements SyncTransport {

  private final RoomClient client;
  private final Mailbox mailbox;
  private final long mark; // from here on the room may hold something back
  private final AtomicLong queued = new AtomicLong();

  // of the client's thread
  private @Nullable RoomConnection connection;
  private boolean wasFull;

  RoomLine(RoomClient client, Mailbox mailbox, RoomLimits limits) {
    this.client = client;
    this.mailbox = mailbox;
    mark = limits.holdAwarenessAt();
  }

  void connect(Rooms rooms, String room, String token) {
    connection = rooms.connect(room, WireProtocol.HOCUSPOCUS, token, this);
  }

  void say(ByteBuffer message) {
    if (connection != null) {
      connection.receive(bytes(message));
    }
  }

  void leave() {
    if (connection != null) {
      connection.closed();
    }
  }

  @Override
  public void send(List<ByteBuffer> messages) {
    long bytes = 0;
    for (ByteBuffer message : messages) {
      bytes += message.remaining();
    }
    long length = bytes;
    boolean full = queued.addAndGet(length) >= mark;
    mailbox.post(() -> read(messages, length, full));
  }

  private void read(List<ByteBuffer> messages, long bytes, boolean full) {
    wasFull |= full;
    try {
      for (ByteBuffer message : messages) {
        client.hear(this, bytes(message));
      }
    } finally {
      boolean hasRoom = queued.addAndGet(-bytes) < mark;
      if (wasFull && hasRoom && connection != null) {
        wasFull = false;
        connection.drained();
      }
    }
  }

  private static byte[] bytes(ByteBuffer message) {
    byte[] bytes = new byte[message.remaining()];
    message.duplicate().get(bytes);
    return bytes;
  }

  @Override
  public long queuedBytes() {
    return queued.get();
  }

  @Override
  public void close(int code, String reason) {
    mailbox.post(() -> client.sentAway(this, code, reason));
  }
}
