package io.echosdk.sync.playback;

import java.util.Objects;

/**
 * What a group hears from a moment on. All that a player must know to be in step; a later version
 * replaces an earlier one.
 *
 * @param version counts up with every change of the group
 * @param phase what the group does
 * @param item which item of the queue; 0 if none
 * @param anchorNanos when {@code positionNanos} is heard, on the server's monotonic clock; may lie
 *     ahead
 * @param positionNanos where in the item; 0 or more
 * @param volume 0 to 1
 */
public record Timeline(
    long version, Phase phase, long item, long anchorNanos, long positionNanos, double volume) {

  /** What a group does. */
  public enum Phase {
    /** Nothing is chosen. */
    IDLE,
    /** An item was chosen; listeners fetch it. */
    LOADING,
    /** The item is heard from the anchor on. */
    PLAYING,
    /** From the anchor on all is silent. */
    PAUSED
  }

  /** Checks every part. */
  public Timeline {
    Objects.requireNonNull(phase, "phase");
    if (positionNanos < 0) {
      throw new IllegalArgumentException(
          "positionNanos must not be negative but is " + positionNanos);
    }
    if (!(volume >= 0 && volume <= 1)) {
      throw new IllegalArgumentException("volume must be 0 to 1 but is " + volume);
    }
  }

  /** Returns what is heard at a time of the server's clock; before the anchor, where it starts. */
  public long positionAt(long serverNanos) {
    return phase == Phase.PLAYING
        ? positionNanos + Math.max(0, serverNanos - anchorNanos)
        : positionNanos;
  }
}
