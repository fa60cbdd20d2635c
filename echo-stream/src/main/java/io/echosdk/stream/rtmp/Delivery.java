package io.echosdk.stream.rtmp;

import io.netty.buffer.ByteBuf;

/**
 * One receiver of one stream of an ingest server: a player or an FLV sink, with the queue between.
 * Runs on the event loop.
 */
final class Delivery {

  private static final long QUEUE_MS = 2_000;
  private static final long QUEUE_BYTES = 32L << 20;

  private final LiveStream stream;
  private final Outlet outlet;
  private final Runnable onEnd;
  private final SendQueue queue = new SendQueue(QUEUE_MS, QUEUE_BYTES);
  private boolean introduced;

  /**
   * Creates one that has received nothing.
   *
   * @param onEnd what happens when the publisher leaves
   */
  Delivery(LiveStream stream, Outlet outlet, Runnable onEnd) {
    this.stream = stream;
    this.outlet = outlet;
    this.onEnd = onEnd;
  }

  /** Introduces the stream and sends from the last keyframe on. */
  void welcome() {
    introduced = true;
    stream.programme().welcome(outlet, queue);
  }

  /** The stream's introduction has changed; it is sent before the next packet. */
  void reintroduce() {
    introduced = false;
    queue.clear();
  }

  /** Sends a part of the introduction that came late. */
  void add(int type, long timestampMs, ByteBuf body) {
    if (introduced) {
      outlet.write(type, timestampMs, body);
    }
  }

  /** Takes an image that the cache has already. */
  void offer(WireImage image) {
    if (!introduced) {
      welcome();
      return;
    }
    queue.offer(image, stream.programme().cache());
    queue.drainTo(outlet);
  }

  /** The outlet can take more. */
  void writable() {
    if (introduced) {
      queue.drainTo(outlet);
    }
  }

  /** The publisher has left. */
  void ended() {
    queue.drainTo(outlet);
    reintroduce();
    onEnd.run();
  }

  /** Lets go of what waits. */
  void clear() {
    queue.clear();
  }
}
