package io.echosdk.biometric.strap;

import static org.assertj.core.api.Assertions.fail;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.biometric.osc.OscReader;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PacketsFuzzTest {

  private static final int ROUNDS = 20_000;

  /** Whole packets, changed at random; whatever comes, it is read or refused by a typed error. */
  private static void fuzz(List<String> seeds, Consumer<byte[]> parser) {
    for (long seed = 1; seed <= ROUNDS; seed++) {
      Random random = new Random(seed);
      String chosen = seeds.get(random.nextInt(seeds.size()));
      byte[] bytes = HexFormat.of().parseHex(chosen);
      bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 12));
      for (int changes = random.nextInt(5); changes > 0 && bytes.length > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        parser.accept(bytes);
      } catch (BiometricException expected) {
        if (expected.kind() != BiometricException.Kind.MALFORMED
            && expected.kind() != BiometricException.Kind.UNSUPPORTED) {
          fail("seed " + seed, expected);
        }
      } catch (RuntimeException | Error e) {
        fail("seed " + seed + ": " + HexFormat.of().formatHex(bytes), e);
      }
    }
  }

  @Test
  void heartRatePackets() {
    fuzz(List.of("0048", "1f2c0103020403050406", "103c0004"), HeartRateMeasurement::parse);
  }

  @Test
  void polarPackets() {
    String time = "15cd5b0700000000";
    fuzz(
        List.of(
            "00" + time + "00e8030018fcff",
            "02" + time + "81e80318fc00000402f187200402f18720",
            "03" + time + "003ce8030a0006",
            "01" + time + "80" + "010000".repeat(4) + "0501" + "0".repeat(6)),
        bytes -> PolarFrame.parse(bytes, 1));
    fuzz(List.of("f00202000005010000803f", "f002000000"), PolarControl::answer);
  }

  @Test
  void oscPackets() {
    fuzz(
        List.of(
            "2f610000"
                + "2c69667362686474"
                + "54464e495b69695d00000000000000013f80000062000000"
                + "0000000301020300000000000000000240080000000000000000000000000005"
                + "0000000700000008",
            "2362756e646c65000000000000000005000000102f6100002c6666003f8000003f800000"),
        bytes -> OscReader.read(ByteBuffer.wrap(bytes), message -> {}));
  }
}
