package io.echosdk.api.stream;

import java.nio.file.Path;

/** Hears what happens in a broadcast; called from its threads, must return quickly. */
public interface StreamListener {

  /** A destination went into another state. */
  default void onDestination(DestinationHealth health) {}

  /** A piece of a recording is complete and has its final name. */
  default void onRecorded(Path file) {}

  /** The broadcast goes on, but something in it failed: a full disk, a broken encoder. */
  default void onTrouble(StreamException trouble) {}
}
