package io.echosdk.sync.codec;

import java.util.Arrays;

/** Bytes that grow, with the variable-length numbers and strings of lib0. */
public final class ByteWriter {

  private byte[] bytes;
  private int size;

  /** Creates a writer without content. */
  public ByteWriter() {
    this(32);
  }

  /** Creates a writer with room for so many bytes before it grows. */
  public ByteWriter(int capacity) {
    bytes = new byte[capacity];
  }

  /** Returns how many bytes were written. */
  public int size() {
    return size;
  }

  /** Returns a copy of what was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** Writes one byte, the low eight bits. */
  public void u8(int value) {
    if (size == bytes.length) {
      reserve(1);
    }
    bytes[size++] = (byte) value;
  }

  /** Writes seven bits a byte, the lowest first, the top bit set on all but the last. */
  public void varUint(long value) {
    byte[] target = room(10);
    int at = size;
    long rest = value;
    while (rest > 0x7f) {
      target[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    target[at++] = (byte) rest;
    size = at;
  }

  /**
   * Writes a sign and a magnitude: six bits in the first byte, seven in the others. Unlike an int
   * of Java this holds a negative zero, which the run-length codecs need.
   */
  public void varInt(long magnitude, boolean negative) {
    byte[] target = room(10);
    int at = size;
    long rest = magnitude >>> 6;
    target[at++] = (byte) ((rest > 0 ? 0x80 : 0) | (negative ? 0x40 : 0) | (magnitude & 0x3f));
    while (rest > 0) {
      target[at++] = (byte) ((rest > 0x7f ? 0x80 : 0) | (rest & 0x7f));
      rest >>>= 7;
    }
    size = at;
  }

  /** Writes a signed number. */
  public void varInt(long value) {
    varInt(Math.abs(value), value < 0);
  }

  /** Writes four bytes, the highest first. */
  public void float32(float value) {
    int bits = Float.floatToIntBits(value);
    for (int shift = 24; shift >= 0; shift -= 8) {
      u8(bits >>> shift);
    }
  }

  /** Writes eight bytes, the highest first. */
  public void int64(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      u8((int) (value >>> shift));
    }
  }

  /** Writes bytes as they are. */
  public void bytes(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  /** Writes the length and the bytes. */
  public void varBytes(byte[] source) {
    varUint(source.length);
    bytes(source, 0, source.length);
  }

  /** Writes the length and the bytes of another writer. */
  public void varBytes(ByteWriter source) {
    varUint(source.size);
    bytes(source.bytes, 0, source.size);
  }

  /** Writes the bytes of another writer. */
  public void append(ByteWriter source) {
    bytes(source.bytes, 0, source.size);
  }

  /** Writes the length in bytes and the UTF-8 form; half a surrogate pair becomes U+FFFD. */
  public void varString(CharSequence text) {
    int length = text.length();
    int byteLength = Utf8.length(text);
    varUint(byteLength);
    reserve(byteLength);
    if (byteLength == length) {
      for (int i = 0; i < length; i++) {
        bytes[size + i] = (byte) text.charAt(i);
      }
    } else {
      Utf8.encode(text, bytes, size);
    }
    size += byteLength;
  }

  /** Makes room and returns the array, whose free part begins at {@link #size()}. */
  byte[] room(int count) {
    reserve(count);
    return bytes;
  }

  void advance(int count) {
    size += count;
  }

  private void reserve(int count) {
    if (bytes.length - size < count) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + count));
    }
  }
}
