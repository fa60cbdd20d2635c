package io.echosdk.server;

import io.echosdk.api.visual.VideoFormat;
import java.time.Duration;

/**
 * Says which picture to make next when some are late. Those whose moment has passed by more than
 * one frame are left out, but never one that begins a keyframe interval: so keyframes stay exactly
 * one interval apart on a machine that is too slow for the rest.
 */
final class PicturePace {

  private final VideoFormat.Rate rate;
  private final long intervalNanos;

  PicturePace(VideoFormat.Rate rate, Duration keyframeInterval) {
    this.rate = rate;
    intervalNanos = keyframeInterval.toNanos();
  }

  /**
   * Returns the picture to make.
   *
   * @param index the one that follows the last
   * @param elapsedNanos how long the programme has been running
   */
  long due(long index, long elapsedNanos) {
    long newest = (long) Math.floor(elapsedNanos / 1e9 * rate.hz());
    return newest - index > 1 ? Math.min(newest, firstOfInterval(index)) : index;
  }

  /** Returns whether a picture is the first of a keyframe interval. */
  boolean beginsInterval(long index) {
    return firstOfInterval(index) == index;
  }

  /** Returns the first picture from {@code index} on that begins a keyframe interval. */
  private long firstOfInterval(long index) {
    long intervals =
        index == 0 ? 0 : Math.floorDiv(rate.ptsNanos(index - 1) + 1, intervalNanos) + 1;
    long found = (long) Math.floor(intervals * intervalNanos / 1e9 * rate.hz()) - 1;
    while (found < index || rate.ptsNanos(found) + 1 < intervals * intervalNanos) {
      found++;
    }
    return found;
  }
}
