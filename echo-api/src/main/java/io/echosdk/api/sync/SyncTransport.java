package io.echosdk.api.sync;

import java.nio.ByteBuffer;

/**
 * One client's connection to a room, as the room sees it. {@link #send} from one thread at a time.
 */
public interface SyncTransport extends AutoCloseable {

  /**
   * Queues a message. Returns at once.
   *
   * @param message shared with other clients; not changed afterwards by anybody
   */
  void send(ByteBuffer message);

  /** Returns how many bytes are queued and not yet written. */
  long queuedBytes();

  /** Ends the connection. Idempotent, from any thread. */
  @Override
  void close();
}
