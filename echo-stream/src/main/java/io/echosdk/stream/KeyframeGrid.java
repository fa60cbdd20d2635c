package io.echosdk.stream;

import java.time.Duration;

/**
 * Says which pictures must be keyframes: the first, and the first at or after every whole multiple
 * of the interval on the programme's clock. All renditions of a programme, and all of its
 * recordings, so have their keyframes at the same moments.
 */
final class KeyframeGrid {

  private final long intervalNanos;
  private long cell = Long.MIN_VALUE;

  KeyframeGrid(Duration interval) {
    intervalNanos = interval.toNanos();
  }

  /** Returns whether the picture of this moment is the first in its cell of the grid. */
  boolean crossedBy(long ptsNanos) {
    // Frame times are rounded down to whole nanoseconds; one of 29.97 fps must not miss its cell.
    long now = Math.floorDiv(ptsNanos + 1, intervalNanos);
    boolean crossed = now > cell;
    cell = Math.max(cell, now);
    return crossed;
  }
}
