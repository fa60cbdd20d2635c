package io.echosdk.benchmarks;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.biometric.osc.OscReader;
import io.echosdk.biometric.phone.BodyFrame;
import io.echosdk.biometric.phone.BodyLine;
import io.echosdk.biometric.strap.HeartRateMeasurement;
import io.echosdk.biometric.strap.PolarControl;
import io.echosdk.biometric.strap.PolarFrame;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Gives a parser of live packets changed packets for so long: each is read or refused by a typed
 * error, else this ends with the bytes that broke it.
 *
 * <p>{@code benchmarks/run ParserFuzz heart-rate|polar|polar-control|osc|phone|phone-line SECONDS
 * [SEED]}
 */
public final class PacketFuzz {

  private static final String TIME = "15cd5b0700000000";

  private PacketFuzz() {}

  private record Target(List<String> seeds, Consumer<byte[]> parser) {}

  private static Map<String, Target> targets() {
    Map<String, Target> all = new TreeMap<>();
    all.put(
        "heart-rate",
        new Target(
            List.of("0048", "1f2c0103020403050406", "103c0004"), HeartRateMeasurement::parse));
    all.put(
        "polar",
        new Target(
            List.of(
                "00" + TIME + "00" + "e80300".repeat(73),
                "02" + TIME + "81e80318fc00000402f187200402f18720",
                "03" + TIME + "003ce8030a0006",
                "01" + TIME + "80" + "010000".repeat(4) + "0501" + "000000"),
            bytes -> PolarFrame.parse(bytes, 1)));
    all.put(
        "polar-control",
        new Target(List.of("f00202000005010000803f", "f002000000"), PolarControl::answer));
    all.put(
        "osc",
        new Target(
            List.of(
                "2f6100002c6966736264746854464e495b69695d0000000000000001"
                    + "3f80000062000000000000030102030000000000000000024008000000000000"
                    + "00000000000000050000000700000008",
                "2362756e646c65000000000000000005000000102f6100002c6666003f8000003f800000"),
            bytes -> OscReader.read(ByteBuffer.wrap(bytes), message -> {})));
    BodyFrame frame = new BodyFrame();
    all.put(
        "phone",
        new Target(
            List.of("eb0100002900000060e3160000000000020001000000003f000080be"),
            bytes -> frame.read(ByteBuffer.wrap(bytes))));
    BodyLine line =
        new BodyLine(
            List.of(new Signal("acc", SignalKind.ACCELERATION, List.of("x", "y", "z"), "g", 50)));
    String text =
        "{\"v\":1,\"signal\":\"acc\",\"n\":41,\"t\":1500.5,\"clock\":\"ms\",\"unit\":\"mg\","
            + "\"off\":false,\"samples\":[[1,2,3],[4,null,-6e1]],\"x\":{\"y\":[true]}}";
    String hex = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    all.put(
        "phone-line",
        new Target(
            List.of(hex), bytes -> line.read(new String(bytes, StandardCharsets.UTF_8), frame)));
    return all;
  }

  /** Returns whether there is a parser of that name. */
  static boolean knows(String parser) {
    return targets().containsKey(parser);
  }

  /** Runs until the time is over. */
  public static void main(String[] arguments) {
    Target target = Objects.requireNonNull(targets().get(arguments[0]), arguments[0]);
    long until = System.nanoTime() + Long.parseLong(arguments[1]) * 1_000_000_000L;
    long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1;
    Random random = new Random(seed);
    long packets = 0;
    long refused = 0;
    while (System.nanoTime() < until) {
      byte[] bytes = changed(target.seeds, random);
      packets++;
      try {
        target.parser.accept(bytes);
      } catch (BiometricException expected) {
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("broken by " + HexFormat.of().formatHex(bytes), e);
      }
    }
    PrintStream out = System.out;
    out.printf("%s: %d packets, %d refused, none broke it%n", arguments[0], packets, refused);
  }

  private static byte[] changed(List<String> seeds, Random random) {
    byte[] seed = HexFormat.of().parseHex(seeds.get(random.nextInt(seeds.size())));
    if (random.nextInt(20) == 0) {
      seed = new byte[random.nextInt(600)];
      random.nextBytes(seed);
    }
    byte[] bytes = Arrays.copyOf(seed, Math.max(0, seed.length + random.nextInt(24) - 12));
    for (int changes = random.nextInt(6); changes > 0 && bytes.length > 0; changes--) {
      int at = random.nextInt(bytes.length);
      bytes[at] =
          (byte) (random.nextBoolean() ? random.nextInt(256) : bytes[at] ^ 1 << random.nextInt(8));
    }
    return bytes;
  }
}
