package io.echosdk.stream.encode;

import io.echosdk.stream.encode.AnnexB.Nal;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Builds the AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1.2) from the parameter sets
 * that an encoder announces.
 */
final class AvcConfig {

  private static final int LENGTH_BYTES = 4;

  private AvcConfig() {}

  /**
   * Returns the record.
   *
   * @param parameterSets one SPS and one PPS in Annex B form
   * @throws IllegalArgumentException if one of them is missing or malformed
   */
  static byte[] from(byte[] parameterSets) {
    List<Nal> nals = AnnexB.split(parameterSets);
    byte[] sps = only(nals, Nal.SPS, "sequence");
    byte[] pps = only(nals, Nal.PPS, "picture");
    Sps parsed = Sps.parse(sps);
    boolean extended = parsed.profile() != 66 && parsed.profile() != 77 && parsed.profile() != 88;
    ByteBuffer out = ByteBuffer.allocate(11 + sps.length + pps.length + (extended ? 4 : 0));
    out.put((byte) 1); // configurationVersion
    out.put((byte) parsed.profile()).put((byte) parsed.constraints()).put((byte) parsed.level());
    out.put((byte) (0xFC | LENGTH_BYTES - 1));
    out.put((byte) (0xE0 | 1)).putShort((short) sps.length).put(sps);
    out.put((byte) 1).putShort((short) pps.length).put(pps);
    if (extended) {
      out.put((byte) (0xFC | parsed.chromaFormat()));
      out.put((byte) (0xF8 | parsed.lumaBits() - 8));
      out.put((byte) (0xF8 | parsed.chromaBits() - 8));
      out.put((byte) 0); // numOfSequenceParameterSetExt
    }
    return out.array();
  }

  static byte[] only(List<Nal> nals, int type, String what) {
    List<Nal> found = nals.stream().filter(nal -> nal.type() == type).toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "expected one " + what + " parameter set but found " + found.size());
    }
    return found.get(0).copy();
  }
}
