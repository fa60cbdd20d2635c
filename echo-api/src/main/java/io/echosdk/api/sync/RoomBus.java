package io.echosdk.api.sync;

import java.util.function.Consumer;

/** Carries messages between the nodes that serve one room. Safe for use from any thread. */
public interface RoomBus extends AutoCloseable {

  /**
   * Sends to every other subscriber of the room, at most once each, in order per sender. Returns at
   * once.
   *
   * @param room the room's name
   * @param message not changed afterwards by the caller
   */
  void publish(String room, byte[] message);

  /**
   * Hears a room from now on.
   *
   * @param room the room's name
   * @param listener called from a thread of the bus, one message at a time
   * @return ends the subscription when closed
   */
  Subscription subscribe(String room, Consumer<byte[]> listener);

  /** Ends all subscriptions. Idempotent. */
  @Override
  void close();

  /** A subscription that can be ended. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
