package io.echosdk.stream.ingest;

import java.nio.ByteBuffer;

/** Takes a stream as FLV: an HTTP response, a WebSocket, a file. */
public interface FlvSink {

  /**
   * Takes the file header or one whole tag; called on the server's event loop, must return at once.
   *
   * @param bytes read-only, may be kept and is shared with other sinks
   * @return whether more may come at once; after false, nothing comes until {@link
   *     FlvSubscription#resume()}, and what is too old by then is left out up to a keyframe
   */
  boolean accept(ByteBuffer bytes);

  /** The publisher has left or the server closes; nothing comes after this. */
  void end();
}
