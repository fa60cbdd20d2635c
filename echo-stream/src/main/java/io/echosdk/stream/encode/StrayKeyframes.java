package io.echosdk.stream.encode;

import io.echosdk.stream.encode.AnnexB.Nal;

/**
 * Takes back the keyframes that an encoder made of its own accord. libopenh264 begins anew (an IDR
 * picture) wherever it sees a scene cut, and FFmpeg offers no way to forbid it; players, recordings
 * and other renditions rely on keyframes at the moments of the programme's clock and nowhere else.
 *
 * <p>Idea: an IDR picture is an intra picture that also empties the decoder's memory and restarts
 * two counters, {@code frame_num} and {@code pic_order_cnt_lsb}. Written as a plain intra picture
 * that continues the counters, it decodes to the very same pixels; the pictures after it, until the
 * next keyframe that was asked for, get the same amounts added. Nothing below the slice header
 * changes. A plain intra picture leaves older pictures in the decoder's memory, which is harmless
 * where the memory holds one picture ({@code max_num_ref_frames} 1), so only then it is done.
 *
 * <p>Both counters have fixed lengths, so in pictures between only bits are replaced. In the intra
 * picture itself {@code idr_pic_id} and one flag go, and what follows moves; CABAC data begins on a
 * whole byte and moves as bytes. O(bytes of the picture), only while a stray keyframe is in effect.
 *
 * <p>Source: ITU-T H.264, 7.3.3 (slice header), 8.2.1 (picture order count), 8.2.5 (marking).
 */
final class StrayKeyframes {

  private static final int NAL_REF_IDC = 0x60;
  private static final int MARKING_FLAGS_OF_IDR = 2;

  private final Sps sps;
  private final Pps pps;
  private final boolean possible;
  private int frameNumAdded;
  private int pocLsbAdded;
  private int lastFrameNum; // as sent
  private int lastPocLsb; // as sent
  private boolean lastReferred; // whether others may refer to the last picture
  private int pocStep = 2;

  StrayKeyframes(Sps sps, Pps pps) {
    this.sps = sps;
    this.pps = pps;
    possible = sps.framesOnly() && sps.maxRefFrames() == 1;
  }

  /** Returns whether this encoder's stray keyframes can be taken back. */
  boolean possible() {
    return possible;
  }

  /** Says that the picture to come is a keyframe that was asked for: the counters begin anew. */
  void beginAnew() {
    frameNumAdded = 0;
    pocLsbAdded = 0;
  }

  /** Says that the picture to come is a stray keyframe: its counters go on from the last's. */
  void goOn() {
    frameNumAdded = lastFrameNum + (lastReferred ? 1 : 0);
    pocLsbAdded = lastPocLsb + pocStep;
  }

  /**
   * Returns the slice as it is to be sent, and notes its counters.
   *
   * @param nal a slice of the picture, with its header
   * @param stray whether the picture is a stray keyframe
   */
  byte[] sent(Nal nal, boolean stray) {
    byte[] escaped = nal.copy();
    byte[] plain = Rbsp.unescape(escaped);
    BitReader in = new BitReader(plain);
    lastReferred = (in.u(8) & NAL_REF_IDC) != 0;
    in.ue(); // first_mb_in_slice
    in.ue(); // slice_type
    in.ue(); // pic_parameter_set_id
    int frameNumAt = in.position();
    lastFrameNum = in.u(sps.frameNumBits()) + frameNumAdded & mask(sps.frameNumBits());
    if (nal.type() == Nal.IDR_SLICE) {
      in.ue(); // idr_pic_id
    }
    int pocAt = in.position();
    notePoc(in.u(sps.pocLsbBits()) + pocLsbAdded & mask(sps.pocLsbBits()));
    if (stray) {
      return Rbsp.escape(plainIntra(plain, frameNumAt, in));
    }
    if (frameNumAdded == 0 && pocLsbAdded == 0) {
      return escaped;
    }
    replace(plain, frameNumAt, sps.frameNumBits(), lastFrameNum);
    replace(plain, pocAt, sps.pocLsbBits(), lastPocLsb);
    return Rbsp.escape(plain);
  }

  private void notePoc(int pocLsb) {
    int step = pocLsb - lastPocLsb & mask(sps.pocLsbBits());
    if (step == 1 || step == 2) { // other steps are a restart or the picture's next slice
      pocStep = step;
    }
    lastPocLsb = pocLsb;
  }

  private byte[] plainIntra(byte[] plain, int frameNumAt, BitReader in) {
    BitWriter out = new BitWriter(plain.length + 1);
    BitReader from = new BitReader(plain);
    out.u(from.u(8) & ~0x1F | Nal.SLICE, 8);
    out.copy(from, frameNumAt - 8);
    out.u(lastFrameNum, sps.frameNumBits());
    out.u(lastPocLsb, sps.pocLsbBits());
    if (sps.pocType() == 0 && pps.bottomOrderPresent()) {
      out.se(in.se());
    }
    if (pps.redundantPresent()) {
      out.ue(in.ue());
    }
    in.u(MARKING_FLAGS_OF_IDR);
    out.u(0, 1); // adaptive_ref_pic_marking_mode_flag: the oldest picture goes
    if (pps.cabac()) {
      quantiserAndDeblocking(in, out);
      out.align(1); // cabac_alignment_one_bit
      out.bytes(plain, (in.position() + 7) / 8, plain.length);
    } else {
      out.copy(in, stopBit(plain) + 1 - in.position());
      out.align(0);
    }
    return out.toArray();
  }

  private void quantiserAndDeblocking(BitReader in, BitWriter out) {
    out.se(in.se()); // slice_qp_delta
    if (pps.deblockingPresent()) {
      int disabled = in.ue();
      out.ue(disabled);
      if (disabled != 1) {
        out.se(in.se());
        out.se(in.se());
      }
    }
  }

  private static int stopBit(byte[] plain) {
    int last = plain.length - 1;
    while (plain[last] == 0) {
      last--;
    }
    return last * 8 + 7 - Integer.numberOfTrailingZeros(plain[last]);
  }

  private static void replace(byte[] plain, int at, int bits, int value) {
    for (int i = 0; i < bits; i++) {
      int bit = at + i;
      int mask = 1 << (7 - (bit & 7));
      boolean one = (value >> (bits - 1 - i) & 1) == 1;
      plain[bit >> 3] = (byte) (one ? plain[bit >> 3] | mask : plain[bit >> 3] & ~mask);
    }
  }

  private static int mask(int bits) {
    return (1 << bits) - 1;
  }
}
