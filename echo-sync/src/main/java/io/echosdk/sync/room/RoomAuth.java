package io.echosdk.sync.room;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Decides who may enter a room. Safe for use from any thread. */
@FunctionalInterface
public interface RoomAuth {

  /**
   * Decides. A stage that fails turns the client away; so does one that takes longer than {@link
   * RoomLimits#authNanos()}.
   *
   * @param room the room's name
   * @param token what the client showed; empty if nothing
   */
  CompletionStage<Grant> authorize(String room, String token);

  /**
   * A decision.
   *
   * @param access what the client may do
   * @param subject who it is, for {@link Rooms#access}; empty for nobody in particular
   */
  record Grant(Access access, String subject) {}

  /** Lets everybody write everywhere. */
  static RoomAuth everybody() {
    return (room, token) -> CompletableFuture.completedFuture(new Grant(Access.WRITE, ""));
  }
}
