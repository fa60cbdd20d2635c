package io.echosdk.stream.rtmp;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/**
 * Cuts one message into chunks (RTMP 1.0, 5.3): a type 0 header, then the body with a type 3 header
 * before every further chunk.
 *
 * <p>Only these two types are written. A full header of twelve bytes does not depend on what the
 * connection carried before, so the same bytes are right for every destination, whenever it joined.
 */
final class ChunkWriter {

  /** What we announce with Set Chunk Size: large, so that most messages are one chunk. */
  static final int CHUNK_SIZE = 65_536;

  static final int CONTROL = 2; // chunk stream of protocol control messages, 5.4
  static final int COMMAND = 3;
  static final int AUDIO = 4;
  static final int DATA = 5;
  static final int VIDEO = 6;

  private static final int TYPE_3 = 0xC0;

  private ChunkWriter() {}

  /** Returns how many bytes {@link #write} makes of a body. */
  static int wireBytes(int bodyBytes, long timestampMs, int chunkSize) {
    int extra = extended(timestampMs) ? 4 : 0;
    int continuations = bodyBytes == 0 ? 0 : (bodyBytes - 1) / chunkSize;
    return 12 + extra + bodyBytes + continuations * (1 + extra);
  }

  /** Returns the length of the first header, which alone names the message stream. */
  static int headerBytes(long timestampMs) {
    return extended(timestampMs) ? 16 : 12;
  }

  /**
   * Appends one message.
   *
   * @param out where to
   * @param chunkStreamId 2 to 63
   * @param type message type id
   * @param messageStreamId 0 for the connection itself
   * @param timestampMs milliseconds; the low 32 bits are sent
   * @param chunkSize the chunk size that the peer was told
   * @param parts the body in pieces; their positions do not move
   */
  static void write(
      ByteBuf out,
      int chunkStreamId,
      int type,
      int messageStreamId,
      long timestampMs,
      int chunkSize,
      ByteBuffer... parts) {
    int length = 0;
    for (ByteBuffer part : parts) {
      length += part.remaining();
    }
    header(out, chunkStreamId, type, messageStreamId, timestampMs, length);
    int room = chunkSize;
    for (ByteBuffer part : parts) {
      ByteBuffer rest = part.duplicate();
      while (rest.hasRemaining()) {
        if (room == 0) {
          continuation(out, chunkStreamId, timestampMs);
          room = chunkSize;
        }
        ByteBuffer piece = rest.slice();
        piece.limit(Math.min(room, piece.remaining()));
        rest.position(rest.position() + piece.remaining());
        room -= piece.remaining();
        out.writeBytes(piece);
      }
    }
  }

  /** Appends the type 0 header alone. */
  static void header(
      ByteBuf out, int chunkStreamId, int type, int messageStreamId, long timestampMs, int length) {
    boolean extended = extended(timestampMs);
    out.writeByte(chunkStreamId);
    out.writeMedium(extended ? ChunkReader.EXTENDED : (int) timestampMs);
    out.writeMedium(length);
    out.writeByte(type);
    out.writeIntLE(messageStreamId);
    if (extended) {
      out.writeInt((int) timestampMs);
    }
  }

  private static void continuation(ByteBuf out, int chunkStreamId, long timestampMs) {
    out.writeByte(TYPE_3 | chunkStreamId);
    if (extended(timestampMs)) {
      out.writeInt((int) timestampMs);
    }
  }

  private static boolean extended(long timestampMs) {
    return (timestampMs & 0xFFFFFFFFL) >= ChunkReader.EXTENDED;
  }
}
