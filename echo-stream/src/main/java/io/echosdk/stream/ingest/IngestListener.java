package io.echosdk.stream.ingest;

import io.echosdk.api.Secret;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.StreamException;

/** Decides who may publish to an ingest server, and hears what is published. */
public interface IngestListener {

  /**
   * Decides whether a publisher is let in; called on the runtime's executor, may take its time.
   *
   * @param app the application it asked for
   * @param key its stream key
   */
  default boolean onPublish(String app, Secret key) {
    return true;
  }

  /** A publisher was let in; called on the server's event loop, must return at once. */
  default void onStarted(IngestStream stream) {}

  /**
   * A packet came; called on the server's event loop, must return at once. Only H.264 and AAC are
   * handed out; other codecs are passed on to players alone.
   *
   * @param streamId {@link IngestStream#id()}
   * @param packet may be kept
   */
  default void onPacket(long streamId, EncodedPacket packet) {}

  /** A publisher left; called on the server's event loop, must return at once. */
  default void onEnded(IngestStream stream) {}

  /** A recording failed; called on the runtime's executor. The stream goes on. */
  default void onTrouble(StreamException trouble) {}
}
