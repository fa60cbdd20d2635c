package io.echosdk.biometric.strap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.biometric.strap.PolarFrame.Kind;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PolarFrameTest {

  private static final String TIME = "15cd5b0700000000"; // 123456789 ns

  private static PolarFrame parse(String hex) {
    return PolarFrame.parse(HexFormat.of().parseHex(hex.replace(" ", "")), 1);
  }

  @Test
  void ecgHasThreeSignedBytesOfMicrovolts() {
    PolarFrame frame = parse("00" + TIME + "00 e80300 18fcff");
    assertThat(frame.kind()).isEqualTo(Kind.ECG);
    assertThat(frame.deviceNanos()).isEqualTo(123_456_789);
    assertThat(frame.samples()).containsExactly(1f, -1f);
  }

  @Test
  void seventyThreeSamplesFillAnEcgPacket() {
    assertThat(parse("00" + TIME + "00" + "e80300".repeat(73)).frames()).isEqualTo(73);
  }

  @Test
  void plainAccelerationComesInThreeWidths() {
    assertThat(parse("02" + TIME + "00 01ff02").samples()).containsExactly(.001f, -.001f, .002f);
    assertThat(parse("02" + TIME + "01 e80318fc0000").samples()).containsExactly(1f, -1f, 0f);
    assertThat(parse("02" + TIME + "02 e8030018fcff000000").samples()).containsExactly(1f, -1f, 0f);
  }

  @Test
  void compressedAccelerationAddsDifferencesToTheSampleBefore() {
    // first sample 1000, -1000, 0; then two of 4 bits each: (1,-1,7) and (-8,0,2): lowest bits
    // first
    PolarFrame frame = parse("02" + TIME + "81 e80318fc0000 0402 f18720");
    assertThat(frame.frames()).isEqualTo(3);
    assertThat(frame.samples())
        .containsExactly(1f, -1f, 0f, 1.001f, -1.001f, .007f, 993 * .001f, -1.001f, 9 * .001f);
  }

  @Test
  void theFactorScalesCompressedAcceleration() {
    byte[] bytes = HexFormat.of().parseHex("02" + TIME + "80" + "0a000a000a00");
    assertThat(PolarFrame.parse(bytes, 0.1f).samples()).containsExactly(1f, 1f, 1f);
  }

  @Test
  void ppgHasThreeWavelengthsAndAmbientLight() {
    assertThat(parse("01" + TIME + "00 010000 020000 030000 ffffff").samples())
        .containsExactly(1, 2, 3, -1);
  }

  @Test
  void intervalsCarryTheirErrorAndWhetherTheyAreOfUse() {
    assertThat(
            parse("03" + TIME + "00 3c e803 0a00 06  3c e803 0a00 07  3c e803 0a00 04").samples())
        .containsExactly(1000, 60, 10, 1, 1000, 60, 10, 0, 1000, 60, 10, 0);
  }

  @Test
  void everyBrokenPacketIsATypedError() {
    for (String hex :
        new String[] {
          "",
          "00",
          "00" + TIME,
          "00" + TIME + "000102",
          "09" + TIME + "00",
          "00" + TIME + "80",
          "02" + TIME + "81e80318fc0000" + "04",
          "02" + TIME + "81e80318fc0000" + "0402f1",
          "02" + TIME + "81e80318fc0000" + "210101",
          "02" + TIME + "81e8",
          "00" + TIME + "01"
        }) {
      assertThatThrownBy(() -> parse(hex))
          .as(hex)
          .isInstanceOfSatisfying(
              BiometricException.class,
              e -> assertThat(e.kind()).isEqualTo(BiometricException.Kind.MALFORMED));
    }
  }

  @Test
  void blocksOfNoBitsCannotFillTheMemory() {
    byte[] bytes = HexFormat.of().parseHex("02" + TIME + "81e80318fc0000" + "00ff".repeat(250));
    assertThatThrownBy(() -> PolarFrame.parse(bytes, 1)).hasMessageContaining("block");
  }

  @Test
  void theStartOfAStreamIsWhatThePublicDocumentsShow() {
    assertThat(HexFormat.of().formatHex(PolarControl.start(Kind.ECG, 130)))
        .isEqualTo("02000001820001010e00");
    assertThat(HexFormat.of().formatHex(PolarControl.start(Kind.ACCELERATION, 200)))
        .isEqualTo("02020001c8000101100002010800");
    assertThat(PolarControl.start(Kind.INTERVALS, 0)).containsExactly(2, 3);
    assertThat(PolarControl.stop(Kind.ECG)).containsExactly(3, 0);
  }

  @Test
  void theAnswerTellsTheFactorOrTheRefusal() {
    HexFormat hex = HexFormat.of();
    assertThat(PolarControl.answer(hex.parseHex("f002000000")))
        .isEqualTo(new PolarControl.Answer(Kind.ECG, 0, 1));
    assertThat(PolarControl.answer(hex.parseHex("f00202000005010000803f")).factor()).isEqualTo(1);
    assertThat(PolarControl.answer(hex.parseHex("f002020000" + "0501" + "17b7d139")))
        .isEqualTo(new PolarControl.Answer(Kind.ACCELERATION, 0, Float.intBitsToFloat(0x39d1b717)));
    PolarControl.Answer refused = PolarControl.answer(hex.parseHex("f0020005"));
    assertThat(refused.runs()).isFalse();
    assertThat(refused.refusal()).hasMessageContaining("its ECG (status 5)");
    assertThat(refused.refusal().kind()).isEqualTo(BiometricException.Kind.UNSUPPORTED);
    assertThat(PolarControl.answer(hex.parseHex("f0020306")).runs()).isTrue(); // it ran before
    PolarControl.Answer charging = PolarControl.answer(hex.parseHex("f002010d"));
    assertThat(charging.passes()).isTrue();
    assertThat(charging.refusal())
        .hasMessageContaining("its pulse wave")
        .hasMessageContaining("charger");
    assertThat(charging.refusal().kind()).isEqualTo(BiometricException.Kind.SOURCE_LOST);
    assertThat(PolarControl.ended(hex.parseHex("0100"))).isTrue();
    byte[] whole = hex.parseHex("f00202000005010000803f");
    for (int length : new int[] {0, 1, 2, 3, 6, 7, 8, 9, 10}) {
      assertThatThrownBy(() -> PolarControl.answer(Arrays.copyOf(whole, length)))
          .isInstanceOf(BiometricException.class);
    }
  }
}
