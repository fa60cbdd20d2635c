package io.echosdk.stream.encode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds NAL units in a byte stream (ITU-T H.264, Annex B). */
final class AnnexB {

  private AnnexB() {}

  /**
   * One NAL unit, without its start code.
   *
   * @param bytes the stream; borrowed
   * @param from its first byte, the NAL header
   * @param to behind its last byte
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Nal(byte[] bytes, int from, int to) {

    static final int SLICE = 1;
    static final int IDR_SLICE = 5;
    static final int SPS = 7;
    static final int PPS = 8;
    static final int ACCESS_UNIT_DELIMITER = 9;
    static final int FILLER = 12;

    int type() {
      return bytes[from] & 0x1F;
    }

    int length() {
      return to - from;
    }

    byte[] copy() {
      return Arrays.copyOfRange(bytes, from, to);
    }
  }

  /** Returns the NAL units of a stream, in order; empty ones are left out. */
  static List<Nal> split(byte[] stream) {
    List<Nal> nals = new ArrayList<>(4);
    int begin = -1;
    for (int i = 0; i + 2 < stream.length; i++) {
      if (stream[i + 2] > 1 || stream[i + 2] < 0) {
        i += 2; // no start code can include this byte
      } else if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
        add(nals, stream, begin, i);
        begin = i + 3;
        i += 2;
      }
    }
    add(nals, stream, begin, stream.length);
    return nals;
  }

  private static void add(List<Nal> nals, byte[] stream, int begin, int end) {
    if (begin < 0) {
      return;
    }
    int to = end;
    while (to > begin && stream[to - 1] == 0) {
      to--; // trailing_zero_8bits, and the first zero of a four-byte start code
    }
    if (to > begin) {
      nals.add(new Nal(stream, begin, to));
    }
  }
}
