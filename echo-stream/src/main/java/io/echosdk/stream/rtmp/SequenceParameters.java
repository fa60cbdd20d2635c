package io.echosdk.stream.rtmp;

import java.util.Arrays;

/**
 * Reads the picture's size from an H.264 sequence parameter set (ITU-T H.264, 7.3.2.1.1): the
 * macroblock counts less the cropping. Fields in front of them are read and passed over.
 */
final class SequenceParameters {

  private static final int NAL_HEADER_BITS = 8;
  private static final int PROFILE_BITS = 24; // profile, constraint flags, level

  private final byte[] bytes;
  private int bit;

  private SequenceParameters(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns the size, or the other if the bytes are no whole parameter set. */
  static PictureSize pictureSize(byte[] nalUnit, PictureSize otherwise) {
    try {
      PictureSize size = new SequenceParameters(unescape(nalUnit)).size();
      return size.width() > 0 && size.height() > 0 ? size : otherwise;
    } catch (ArrayIndexOutOfBoundsException endsEarly) {
      return otherwise;
    }
  }

  /** Takes out the emulation prevention bytes: 7.4.1. */
  private static byte[] unescape(byte[] nalUnit) {
    byte[] raw = new byte[nalUnit.length];
    int length = 0;
    int zeros = 0;
    for (byte value : nalUnit) {
      if (zeros >= 2 && value == 3) {
        zeros = 0;
        continue;
      }
      zeros = value == 0 ? zeros + 1 : 0;
      raw[length++] = value;
    }
    return Arrays.copyOf(raw, length);
  }

  private PictureSize size() {
    bit = NAL_HEADER_BITS;
    int profile = bits(8);
    bit = NAL_HEADER_BITS + PROFILE_BITS;
    exponential(); // seq_parameter_set_id
    int chroma = hasChroma(profile) ? skipChroma() : 1;
    exponential(); // log2_max_frame_num_minus4
    skipOrderCount();
    exponential(); // max_num_ref_frames
    bits(1); // gaps_in_frame_num_value_allowed_flag
    int widthInBlocks = exponential() + 1;
    int heightInUnits = exponential() + 1;
    int frameOnly = bits(1);
    if (frameOnly == 0) {
      bits(1); // mb_adaptive_frame_field_flag
    }
    bits(1); // direct_8x8_inference_flag
    int width = widthInBlocks * 16;
    int height = heightInUnits * 16 * (2 - frameOnly);
    if (bits(1) == 0) {
      return new PictureSize(width, height);
    }
    int unitX = chroma == 1 || chroma == 2 ? 2 : 1; // 7-19 to 7-22
    int unitY = (chroma == 1 ? 2 : 1) * (2 - frameOnly);
    int columns = exponential() + exponential();
    int rows = exponential() + exponential();
    return new PictureSize(width - unitX * columns, height - unitY * rows);
  }

  private static boolean hasChroma(int profile) {
    return switch (profile) {
      case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
      default -> false;
    };
  }

  private int skipChroma() {
    int chroma = exponential();
    if (chroma == 3) {
      bits(1); // separate_colour_plane_flag
    }
    exponential(); // bit_depth_luma_minus8
    exponential(); // bit_depth_chroma_minus8
    bits(1); // qpprime_y_zero_transform_bypass_flag
    if (bits(1) == 1) {
      for (int list = 0; list < (chroma == 3 ? 12 : 8); list++) {
        if (bits(1) == 1) {
          skipScalingList(list < 6 ? 16 : 64);
        }
      }
    }
    return chroma;
  }

  private void skipScalingList(int size) { // 7.3.2.1.1.1
    int last = 8;
    int next = 8;
    for (int i = 0; i < size; i++) {
      if (next != 0) {
        next = (last + signed() + 256) % 256;
      }
      last = next == 0 ? last : next;
    }
  }

  private void skipOrderCount() {
    int kind = exponential(); // pic_order_cnt_type
    if (kind == 0) {
      exponential(); // log2_max_pic_order_cnt_lsb_minus4
    } else if (kind == 1) {
      bits(1); // delta_pic_order_always_zero_flag
      signed(); // offset_for_non_ref_pic
      signed(); // offset_for_top_to_bottom_field
      int cycle = exponential();
      for (int i = 0; i < cycle; i++) {
        signed();
      }
    }
  }

  private int bits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 1 | (bytes[bit >> 3] >> (7 - (bit & 7)) & 1);
      bit++;
    }
    return value;
  }

  /** Exp-Golomb, unsigned: 9.1. */
  private int exponential() {
    int zeros = 0;
    while (bits(1) == 0) {
      zeros++;
    }
    return zeros > 30 ? Integer.MAX_VALUE >> 8 : (1 << zeros) - 1 + bits(zeros);
  }

  private int signed() {
    int code = exponential();
    return (code & 1) == 1 ? code + 1 >> 1 : -(code >> 1);
  }
}
