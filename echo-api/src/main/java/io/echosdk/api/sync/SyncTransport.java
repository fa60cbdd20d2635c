package io.echosdk.api.sync;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * One client's connection to a room, as the room sees it. A room calls {@link #send} from one
 * thread at a time; the other methods may be called from any.
 */
public interface SyncTransport {

  /**
   * Queues messages to be written together. Returns at once. All clients that get the same messages
   * are handed the same list, one after the other, so a transport may encode it once.
   *
   * @param messages shared with other clients; neither the list nor its buffers are changed by
   *     anybody, their positions included
   */
  void send(List<ByteBuffer> messages);

  /** Returns how many bytes are queued and not yet written. */
  long queuedBytes();

  /**
   * Ends the connection after what is queued. Idempotent.
   *
   * @param code a close code of a WebSocket (RFC 6455, 7.4)
   * @param reason for people; at most 123 bytes of UTF-8
   */
  void close(int code, String reason);
}
