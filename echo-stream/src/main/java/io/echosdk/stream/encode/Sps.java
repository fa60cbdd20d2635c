package io.echosdk.stream.encode;

import java.util.Set;

/**
 * What others need to know of a sequence parameter set (ITU-T H.264, 7.3.2.1.1).
 *
 * @param profile profile_idc
 * @param constraints the byte of constraint flags
 * @param level level_idc
 * @param chromaFormat chroma_format_idc; 1 is 4:2:0
 * @param lumaBits bits per luma sample
 * @param chromaBits bits per chroma sample
 * @param frameNumBits length of frame_num
 * @param pocType pic_order_cnt_type
 * @param pocLsbBits length of pic_order_cnt_lsb; 0 unless {@code pocType} is 0
 * @param maxRefFrames max_num_ref_frames
 * @param framesOnly frame_mbs_only_flag
 */
record Sps(
    int profile,
    int constraints,
    int level,
    int chromaFormat,
    int lumaBits,
    int chromaBits,
    int frameNumBits,
    int pocType,
    int pocLsbBits,
    int maxRefFrames,
    boolean framesOnly) {

  private static final Set<Integer> PROFILES_WITH_CHROMA =
      Set.of(100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135);

  /**
   * Reads one.
   *
   * @param nal the NAL unit, with its header
   * @throws IllegalArgumentException if it is none, or ends too early
   */
  static Sps parse(byte[] nal) {
    BitReader in = new BitReader(Rbsp.unescape(nal));
    if ((in.u(8) & 0x1F) != AnnexB.Nal.SPS) {
      throw new IllegalArgumentException("no sequence parameter set: NAL type " + (nal[0] & 0x1F));
    }
    int profile = in.u(8);
    int constraints = in.u(8);
    int level = in.u(8);
    in.ue(); // seq_parameter_set_id
    int chromaFormat = 1;
    int lumaBits = 8;
    int chromaBits = 8;
    if (PROFILES_WITH_CHROMA.contains(profile)) {
      chromaFormat = in.ue();
      if (chromaFormat == 3) {
        in.u(1); // separate_colour_plane_flag
      }
      lumaBits = 8 + in.ue();
      chromaBits = 8 + in.ue();
      in.u(1); // qpprime_y_zero_transform_bypass_flag
      if (in.flag()) {
        throw new IllegalArgumentException("scaling matrices are not expected of a live encoder");
      }
    }
    int frameNumBits = 4 + in.ue();
    int pocType = in.ue();
    int pocLsbBits = pocType == 0 ? 4 + in.ue() : 0;
    if (pocType == 1) {
      throw new IllegalArgumentException("pic_order_cnt_type 1 is not expected of a live encoder");
    }
    int maxRefFrames = in.ue();
    in.u(1); // gaps_in_frame_num_value_allowed_flag
    in.ue(); // pic_width_in_mbs_minus1
    in.ue(); // pic_height_in_map_units_minus1
    return new Sps(
        profile,
        constraints,
        level,
        chromaFormat,
        lumaBits,
        chromaBits,
        frameNumBits,
        pocType,
        pocLsbBits,
        maxRefFrames,
        in.flag());
  }
}
