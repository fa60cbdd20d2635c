package io.echosdk.biometric.osc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.biometric.BiometricException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class OscReaderTest {

  static List<OscMessage> read(byte[] bytes) {
    List<OscMessage> messages = new ArrayList<>();
    OscReader.read(ByteBuffer.wrap(bytes), messages::add);
    return messages;
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @Test
  void theExamplesOfTheSpecificationAreRead() {
    // "/oscillator/4/frequency" ,f 440.0
    OscMessage first =
        read(hex("2f6f7363696c6c61746f722f342f6672657175656e637900 2c660000 43dc0000")).get(0);
    assertThat(first.address()).isEqualTo("/oscillator/4/frequency");
    assertThat(first.arguments()).containsExactly(440f);
    // "/foo" ,iisff 1000 -1 "hello" 1.234 5.678
    OscMessage second =
        read(hex(
                "2f666f6f00000000 2c69697366660000 000003e8 ffffffff 68656c6c6f000000 3f9df3b6"
                    + "40b5b22d"))
            .get(0);
    assertThat(second.arguments()).containsExactly(1000, -1, "hello", 1.234f, 5.678f);
  }

  @Test
  void everyTypeTagIsRead() {
    byte[] bytes =
        hex(
            "2f610000 2c69667362686474 54464e495b69695d 00000000"
                + "00000001 3f800000 62000000 00000003 01020300 0000000000000002"
                + "4008000000000000 0000000000000005 00000007 00000008");
    assertThat(read(bytes).get(0).arguments())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(
            1,
            1f,
            "b",
            new byte[] {1, 2, 3},
            2L,
            3.0,
            5L,
            true,
            false,
            OscMessage.NOTHING,
            OscMessage.IMPULSE,
            List.of(7, 8));
  }

  @Test
  void bundlesGiveTheirTimeToTheirMessages() {
    String message = "2f610000 2c690000 00000001";
    String inner = "2362756e646c6500 0000000000000009 0000000c" + message;
    String outer = "2362756e646c6500 0000000000000005 0000000c" + message + "00000020" + inner;
    assertThat(read(hex(outer))).extracting(OscMessage::timeTag).containsExactly(5L, 9L);
  }

  @Test
  void everyPrefixOfABundleIsATypedErrorOrNothing() {
    byte[] whole =
        hex(
            "2362756e646c6500 0000000000000005 00000014 2f610000 2c666600 3f800000 3f800000"
                .replace("00000014", "00000010"));
    assertThat(read(whole)).hasSize(1);
    for (int length = 0; length < whole.length; length++) {
      byte[] prefix = java.util.Arrays.copyOf(whole, length);
      if (length == 16) {
        assertThat(read(prefix)).isEmpty(); // a bundle without elements
        continue;
      }
      assertThatThrownBy(() -> read(prefix))
          .as("%d bytes", length)
          .isInstanceOfSatisfying(
              BiometricException.class,
              e -> assertThat(e.kind()).isEqualTo(BiometricException.Kind.MALFORMED));
    }
  }

  @Test
  void lyingSizesAreTypedErrors() {
    String head = "2362756e646c6500 0000000000000001";
    for (String bad :
        new String[] {
          head + "7fffffff 00000000",
          head + "ffffffff 00000000",
          head + "00000003 00000000",
          head + "00000000",
          "2f610000 2c620000 7fffffff",
          "2f610000 2c620000 ffffffff",
          "2f610000 2c5b0000",
          "2f610000 2c5d0000",
          "2f610000 2c7a0000",
          "2f610000 66000000",
          "61000000 2c000000"
        }) {
      assertThatThrownBy(() -> read(hex(bad))).as(bad).isInstanceOf(BiometricException.class);
    }
  }

  @Test
  void deepNestingIsRefusedBeforeTheStackEnds() {
    byte[] head = "#bundle\0\0\0\0\0\0\0\0\1".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes = ByteBuffer.allocate(65_500);
    for (int size = 65_500 - 20; size > 20; size -= 20) {
      bytes.put(head).putInt(size & ~3);
    }
    assertThatThrownBy(() -> read(bytes.array())).hasMessageContaining("deep");
  }
}
