package io.echosdk.server.leveldb;

import java.util.Arrays;

/** Reads numbers and pieces from bytes, in the ways of LevelDB: little-endian, varints. */
final class Bytes {

  private final byte[] bytes;
  private final int end;
  private int at;

  Bytes(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  Bytes(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  boolean hasMore() {
    return at < end;
  }

  int u8() {
    require(1);
    return bytes[at++] & 0xFF;
  }

  /** Returns an unsigned number of 1 to 4 bytes; one above 2^31 is negative. */
  int littleEndian(int count) {
    int value = 0;
    for (int n = 0; n < count; n++) {
      value |= u8() << 8 * n;
    }
    return value;
  }

  long int64() {
    return (littleEndian(4) & 0xFFFFFFFFL) | (long) littleEndian(4) << 32;
  }

  /** Returns a number of up to 31 bits. */
  int varint() {
    long value = varint64();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new Damaged("a length of " + value);
    }
    return (int) value;
  }

  long varint64() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = u8();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new Damaged("a number without an end");
  }

  byte[] slice(int count) {
    require(count);
    at += count;
    return Arrays.copyOfRange(bytes, at - count, at);
  }

  void copyTo(byte[] target, int offset, int count) {
    require(count);
    System.arraycopy(bytes, at, target, offset, count);
    at += count;
  }

  private void require(int count) {
    if (count < 0 || count > end - at) {
      throw new Damaged("it ends too early");
    }
  }
}
