package io.echosdk.sync.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.sync.SyncException;
import io.echosdk.sync.value.Undefined;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {

  @ParameterizedTest
  @CsvSource({
    "0, 7d00",
    "-0.0, 7d40",
    "1, 7d01",
    "-1, 7d41",
    "127, 7dbf01",
    "2147483647, 7dbfffffff0f",
    "-2147483648, 7ccf000000",
    "1.5, 7c3fc00000",
    "0.1, 7b3fb999999999999a",
    "1099511627776, 7c53800000",
  })
  void aNumberTakesTheFormThatABrowserGivesIt(double number, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThat(written(number)).isEqualTo(bytes);
    assertThat(read(bytes)).isEqualTo(Values.plain(number));
  }

  @Test
  void everyKindOfValueComesBack() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("null", null);
    map.put("list", Arrays.asList(1, "two", null, List.of()));
    Object value =
        new ArrayList<>(
            Arrays.asList(
                null,
                Undefined.UNDEFINED,
                true,
                false,
                "h\u00e9 \ud83d\ude00",
                BigInteger.valueOf(-5),
                Double.NaN,
                map));
    assertThat(read(written(value))).isEqualTo(Values.plain(value));
  }

  @Test
  void keysThatAreIndexesComeFirst() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("b", 1);
    map.put("10", 2);
    map.put("2", 3);
    map.put("01", 4);
    assertThat(((Map<?, ?>) Values.plain(map)).keySet().toString()).isEqualTo("[2, 10, b, 01]");
  }

  @Test
  void whatCannotBeHeldIsNamed() {
    assertThatThrownBy(() -> Values.plain(new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object");
    assertThatThrownBy(() -> Values.plain(Long.MAX_VALUE)).hasMessageContaining("9223372036854");
  }

  @Test
  void aValueThatIsNestedTooDeepIsRefused() {
    byte[] deep = new byte[200_000];
    for (int i = 0; i < deep.length; i += 2) {
      deep[i] = 117;
      deep[i + 1] = 1;
    }
    assertThatThrownBy(() -> read(deep)).isInstanceOf(SyncException.class);
  }

  private static byte[] written(Object value) {
    ByteWriter target = new ByteWriter();
    Values.write(target, Values.plain(value));
    return target.toBytes();
  }

  private static Object read(byte[] bytes) {
    return Values.read(new ByteReader(bytes));
  }
}
