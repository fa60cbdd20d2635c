package io.echosdk.api.sync;

/**
 * Carries messages between the nodes that serve one room. It is fast, not certain: what it loses,
 * it says, and the room then catches up from its store or from the others. Safe for use from any
 * thread.
 */
public interface RoomBus extends AutoCloseable {

  /**
   * Joins a room: hears from now on what the other members publish, and may publish to them.
   *
   * @param room the room's name
   * @param listener called from threads of the bus, one call at a time
   */
  Membership join(String room, Listener listener);

  /** Ends all memberships. Idempotent. */
  @Override
  void close();

  /** One member of a room; a node that joins twice is two members. */
  interface Membership extends AutoCloseable {

    /**
     * Sends to every other member of the room, at most once each, in order, never back to this one.
     * Returns at once; what cannot be sent is lost, and {@link Listener#onGap} says so.
     *
     * @param message not changed afterwards by anybody
     */
    void publish(byte[] message);

    /** Leaves the room; a call of the listener that is under way may still finish. Idempotent. */
    @Override
    void close();
  }

  /**
   * Hears a room. What it throws is reported to the runtime; the next message comes all the same.
   */
  interface Listener {

    /**
     * Another member has published.
     *
     * @param message shared with others; not changed by anybody
     */
    void onMessage(byte[] message);

    /**
     * Messages may have been lost here, from this member or to it: the connection was away and is
     * back, or more was waiting than the bus may hold. Comes before the first message after the
     * gap.
     */
    void onGap();
  }
}
