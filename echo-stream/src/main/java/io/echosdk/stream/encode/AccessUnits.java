package io.echosdk.stream.encode;

import io.echosdk.stream.encode.AnnexB.Nal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns an encoder's byte stream of one picture into the payload that containers and RTMP carry:
 * slices and SEI behind their lengths, without parameter sets, delimiters and filler, and with
 * keyframes only where they were asked for.
 */
final class AccessUnits {

  private final StrayKeyframes strays;
  private long strayCount;

  /**
   * Prepares for one encoder's output.
   *
   * @param parameterSets its SPS and PPS in Annex B form
   * @throws IllegalArgumentException if one of them is missing or malformed
   */
  AccessUnits(byte[] parameterSets) {
    List<Nal> nals = AnnexB.split(parameterSets);
    strays =
        new StrayKeyframes(
            Sps.parse(AvcConfig.only(nals, Nal.SPS, "sequence")),
            Pps.parse(AvcConfig.only(nals, Nal.PPS, "picture")));
  }

  /**
   * One picture.
   *
   * @param payload length-prefixed NAL units; a new array
   * @param keyframe whether decoding can begin here
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Unit(byte[] payload, boolean keyframe) {}

  /** Returns how many keyframes were taken back. */
  long strayCount() {
    return strayCount;
  }

  /**
   * Converts the picture that follows the last one.
   *
   * @param stream its NAL units in Annex B form
   * @param asked whether it was asked to be a keyframe
   */
  Unit convert(byte[] stream, boolean asked) {
    List<Nal> nals = AnnexB.split(stream);
    boolean idr = nals.stream().anyMatch(nal -> nal.type() == Nal.IDR_SLICE);
    boolean stray = idr && !asked && strays.possible();
    if (stray) {
      strayCount++;
      strays.goOn();
    } else if (idr) {
      strays.beginAnew();
    }
    List<byte[]> kept = new ArrayList<>(nals.size());
    for (Nal nal : nals) {
      if (nal.type() == Nal.SLICE || nal.type() == Nal.IDR_SLICE) {
        kept.add(strays.possible() ? strays.sent(nal, stray) : nal.copy());
      } else if (belongs(nal.type())) {
        kept.add(nal.copy());
      }
    }
    return new Unit(lengthPrefixed(kept), idr && !stray);
  }

  private static byte[] lengthPrefixed(List<byte[]> nals) {
    int bytes = nals.stream().mapToInt(nal -> 4 + nal.length).sum();
    ByteBuffer payload = ByteBuffer.allocate(bytes);
    nals.forEach(nal -> payload.putInt(nal.length).put(nal));
    return payload.array();
  }

  private static boolean belongs(int type) {
    return type != Nal.SPS
        && type != Nal.PPS
        && type != Nal.ACCESS_UNIT_DELIMITER
        && type != Nal.FILLER;
  }
}
