package io.echosdk.server.doc;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.testing.TestFiles;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logs of edits end with the bytes that Yjs 13.6.33 gives: size and hash of both versions. */
class DocBenchConformanceTest {

  @ParameterizedTest
  @CsvSource({
    "B1.1, 6014, 77aabce652a25699, 6027, 5d1b7082685f17b5",
    "B1.2, 6014, 315697ad7efb1967, 6027, 725f618fc5ea54f3",
    "B1.3, 35881, a3bfc5a06ca19c47, 6037, afc0288c876f8fd6",
    "B1.4, 52686, 89dfc34196f7a765, 29610, 232da815bd1302d8",
    "B1.5, 121524, 799581f5bdf9d4d4, 87822, 78f8362bc99d3357",
    "B1.6, 19, 80bdac7033579e95, 30, 05e4253bb4644031",
    "B1.7, 47977, ab10e782a6c521ed, 28683, e2969316008ace21",
    "B1.8, 35617, 5ebb45d040aeb37f, 35628, 47482346350038d2",
    "B1.9, 35644, 046c83291df51149, 35655, a9265943f7ee5c01",
    "B1.10, 65509, a16db556ce0c54db, 35663, 6761add74c808f7d",
    "B1.11, 82343, 06cf5e0a230a1e59, 59155, 681edd1b7a1e92b7",
    "B2.1, 12126, 31fa038f0b388b05, 12141, 1fcb39d6e38e3415",
    "B2.2, 105536, abf2b87da186f87a, 61300, e179d4a62a14cf08",
    "B2.3, 241825, e7bf4f85a928b508, 175878, c5cb5bf74077568c",
    "B2.4, 421940, 251c87f8821ee240, 301037, 407da920397fd534",
    "B3.1, 27468, 57eca58c0d29a256, 22933, 40e2a75db08f9b03",
    "B3.2, 27492, f120ca3b9d8a2be8, 22957, 5dfe6a67ffa62182",
    "B3.3, 33628, 35a8250290472257, 29093, 13ac68b9f7e63cda",
    "B3.4, 28026, 0f6ea6ad7d981615, 21952, 4fd3b05af9d11e88",
    "B3.5, 23406, 496a5c98af231970, 19328, d11cc54ec7b5cf4e",
    "T.rustcode, 168507, 8295cfacdc90080b, 109116, 4bb0ae13f05897f5",
    "T.sveltecomponent, 62103, 4f8c69bd364dedd2, 36841, 2c09464ccb373158",
    "B4, 223414, 5b1ee44ce61e094b, 159921, 7ef5186dd0b56be3",
  })
  void aLogOfEditsEndsWithTheBytesThatYjsGives(
      String log, int sizeV1, String hashV1, int sizeV2, String hashV2) throws IOException {
    Map<String, Object> result =
        DocBench.read(TestFiles.data("crdt/ops/" + log + ".jsonl.gz")).best(1);
    assertThat(result)
        .containsEntry("size1", sizeV1)
        .containsEntry("sha1", hashV1)
        .containsEntry("size2", sizeV2)
        .containsEntry("sha2", hashV2);
  }
}
