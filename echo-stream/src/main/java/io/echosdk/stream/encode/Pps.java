package io.echosdk.stream.encode;

/**
 * What a slice header's reader needs of a picture parameter set (ITU-T H.264, 7.3.2.2).
 *
 * @param cabac entropy_coding_mode_flag
 * @param bottomOrderPresent bottom_field_pic_order_in_frame_present_flag
 * @param deblockingPresent deblocking_filter_control_present_flag
 * @param redundantPresent redundant_pic_cnt_present_flag
 */
record Pps(
    boolean cabac,
    boolean bottomOrderPresent,
    boolean deblockingPresent,
    boolean redundantPresent) {

  /**
   * Reads one.
   *
   * @param nal the NAL unit, with its header
   * @throws IllegalArgumentException if it is none, or ends too early
   */
  static Pps parse(byte[] nal) {
    BitReader in = new BitReader(Rbsp.unescape(nal));
    if ((in.u(8) & 0x1F) != AnnexB.Nal.PPS) {
      throw new IllegalArgumentException("no picture parameter set: NAL type " + (nal[0] & 0x1F));
    }
    in.ue(); // pic_parameter_set_id
    in.ue(); // seq_parameter_set_id
    boolean cabac = in.flag();
    boolean bottomOrderPresent = in.flag();
    if (in.ue() != 0) {
      throw new IllegalArgumentException("slice groups are not expected of a live encoder");
    }
    in.ue(); // num_ref_idx_l0_default_active_minus1
    in.ue(); // num_ref_idx_l1_default_active_minus1
    in.u(3); // weighted prediction
    in.se(); // pic_init_qp_minus26
    in.se(); // pic_init_qs_minus26
    in.se(); // chroma_qp_index_offset
    boolean deblockingPresent = in.flag();
    in.u(1); // constrained_intra_pred_flag
    return new Pps(cabac, bottomOrderPresent, deblockingPresent, in.flag());
  }
}
