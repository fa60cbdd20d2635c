package io.echosdk.stream.rtmp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * What one receiver has still to be sent, bounded in media time and in bytes.
 *
 * <p>A receiver that reads too slowly loses the oldest part up to a keyframe, never a piece from
 * the middle: when the bound is passed, everything before the newest waiting keyframe goes,
 * pictures by order and sound by time, so that both resume at the same instant. If no later
 * keyframe waits, everything goes and the queue stays shut until the next keyframe opens it from
 * the {@link GopCache}, which holds the sound that came ahead of it.
 *
 * <p>Invariants: after a drop, the first picture handed out is a keyframe and the first sound is
 * not older than it; within a track, time never goes back. A burst from the cache may exceed the
 * bound; it is then counted from the burst's length until the queue has been empty once. One thread
 * at a time; O(1) per image but for drops.
 */
final class SendQueue {

  private static final long NONE = Long.MIN_VALUE;

  private final long maxMs;
  private final long maxBytes;
  private final Deque<WireImage> images = new ArrayDeque<>();
  private boolean shut = true;
  private boolean begun;
  private long burstMs;
  private long burstBytes;
  private long bytes;
  private long resumedMs = NONE; // the keyframe that the queue was opened or cut at
  private long lastVideoMs = NONE; // of what was handed out
  private long lastAudioMs = NONE;
  private long droppedVideo;
  private long droppedAudio;

  SendQueue(long maxMs, long maxBytes) {
    this.maxMs = maxMs;
    this.maxBytes = maxBytes;
  }

  /** Begins again with what the cache holds; shut until the next keyframe if it holds none. */
  void restart(GopCache cache) {
    clear();
    shut = !cache.complete();
    if (!shut) {
      begun = true;
      resumedMs = cache.keyframeMs();
      cache.forEach(this::append);
      burstMs = spanMs();
      burstBytes = bytes;
    }
  }

  /** Takes the image that follows, which the cache has already; drops to a keyframe if too much. */
  void offer(WireImage image, GopCache cache) {
    if (shut) {
      if (image.keyframe()) {
        restart(cache);
      } else if (begun) { // what came before the first keyframe was never owed
        countDropped(image);
      }
      return;
    }
    append(image);
    if (spanMs() > maxMs + burstMs || bytes > maxBytes + burstBytes) {
      dropToKeyframe();
    }
  }

  private void append(WireImage image) {
    if (image.video() ? image.timestampMs() < lastVideoMs : staleSound(image.timestampMs())) {
      return;
    }
    images.addLast(image.retain());
    bytes += image.length();
  }

  /** Sound is stale if it was sent before a burst overlapped it, or belongs before the keyframe. */
  private boolean staleSound(long timestampMs) {
    return timestampMs <= lastAudioMs || timestampMs < resumedMs;
  }

  private void dropToKeyframe() {
    WireImage keyframe = newestKeyframeBehindAnother();
    Iterator<WireImage> oldestFirst = images.iterator();
    boolean before = true;
    while (oldestFirst.hasNext()) {
      WireImage image = oldestFirst.next();
      before &= image != keyframe;
      boolean stale =
          keyframe == null
              || (image.video() ? before : image.timestampMs() < keyframe.timestampMs());
      if (stale) {
        oldestFirst.remove();
        countDropped(image);
        forget(image);
      }
    }
    shut = keyframe == null;
    resumedMs = keyframe == null ? NONE : keyframe.timestampMs();
    burstMs = 0;
    burstBytes = 0;
  }

  /** Returns the newest keyframe that has an older picture before it, so that dropping helps. */
  private @Nullable WireImage newestKeyframeBehindAnother() {
    WireImage newest = null;
    boolean pictureBefore = false;
    for (WireImage image : images) {
      if (image.keyframe() && pictureBefore) {
        newest = image;
      }
      pictureBefore |= image.video();
    }
    return newest;
  }

  private void countDropped(WireImage image) {
    if (image.video()) {
      droppedVideo++;
    } else {
      droppedAudio++;
    }
  }

  private void forget(WireImage image) {
    bytes -= image.length();
    image.release();
  }

  /** Returns the next image to send, which the caller now owns, or null if there is none. */
  @Nullable WireImage poll() {
    WireImage image = images.pollFirst();
    if (image == null) {
      burstMs = 0;
      burstBytes = 0;
      return null;
    }
    bytes -= image.length();
    if (image.video()) {
      lastVideoMs = image.timestampMs();
    } else {
      lastAudioMs = image.timestampMs();
    }
    return image;
  }

  /** Writes what waits as long as the outlet takes it; returns whether it wrote and flushed. */
  boolean drainTo(Outlet outlet) {
    boolean wrote = false;
    while (outlet.writable()) {
      WireImage image = poll();
      if (image == null) {
        break;
      }
      outlet.write(image);
      image.release();
      wrote = true;
    }
    if (wrote) {
      outlet.flush();
    }
    return wrote;
  }

  /** Lets go of everything that waits; what was handed out is still remembered. */
  void clear() {
    images.forEach(this::forget);
    images.clear();
    shut = true;
  }

  /** Forgets what was handed out: the next receiver has seen nothing. */
  void forgetSent() {
    lastVideoMs = NONE;
    lastAudioMs = NONE;
  }

  boolean isEmpty() {
    return images.isEmpty();
  }

  long bytes() {
    return bytes;
  }

  /** Returns the media time from the oldest to the newest that waits. */
  long spanMs() {
    WireImage oldest = images.peekFirst();
    WireImage newest = images.peekLast();
    return oldest == null || newest == null
        ? 0
        : Math.max(0, newest.timestampMs() - oldest.timestampMs());
  }

  /** Returns the time of the oldest that waits, or 0 if nothing does. */
  long oldestMs() {
    WireImage oldest = images.peekFirst();
    return oldest == null ? 0 : oldest.timestampMs();
  }

  long droppedVideo() {
    return droppedVideo;
  }

  long droppedAudio() {
    return droppedAudio;
  }
}
