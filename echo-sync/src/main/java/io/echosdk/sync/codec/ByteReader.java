package io.echosdk.sync.codec;

/** Reads what {@link ByteWriter} writes; every method throws a typed error at the end. */
public final class ByteReader {

  private static final int MOST_NUMBER_BYTES = 9; // of varInt, refused ones included
  private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

  private final byte[] bytes;
  private final int start;
  private final int end;
  private int position;
  private boolean lastVarIntNegative;

  /** Reads an array from its first byte. */
  public ByteReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  ByteReader(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.start = offset;
    this.position = offset;
    this.end = offset + length;
  }

  /** Goes back to the first byte. */
  void restart() {
    position = start;
  }

  /** Returns whether anything is left. */
  public boolean hasMore() {
    return position < end;
  }

  /** Returns how many bytes are left. */
  public int remaining() {
    return end - position;
  }

  /** Reads one byte, 0 to 255. */
  public int u8() {
    if (position >= end) {
      throw ended();
    }
    return bytes[position++] & 0xff;
  }

  /** Returns the next byte, 0 to 255, without passing it, or -1 at the end. */
  int peek() {
    return position < end ? bytes[position] & 0xff : -1;
  }

  /** Reads an unsigned number up to 2^53 - 1. */
  public long varUint() {
    if (position < end && bytes[position] >= 0) {
      return bytes[position++];
    }
    long value = 0;
    for (int shift = 0; shift < 56; shift += 7) {
      int next = u8();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return inRange(value);
      }
    }
    throw Malformed.update("a number is longer than 53 bits");
  }

  /** Reads an unsigned number that must fit an int, such as a clock. */
  public int varUint31() {
    long value = varUint();
    if (value > Integer.MAX_VALUE) {
      throw Malformed.limit("the clock or length " + value + " is above 2^31 - 1");
    }
    return (int) value;
  }

  /** Reads a signed number; {@link #lastWasNegative()} tells a negative zero from zero. */
  public long varInt() {
    if (end - position < MOST_NUMBER_BYTES) {
      return varIntAtEnd();
    }
    int at = position;
    int next = bytes[at++];
    lastVarIntNegative = (next & 0x40) != 0;
    long value = next & 0x3f;
    for (int shift = 6; next < 0; shift += 7) {
      if (shift > 55) {
        throw Malformed.update("a number is longer than 53 bits");
      }
      next = bytes[at++];
      value |= (long) (next & 0x7f) << shift;
    }
    position = at;
    inRange(value);
    return lastVarIntNegative ? -value : value;
  }

  private long varIntAtEnd() {
    int next = u8();
    lastVarIntNegative = (next & 0x40) != 0;
    long value = next & 0x3f;
    for (int shift = 6; next >= 0x80; shift += 7) {
      if (shift > 55) {
        throw Malformed.update("a number is longer than 53 bits");
      }
      next = u8();
      value |= (long) (next & 0x7f) << shift;
    }
    inRange(value);
    return lastVarIntNegative ? -value : value;
  }

  /** Returns whether the last {@link #varInt()} carried the sign. */
  public boolean lastWasNegative() {
    return lastVarIntNegative;
  }

  /** Reads four bytes, the highest first. */
  public float float32() {
    int bits = 0;
    for (int i = 0; i < 4; i++) {
      bits = bits << 8 | u8();
    }
    return Float.intBitsToFloat(bits);
  }

  /** Reads eight bytes, the highest first. */
  public long int64() {
    long bits = 0;
    for (int i = 0; i < 8; i++) {
      bits = bits << 8 | u8();
    }
    return bits;
  }

  /** Reads a length and so many bytes. */
  public byte[] varBytes() {
    int length = varLength();
    byte[] copy = java.util.Arrays.copyOfRange(bytes, position, position + length);
    position += length;
    return copy;
  }

  /** Reads a length and returns a reader of so many bytes. */
  public ByteReader varSection() {
    int length = varLength();
    ByteReader section = new ByteReader(bytes, position, length);
    position += length;
    return section;
  }

  /** Returns a reader of all that is left. */
  ByteReader rest() {
    return new ByteReader(bytes, position, end - position);
  }

  /** Reads a length and so many bytes of UTF-8. */
  public String varString() {
    int length = varLength();
    String text = Utf8.decode(bytes, position, length);
    position += length;
    return text;
  }

  /** Reads a length and so many bytes of UTF-8 into a pool and returns the span. */
  int varText(TextPool pool) {
    int length = varLength();
    int span = pool.appendUtf8(bytes, position, length);
    position += length;
    return span;
  }

  /** Passes a length and so many bytes. */
  void skipBytes() {
    int length = varLength();
    position += length;
  }

  /** Passes a string and returns its length in UTF-16 units. */
  int skipString() {
    int length = varLength();
    int units = Utf8.utf16Length(bytes, position, length);
    position += length;
    return units;
  }

  /** Passes a string that is JSON. */
  void skipJson() {
    int length = varLength();
    Utf8.utf16Length(bytes, position, length);
    JsonCheck.check(bytes, position, length);
    position += length;
  }

  /** Passes so many bytes. */
  void skip(int count) {
    if (count > end - position) {
      throw ended();
    }
    position += count;
  }

  private int varLength() {
    long length = varUint();
    if (length > end - position) {
      throw ended();
    }
    return (int) length;
  }

  private static long inRange(long value) {
    if (value > MAX_SAFE_INTEGER) {
      throw Malformed.update("a number is longer than 53 bits");
    }
    return value;
  }

  private static RuntimeException ended() {
    return Malformed.update("it ends in the middle of a value");
  }
}
