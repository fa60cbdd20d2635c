package io.echosdk.sync.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.sync.SyncException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @ParameterizedTest
  @CsvSource({
    "1.0, 1",
    "-0.0, 0",
    "100, 100",
    "1e21, 1e+21",
    "123456789012345680000, 123456789012345680000",
    "0.000001, 0.000001",
    "1e-7, 1e-7",
    "1.5e-7, 1.5e-7",
    "5e-324, 5e-324",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "2e-3, 0.002",
    "2.2250738585072014E-308, 2.2250738585072014e-308",
    "-12.25, -12.25",
  })
  void aNumberLooksAsInABrowser(double number, String text) {
    assertThat(Json.number(number)).isEqualTo(text);
  }

  @Test
  void everyNumberReadsBackAsItself() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      double number = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(number)) {
        assertThat(Double.parseDouble(Json.number(number))).as("%s", number).isEqualTo(number);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":[1,2.5,null,true,\"x\\n\\\"\\\\\"],\"b\":{}}",
        "\"\\ud800\"",
        "\"\ud83d\ude00\"",
        "\"\\u0001\\b\\f\\r\\t\"",
        "[]",
      })
  void textComesBackAsItWas(String text) {
    assertThat(Json.write(Json.read(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1,]", "{\"a\"}", "\"\\x\"", "tru", "1 2", "-", "\"\u0001\""})
  void whatIsNotJsonIsRefused(String text) {
    assertThatThrownBy(() -> Json.read(text)).isInstanceOf(SyncException.class);
  }
}
