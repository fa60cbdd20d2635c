package io.echosdk.sync.playback;

import java.util.Objects;

/**
 * One entry of a {@link PlayQueue}.
 *
 * @param id unique within the queue, from 1; a track that is added twice has two
 * @param track what to play, in the embedder's own words: a URI, a catalogue number
 * @param durationNanos how long it is; positive
 * @param addedBy who added it
 */
public record QueueItem(long id, String track, long durationNanos, String addedBy) {

  /** Checks every part. */
  public QueueItem {
    Objects.requireNonNull(track, "track");
    Objects.requireNonNull(addedBy, "addedBy");
    if (durationNanos <= 0) {
      throw new IllegalArgumentException("durationNanos must be positive but is " + durationNanos);
    }
  }
}
