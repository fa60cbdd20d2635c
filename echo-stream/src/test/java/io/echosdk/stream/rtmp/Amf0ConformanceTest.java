package io.echosdk.stream.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.stream.StreamException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The markers of the AMF 0 specification, and its limits. */
class Amf0ConformanceTest {

  @Test
  void clause22Number() {
    check("00 4059000000000000", 100.0);
  }

  @Test
  void clause23Boolean() {
    check("01 01", true);
  }

  @Test
  void clause24String() {
    check("02 0003 C3A9 78", "\u00e9x");
  }

  @Test
  void clause25Object() {
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put("a", 1.0);
    entries.put("b", Map.of());
    check("03 0001 61 00 3FF0000000000000 0001 62 03 000009 000009", entries);
  }

  @Test
  void clauses27And28NullAndUndefined() {
    check("05", Amf0.Nothing.NULL);
    check("06", Amf0.Nothing.UNDEFINED);
  }

  @Test
  void clause210EcmaArray() {
    check("08 00000001 0001 61 01 00 000009", new Amf0.EcmaArray(Map.of("a", false)));
  }

  @Test
  void clause210TheCountOfAnEcmaArrayIsOnlyAHint() {
    assertThat(decode("08 FFFFFFFF 0001 61 01 00 000009"))
        .containsExactly(new Amf0.EcmaArray(Map.of("a", false)));
  }

  @Test
  void clause212StrictArray() {
    check("0A 00000002 05 02 0000", List.of(Amf0.Nothing.NULL, ""));
  }

  @Test
  void clause213Date() {
    check("0B 4059000000000000 0000", new Amf0.Date(100));
  }

  @Test
  void clause214LongString() {
    String text = "x".repeat(70_000);
    ByteBuf out = Unpooled.buffer();
    Amf0.encode(out, text);
    assertThat(out.getByte(0)).isEqualTo((byte) 12);
    assertThat(Amf0.decodeAll(out)).containsExactly(text);
  }

  @Test
  void whatPublishingNeverUsesIsRefused() {
    for (String marker : List.of("04", "07", "09", "0D", "0E", "0F", "10", "11", "FF")) {
      assertThatThrownBy(() -> decode(marker)).isInstanceOf(StreamException.class);
    }
  }

  @Test
  void aNestingBombIsRefused() {
    assertThatThrownBy(() -> decode("03 0001 61".repeat(100_000)))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("nests deeper than 16");
    assertThatThrownBy(() -> decode("0A 00000001".repeat(100_000)))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("nests deeper than 16");
  }

  @Test
  void anArrayThatClaimsBillionsIsRefused() {
    assertThatThrownBy(() -> decode("0A FFFFFFFF 05"))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("array of 4294967295 values");
  }

  @Test
  void manyArraysTogetherAreLimited() {
    assertThatThrownBy(() -> decode("0A 00000FFF" + "0A 00000000".repeat(4_095) + "05".repeat(9)))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("more than 4096 values");
  }

  @Test
  void aStringThatEndsEarlySaysHowManyBytesLack() {
    assertThatThrownBy(() -> decode("02 0005 61"))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("ends 4 bytes before");
    assertThatThrownBy(() -> decode("0C FFFFFFFF 61")).isInstanceOf(StreamException.class);
  }

  private static void check(String hex, Object value) {
    assertThat(decode(hex)).containsExactly(value);
    ByteBuf out = Unpooled.buffer();
    Amf0.encode(out, value);
    assertThat(ByteBufUtil.hexDump(out)).isEqualToIgnoringCase(hex.replace(" ", ""));
  }

  private static List<Object> decode(String hex) {
    return Amf0.decodeAll(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", ""))));
  }
}
