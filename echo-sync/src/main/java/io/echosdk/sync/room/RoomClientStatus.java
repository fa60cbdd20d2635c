package io.echosdk.sync.room;

/** Where a {@link RoomClient} stands. */
public sealed interface RoomClientStatus {

  /** It waits to be let in, or for what it lacks. */
  record Joining() implements RoomClientStatus {}

  /**
   * It has had all that the room had when it came, and follows.
   *
   * @param writes whether it may change the room; if not, what is edited here stays here
   */
  record Synced(boolean writes) implements RoomClientStatus {}

  /**
   * It was sent away, or never let in, and comes back by itself.
   *
   * @param code one of {@link CloseCode}
   * @param reason for people
   */
  record Away(int code, String reason) implements RoomClientStatus {}

  /**
   * It has left for good: the last that is told. The document is its holder's alone from then on.
   *
   * @param code one of {@link CloseCode}; {@link CloseCode#NORMAL} if its holder closed it, {@link
   *     CloseCode#FORBIDDEN} if it may not be here, or not any more
   * @param reason for people
   */
  record Ended(int code, String reason) implements RoomClientStatus {}
}
