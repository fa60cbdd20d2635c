package io.echosdk.stream.encode;

import io.echosdk.stream.encode.AnnexB.Nal;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Turns an encoder's byte stream of one picture into the payload that containers and RTMP carry:
 * slices and SEI behind their lengths, without parameter sets, delimiters and filler.
 */
final class AccessUnits {

  private boolean keyframeExpected;
  private long expectedTicks;

  AccessUnits(byte[] parameterSets) {}

  /**
   * One picture.
   *
   * @param payload length-prefixed NAL units; a new array
   * @param keyframe whether decoding can begin here
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Unit(byte[] payload, boolean keyframe) {}

  void expectKeyframe(boolean expected, long ticks) {
    keyframeExpected = expected;
    expectedTicks = ticks;
  }

  Unit toLengthPrefixed(byte[] stream, long ticks) {
    List<Nal> nals = AnnexB.split(stream);
    int bytes = 0;
    boolean idr = false;
    for (Nal nal : nals) {
      if (belongs(nal.type())) {
        bytes += 4 + nal.length();
        idr |= nal.type() == Nal.IDR_SLICE;
      }
    }
    ByteBuffer payload = ByteBuffer.allocate(bytes);
    for (Nal nal : nals) {
      if (belongs(nal.type())) {
        payload.putInt(nal.length()).put(nal.bytes(), nal.from(), nal.length());
      }
    }
    return new Unit(payload.array(), idr);
  }

  private static boolean belongs(int type) {
    return type != Nal.SPS
        && type != Nal.PPS
        && type != Nal.ACCESS_UNIT_DELIMITER
        && type != Nal.FILLER;
  }
}
