package io.echosdk.stream.rtmp;

import io.echosdk.api.stream.EncodedPacket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One packet as the bytes that go over every connection: made once, written N times. The bytes name
 * message stream {@link #MESSAGE_STREAM}, which all servers known give out first; for another, only
 * the first header is made anew.
 *
 * <p>Immutable but for its reference count, which is that of its buffer: whoever keeps an image
 * retains it and releases it once.
 */
final class WireImage {

  /** What createStream answers nearly everywhere. */
  static final int MESSAGE_STREAM = 1;

  private final EncodedPacket.Track track;
  private final long timestampMs;
  private final boolean keyframe;
  private final ByteBuf bytes;
  private byte @Nullable [] flvTag; // made by the one loop that asks for it

  private WireImage(EncodedPacket.Track track, long timestampMs, boolean keyframe, ByteBuf bytes) {
    this.track = track;
    this.timestampMs = timestampMs;
    this.keyframe = keyframe;
    this.bytes = bytes;
  }

  /** Makes the image of an encoder's packet. */
  static WireImage of(EncodedPacket packet, ByteBufAllocator allocator) {
    return of(
        packet.track(),
        FlvBody.millis(packet.dtsNanos()),
        packet.track() == EncodedPacket.Track.VIDEO && packet.keyframe(),
        allocator,
        FlvBody.head(packet),
        packet.payload());
  }

  /** Makes the image of a message body that is in FLV form already. */
  static WireImage of(
      EncodedPacket.Track track,
      long timestampMs,
      boolean keyframe,
      ByteBufAllocator allocator,
      ByteBuffer... body) {
    int length = 0;
    for (ByteBuffer part : body) {
      length += part.remaining();
    }
    boolean video = track == EncodedPacket.Track.VIDEO;
    ByteBuf out =
        allocator.directBuffer(ChunkWriter.wireBytes(length, timestampMs, ChunkWriter.CHUNK_SIZE));
    ChunkWriter.write(
        out,
        video ? ChunkWriter.VIDEO : ChunkWriter.AUDIO,
        video ? Message.VIDEO : Message.AUDIO,
        MESSAGE_STREAM,
        timestampMs,
        ChunkWriter.CHUNK_SIZE,
        body);
    return new WireImage(track, timestampMs, keyframe, out);
  }

  boolean video() {
    return track == EncodedPacket.Track.VIDEO;
  }

  /** Returns whether decoding can begin here; false for sound. */
  boolean keyframe() {
    return keyframe;
  }

  /** Returns the decoding time, milliseconds since the programme began; does not wrap. */
  long timestampMs() {
    return timestampMs;
  }

  int length() {
    return bytes.readableBytes();
  }

  WireImage retain() {
    bytes.retain();
    return this;
  }

  void release() {
    bytes.release();
  }

  /**
   * Returns the bytes to write, with a reference of their own.
   *
   * @param messageStream what this connection's createStream answered
   */
  ByteBuf bytesFor(int messageStream) {
    if (messageStream == MESSAGE_STREAM) {
      return bytes.retainedDuplicate();
    }
    int header = ChunkWriter.headerBytes(timestampMs);
    ByteBuf own = bytes.alloc().directBuffer(header).writeBytes(bytes, 0, header);
    own.setIntLE(8, messageStream);
    return bytes
        .alloc()
        .compositeDirectBuffer(2)
        .addComponents(true, own, bytes.retainedSlice(header, bytes.readableBytes() - header));
  }

  /** Returns this as a tag of an FLV file; made on first use, on one thread, and shared. */
  byte[] flvTag() {
    byte[] tag = flvTag;
    if (tag == null) {
      tag = FlvTag.of(video() ? Message.VIDEO : Message.AUDIO, timestampMs, body());
      flvTag = tag;
    }
    return tag;
  }

  /** Returns a copy of the message's body: the bytes without the chunk headers. */
  private byte[] body() {
    int header = ChunkWriter.headerBytes(timestampMs);
    int continuation = header - 11; // the basic header, and the extended timestamp if there is one
    byte[] body = new byte[bytes.getUnsignedMedium(4)];
    int from = header;
    for (int at = 0; at < body.length; at += ChunkWriter.CHUNK_SIZE) {
      int piece = Math.min(ChunkWriter.CHUNK_SIZE, body.length - at);
      bytes.getBytes(from, body, at, piece);
      from += piece + continuation;
    }
    return body;
  }
}
