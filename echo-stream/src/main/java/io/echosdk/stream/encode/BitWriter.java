package io.echosdk.stream.encode;

import java.util.Arrays;

/** Writes the fields of a raw byte sequence payload (ITU-T H.264, 7.2 and 9.1). */
final class BitWriter {

  private byte[] bytes;
  private int bit;

  BitWriter(int expectedBytes) {
    bytes = new byte[expectedBytes];
  }

  void u(int value, int bits) {
    for (int i = bits - 1; i >= 0; i--, bit++) {
      if (bit >> 3 == bytes.length) {
        bytes = Arrays.copyOf(bytes, bytes.length * 2);
      }
      bytes[bit >> 3] |= (byte) ((value >> i & 1) << (7 - (bit & 7)));
    }
  }

  void ue(int value) {
    int bits = 32 - Integer.numberOfLeadingZeros(value + 1);
    u(0, bits - 1);
    u(value + 1, bits);
  }

  void se(int value) {
    ue(value > 0 ? 2 * value - 1 : -2 * value);
  }

  void copy(BitReader from, int bits) {
    for (int left = bits; left > 0; left -= 16) {
      int step = Math.min(16, left);
      u(from.u(step), step);
    }
  }

  /** Fills the last byte with ones or zeros. */
  void align(int with) {
    while ((bit & 7) != 0) {
      u(with, 1);
    }
  }

  void bytes(byte[] source, int from, int to) {
    int at = bit >> 3;
    bytes = Arrays.copyOf(bytes, Math.max(bytes.length, at + to - from));
    System.arraycopy(source, from, bytes, at, to - from);
    bit += (to - from) * 8;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, (bit + 7) >> 3);
  }
}
