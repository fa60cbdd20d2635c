package io.echosdk.stream.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;

/** Writes boxes of the ISO base media file format (ISO/IEC 14496-12, 4.2) into growing memory. */
final class BoxWriter {

  private byte[] bytes = new byte[1024];
  private int size;
  private final ArrayDeque<Integer> open = new ArrayDeque<>();

  /** Begins a box; everything up to {@link #end()} is inside. */
  BoxWriter begin(String type) {
    open.push(size);
    return u32(0).ascii(type);
  }

  /** Begins a box with version and flags. */
  BoxWriter begin(String type, int version, int flags) {
    return begin(type).u32((long) version << 24 | flags);
  }

  /** Ends the box that began last. */
  BoxWriter end() {
    int start = open.pop();
    ByteBuffer.wrap(bytes).putInt(start, size - start);
    return this;
  }

  BoxWriter u8(int value) {
    room(1);
    bytes[size++] = (byte) value;
    return this;
  }

  BoxWriter u16(int value) {
    return u8(value >> 8).u8(value);
  }

  BoxWriter u32(long value) {
    return u16((int) (value >> 16)).u16((int) value);
  }

  BoxWriter u64(long value) {
    return u32(value >>> 32).u32(value);
  }

  BoxWriter ascii(String text) {
    return raw(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  BoxWriter zeros(int count) {
    room(count);
    size += count;
    return this;
  }

  BoxWriter raw(ByteBuffer source) {
    ByteBuffer from = source.duplicate();
    int length = from.remaining();
    room(length);
    from.get(bytes, size, length);
    size += length;
    return this;
  }

  /** Returns how much is written; the next box begins here. */
  int size() {
    return size;
  }

  /** Overwrites four bytes that were written before. */
  void patch(int at, int value) {
    ByteBuffer.wrap(bytes).putInt(at, value);
  }

  /** Returns what was written; valid until the next write. */
  ByteBuffer toBuffer() {
    if (!open.isEmpty()) {
      throw new IllegalStateException(open.size() + " boxes are not ended");
    }
    return ByteBuffer.wrap(bytes, 0, size);
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
