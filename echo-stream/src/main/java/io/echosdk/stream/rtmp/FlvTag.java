package io.echosdk.stream.rtmp;

import java.nio.ByteBuffer;

/** The frame of an FLV file (Adobe, "Video File Format Specification" 10.1, E.2 to E.4.1). */
final class FlvTag {

  private static final int HEADER_BYTES = 11;
  private static final int TRAILER_BYTES = 4;

  private FlvTag() {}

  /** Returns the file header, which announces both tracks, and the length of the tag before it. */
  static ByteBuffer fileHeader() {
    return ByteBuffer.wrap(new byte[] {'F', 'L', 'V', 1, 5, 0, 0, 0, 9, 0, 0, 0, 0})
        .asReadOnlyBuffer();
  }

  /**
   * Returns a whole tag with its length behind it.
   *
   * @param type as in RTMP: 8 sound, 9 picture, 18 metadata
   */
  static byte[] of(int type, long timestampMs, byte[] body) {
    return ByteBuffer.allocate(HEADER_BYTES + body.length + TRAILER_BYTES)
        .putInt(type << 24 | body.length)
        .putInt((int) ((timestampMs & 0xFFFFFF) << 8 | (timestampMs >> 24 & 0xFF)))
        .put(new byte[3]) // stream id, always 0
        .put(body)
        .putInt(HEADER_BYTES + body.length)
        .array();
  }
}
