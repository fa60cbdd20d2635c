package io.echosdk.biometric.strap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.biometric.strap.HeartRateMeasurement.Contact;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HeartRateMeasurementTest {

  private static HeartRateMeasurement parse(String hex) {
    return HeartRateMeasurement.parse(HexFormat.ofDelimiter(" ").parseHex(hex));
  }

  @Test
  void theShortestPacketIsARateAlone() {
    assertThat(parse("00 48"))
        .isEqualTo(new HeartRateMeasurement(72, Contact.UNKNOWN, -1, new int[0]));
  }

  @Test
  void aWideRateHasTwoBytes() {
    assertThat(parse("01 2c 01").bpm()).isEqualTo(300);
  }

  @Test
  void oneThousandAndTwentyFourTicksAreOneSecond() {
    HeartRateMeasurement packet = parse("10 3c 00 04 00 02");
    assertThat(packet.intervals()).containsExactly(1024, 512);
    assertThat(packet.intervalMs(0)).isEqualTo(1000f);
    assertThat(packet.intervalMs(1)).isEqualTo(500f);
  }

  @Test
  void everyCombinationOfFlagsIsRead() {
    for (int flags = 0; flags < 32; flags++) {
      byte[] bytes = whole(flags);
      HeartRateMeasurement packet = HeartRateMeasurement.parse(bytes);
      assertThat(packet.bpm()).as("flags %02x", flags).isEqualTo((flags & 1) != 0 ? 0x0148 : 0x48);
      assertThat(packet.contact())
          .isEqualTo(
              (flags & 4) == 0
                  ? Contact.UNKNOWN
                  : (flags & 2) != 0 ? Contact.PRESENT : Contact.ABSENT);
      assertThat(packet.energyKilojoules()).isEqualTo((flags & 8) != 0 ? 0x0203 : -1);
      assertThat(packet.intervals())
          .isEqualTo((flags & 16) != 0 ? new int[] {0x0304, 0x0405} : new int[0]);
    }
  }

  @Test
  void everyPrefixThatLacksAPromisedFieldIsATypedErrorThatNamesTheField() {
    for (int flags = 0; flags < 32; flags++) {
      byte[] bytes = whole(flags);
      for (int length = 0; length < bytes.length; length++) {
        byte[] prefix = Arrays.copyOf(bytes, length);
        if ((flags & 16) != 0 && length == bytes.length - 2) {
          assertThat(HeartRateMeasurement.parse(prefix).intervals()).hasSize(1);
          continue;
        }
        assertThatThrownBy(() -> HeartRateMeasurement.parse(prefix))
            .as("flags %02x, %d bytes", flags, length)
            .isInstanceOfSatisfying(
                BiometricException.class,
                e -> assertThat(e.kind()).isEqualTo(BiometricException.Kind.MALFORMED))
            .hasMessageContaining("promises");
      }
    }
  }

  @Test
  void noValueStandsInItsText() {
    assertThat(parse("10 3c 00 04").toString()).doesNotContain("60").doesNotContain("1024");
  }

  private static byte[] whole(int flags) {
    StringBuilder hex = new StringBuilder(String.format("%02x", flags));
    hex.append((flags & 1) != 0 ? "4801" : "48");
    hex.append((flags & 8) != 0 ? "0302" : "");
    hex.append((flags & 16) != 0 ? "04030504" : "");
    return HexFormat.of().parseHex(hex);
  }
}
