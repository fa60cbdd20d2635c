package io.echosdk.server.leveldb;

/**
 * Unpacks a Snappy block: a length, then pieces that are either bytes or a copy of bytes that were
 * unpacked before. Source: format_description.txt of google/snappy.
 */
final class Snappy {

  private static final int LITERAL = 0;
  private static final int COPY_1_BYTE = 1;
  private static final int COPY_2_BYTES = 2;

  private Snappy() {}

  /**
   * Unpacks a block.
   *
   * @throws Damaged if it is no such block, or claims to hold more than {@code limit} bytes
   */
  static byte[] unpack(byte[] packed, int limit) {
    Bytes in = new Bytes(packed);
    int length = in.varint();
    if (length < 0 || length > limit) {
      throw new Damaged("a Snappy block claims to hold " + length + " bytes");
    }
    byte[] out = new byte[length];
    int filled = 0;
    while (in.hasMore()) {
      int tag = in.u8();
      if ((tag & 3) == LITERAL) {
        int count = literalLength(tag >> 2, in);
        requireRoom(count, out.length - filled);
        in.copyTo(out, filled, count);
        filled += count;
      } else {
        filled = copy(tag, in, out, filled);
      }
    }
    if (filled != length) {
      throw new Damaged("a Snappy block ends after " + filled + " of " + length + " bytes");
    }
    return out;
  }

  private static int literalLength(int code, Bytes in) {
    return code < 60 ? code + 1 : in.littleEndian(code - 59) + 1;
  }

  private static int copy(int tag, Bytes in, byte[] out, int filled) {
    int count;
    int distance;
    if ((tag & 3) == COPY_1_BYTE) {
      count = (tag >> 2 & 7) + 4;
      distance = (tag >> 5) << 8 | in.u8();
    } else {
      count = (tag >> 2) + 1;
      distance = in.littleEndian((tag & 3) == COPY_2_BYTES ? 2 : 4);
    }
    if (distance <= 0 || distance > filled) {
      throw new Damaged("a Snappy block copies from " + distance + " bytes before");
    }
    requireRoom(count, out.length - filled);
    for (int n = 0; n < count; n++) { // one by one: a copy may overlap itself
      out[filled + n] = out[filled + n - distance];
    }
    return filled + count;
  }

  private static void requireRoom(int count, int room) {
    if (count < 0 || count > room) {
      throw new Damaged("a Snappy block holds more than it claims");
    }
  }
}
