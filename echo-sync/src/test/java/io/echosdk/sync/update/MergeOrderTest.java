package io.echosdk.sync.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Updates that begin with the same struct; the results are those of Yjs 13.6.33. */
class MergeOrderTest {

  private static final String ITEM = "0101010004010174016100";
  private static final String COLLECTED = "01010100000100";
  private static final String OF_9 = "0101090004010174016200";

  @ParameterizedTest
  @CsvSource({
    "0101010004010174016100 01010100000100, 01010100000100",
    "01010100000100 0101010004010174016100, 0101010004010174016100",
    "0101090004010174016200 0101010004010174016100 01010100000100,"
        + " 0201090004010174016201010004010174016100",
    "0101010004010174016100 01010100000100 0101090004010174016200,"
        + " 0201090004010174016201010004010174016100",
    "0101090004010174016200 0101080004010174016200 01010100000100 0101010004010174016100,"
        + " 0301090004010174016201080004010174016201010004010174016100",
    "0101010004010174016100 0101010004010174016100 01010100000100, 01010100000100",
    "01010100000100 0101010004010174016100 01010100000100 0101030004010174016200,"
        + " 02010300040101740162010100000100",
    "0101010004010174016100 0101020004010174016200 01010100000100,"
        + " 0201020004010174016201010004010174016100"
  })
  void anItemAndItsCollectedPlaceAreOrderedAsTheSortOfYjsDoes(String updates, String merged) {
    assertThat(merge(updates.split(" "))).isEqualTo(merged);
  }

  @Test
  void aGapBetweenUpdatesIsKept() {
    String later = "0101010504010174016300"; // clock 5
    assertThat(merge(ITEM, later, OF_9)).isEqualTo(merge(OF_9, later, ITEM));
    assertThat(merge(COLLECTED, COLLECTED)).isEqualTo(COLLECTED);
  }

  private static String merge(String... updates) {
    List<byte[]> encoded = Arrays.stream(updates).map(HexFormat.of()::parseHex).toList();
    return HexFormat.of().formatHex(UpdateMerger.merge(encoded, 1));
  }
}
