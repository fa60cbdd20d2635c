package io.echosdk.stream.rtmp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What a receiver that joins now must be sent to start at once: everything since the last keyframe,
 * and the sound that belongs to it.
 *
 * <p>Invariant: the first picture is a keyframe, and no sound is older than it. Sound often comes
 * before the keyframe that it is heard with, because encoders differ in delay; so the sound of the
 * last {@link #LEAD_MS} is kept while no keyframe is known. A group that outgrows the limits is
 * forgotten up to the next keyframe. One thread at a time.
 */
final class GopCache {

  private static final long LEAD_MS = 1_000;
  private static final long MAX_SPAN_MS = 12_000; // longer than any keyframe interval allowed

  private final long maxBytes;
  private final Deque<WireImage> images = new ArrayDeque<>();
  private boolean complete; // whether a keyframe is inside
  private long keyframeMs;
  private long bytes;

  GopCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Takes an image; retains it as long as it is needed. */
  void add(WireImage image) {
    if (image.keyframe()) {
      drop(old -> old.video() || old.timestampMs() < image.timestampMs());
      complete = true;
      keyframeMs = image.timestampMs();
    } else if (image.video() ? !complete : complete && image.timestampMs() < keyframeMs) {
      return;
    }
    images.addLast(image.retain());
    bytes += image.length();
    trim(image.timestampMs());
  }

  private void trim(long newestMs) {
    if (complete && !images.isEmpty()) {
      boolean tooLong = newestMs - images.peekFirst().timestampMs() > MAX_SPAN_MS;
      if (tooLong || bytes > maxBytes) {
        drop(WireImage::video);
        complete = false;
      }
    }
    if (!complete) {
      drop(old -> old.timestampMs() < newestMs - LEAD_MS);
    }
  }

  private void drop(Predicate<WireImage> unwanted) {
    images.removeIf(
        image -> {
          boolean out = unwanted.test(image);
          if (out) {
            bytes -= image.length();
            image.release();
          }
          return out;
        });
  }

  /** Returns whether a receiver can start from here. */
  boolean complete() {
    return complete;
  }

  /** Returns the time of the keyframe, if one is inside. */
  long keyframeMs() {
    return keyframeMs;
  }

  /** Hands out every image in order, borrowed. */
  void forEach(Consumer<WireImage> receiver) {
    images.forEach(receiver);
  }

  /** Lets go of everything. */
  void clear() {
    drop(image -> true);
    complete = false;
  }
}
