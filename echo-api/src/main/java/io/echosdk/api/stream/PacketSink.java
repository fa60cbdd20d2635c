package io.echosdk.api.stream;

/**
 * Takes an encoded programme: a destination, a recording, a player. One thread at a time. Never
 * blocks on a network or a disk: what cannot be taken at once is queued within a bound, or dropped
 * up to the next keyframe.
 */
public interface PacketSink extends AutoCloseable {

  /** Takes what a decoder must know; called once, before the first packet. */
  void header(StreamHeader header);

  /** Takes the packet that follows the last one, in order of {@code dtsNanos} within each track. */
  void accept(EncodedPacket packet);

  /**
   * Ends the programme, lets go of files and sockets. Bounded in time, idempotent, from any thread.
   */
  @Override
  void close();
}
