package io.echosdk.stream.encode;

/** Reads the fields of a raw byte sequence payload (ITU-T H.264, 7.2 and 9.1). */
final class BitReader {

  private final byte[] bytes;
  private int bit;

  BitReader(byte[] bytes) {
    this.bytes = bytes;
  }

  int position() {
    return bit;
  }

  int u(int bits) {
    int value = 0;
    for (int i = 0; i < bits; i++, bit++) {
      if (bit >= bytes.length * 8) {
        throw new IllegalArgumentException("ends after " + bytes.length + " bytes");
      }
      value = value << 1 | bytes[bit >> 3] >> (7 - (bit & 7)) & 1;
    }
    return value;
  }

  boolean flag() {
    return u(1) == 1;
  }

  /** Reads an unsigned Exp-Golomb code. */
  int ue() {
    int zeros = 0;
    while (!flag()) {
      if (++zeros > 30) {
        throw new IllegalArgumentException("an Exp-Golomb code has over 30 leading zeros");
      }
    }
    return (1 << zeros) - 1 + u(zeros);
  }

  /** Reads a signed Exp-Golomb code. */
  int se() {
    int code = ue();
    return (code & 1) == 1 ? (code + 1) / 2 : -(code / 2);
  }
}
