package io.echosdk.stream.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Parameter sets written out by hand from ITU-T H.264, 7.3.2.1.1. */
class SequenceParametersTest {

  private static final PictureSize NONE = new PictureSize(1, 1);

  @Test
  void baseline720pHasNoCropping() {
    // profile 66, level 31; ids and counts 0, order type 2, 80 x 45 macroblocks, frames only
    assertThat(
            size(bits("01000010 11000000 00011111 1 1 011 010 0 " + ue(79) + ue(44) + "1 1 0 0 1")))
        .isEqualTo(new PictureSize(1280, 720));
  }

  @Test
  void high1080pIsCroppedByEightRows() {
    // profile 100: 4:2:0, 8 bits, no scaling lists; 120 x 68 macroblocks, four units of two rows
    String chroma = ue(1) + ue(0) + ue(0) + "0 0 ";
    assertThat(
            size(
                bits(
                    "01100100 00000000 00101000 1 "
                        + chroma
                        + ue(0)
                        + ue(0)
                        + ue(2)
                        + ue(3)
                        + "0 "
                        + ue(119)
                        + ue(67)
                        + "1 1 1 "
                        + ue(0)
                        + ue(0)
                        + ue(0)
                        + ue(4)
                        + "0 1")))
        .isEqualTo(new PictureSize(1920, 1080));
  }

  @Test
  void whateverTheBytesAreAnAnswerComes() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] sps = new byte[random.nextInt(40)];
      random.nextBytes(sps);
      assertThat(SequenceParameters.pictureSize(sps, NONE)).isNotNull();
    }
  }

  private static PictureSize size(byte[] sps) {
    return SequenceParameters.pictureSize(sps, NONE);
  }

  /** Exp-Golomb, 9.1. */
  private static String ue(int value) {
    String code = Integer.toBinaryString(value + 1);
    return "0".repeat(code.length() - 1) + code + " ";
  }

  private static byte[] bits(String text) {
    String bits = "01100111" + text.replace(" ", "");
    byte[] bytes = new byte[(bits.length() + 7) / 8];
    for (int i = 0; i < bits.length(); i++) {
      bytes[i / 8] |= (byte) ((bits.charAt(i) - '0') << (7 - i % 8));
    }
    return bytes;
  }
}
