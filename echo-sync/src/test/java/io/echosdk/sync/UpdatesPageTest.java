package io.echosdk.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The worked examples of docs/reference/updates.md are what documents read and write. */
class UpdatesPageTest {

  @Test
  void theExamplesAreWhatADocumentWritesAndReads() throws IOException {
    List<byte[]> examples = examples();
    SharedDoc doc = SharedDoc.builder().clientId(1).build();
    doc.text("t").insert(0, "hi");
    doc.text("t").delete(0, 1);
    assertThat(examples).hasSize(3);
    assertThat(doc.encode(UpdateFormat.V1)).isEqualTo(examples.get(0));
    assertThat(doc.stateVector()).isEqualTo(examples.get(1));
    assertThat(doc.encode(UpdateFormat.V2)).isEqualTo(examples.get(2));
    for (int i : new int[] {0, 2}) {
      SharedDoc reader = SharedDoc.create();
      reader.apply(examples.get(i), Updates.detect(examples.get(i)), null);
      assertThat(reader.text("t").toString()).isEqualTo("i");
    }
  }

  /** Returns the bytes of each block; a line is hexadecimal, two spaces and what it means. */
  private static List<byte[]> examples() throws IOException {
    List<byte[]> examples = new ArrayList<>();
    StringBuilder hex = null;
    for (String line : Files.readAllLines(TestFiles.root().resolve("docs/reference/updates.md"))) {
      if (line.equals("```hex")) {
        hex = new StringBuilder();
      } else if (line.equals("```") && hex != null) {
        examples.add(HexFormat.of().parseHex(hex));
        hex = null;
      } else if (hex != null) {
        hex.append(line.split("  ")[0].replace(" ", ""));
      }
    }
    return examples;
  }
}
