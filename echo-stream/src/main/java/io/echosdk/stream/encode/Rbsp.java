package io.echosdk.stream.encode;

import java.util.Arrays;

/** Takes out and puts in the bytes that keep start codes out of NAL units (H.264, 7.4.1). */
public final class Rbsp {

  private Rbsp() {}

  /** Returns the payload without emulation_prevention_three_byte. */
  public static byte[] unescape(byte[] nal) {
    byte[] plain = new byte[nal.length];
    int length = 0;
    int zeros = 0;
    for (byte b : nal) {
      if (zeros >= 2 && b == 3) {
        zeros = 0;
        continue;
      }
      plain[length++] = b;
      zeros = b == 0 ? zeros + 1 : 0;
    }
    return Arrays.copyOf(plain, length);
  }

  /** Returns the payload with emulation_prevention_three_byte wherever it is needed. */
  public static byte[] escape(byte[] plain) {
    byte[] nal = new byte[plain.length + plain.length / 2 + 1];
    int length = 0;
    int zeros = 0;
    for (byte b : plain) {
      if (zeros == 2 && (b & 0xFC) == 0) {
        nal[length++] = 3;
        zeros = 0;
      }
      nal[length++] = b;
      zeros = b == 0 ? zeros + 1 : 0;
    }
    return Arrays.copyOf(nal, length);
  }
}
