package io.echosdk.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.testing.TestFiles;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The 259,778 updates that Yjs sent while a paper was written. */
class RecordedUpdatesConformanceTest {

  private static final int ENCODED_V1_BYTES = 223_414; // by Yjs 13.6.33
  private static final int ENCODED_V2_BYTES = 159_921;

  @Test
  void theWritingOfAPaperEndsWithItsText() throws IOException {
    SharedDoc doc = SharedDoc.builder().clientId(7).build();
    for (byte[] update : updates()) {
      doc.apply(update, UpdateFormat.V1, null);
    }
    assertThat(doc.text("text").toString())
        .isEqualTo(Files.readString(TestFiles.data("crdt/B4-final.txt")));
    assertThat(doc.encode(UpdateFormat.V1)).hasSize(ENCODED_V1_BYTES);
    assertThat(doc.encode(UpdateFormat.V2)).hasSize(ENCODED_V2_BYTES);
  }

  @Test
  void allItsUpdatesMergedGiveTheSameDocument() throws IOException {
    byte[] merged = Updates.merge(updates(), UpdateFormat.V1);
    SharedDoc doc = SharedDoc.builder().clientId(7).build();
    doc.apply(merged, UpdateFormat.V1, null);
    assertThat(doc.text("text").toString())
        .isEqualTo(Files.readString(TestFiles.data("crdt/B4-final.txt")));
    assertThat(doc.encode(UpdateFormat.V1)).hasSize(ENCODED_V1_BYTES);
    assertThat(Updates.stateVector(merged, UpdateFormat.V1)).isEqualTo(doc.stateVector());
  }

  private static List<byte[]> updates() throws IOException {
    List<byte[]> updates = new ArrayList<>();
    try (DataInputStream source =
        new DataInputStream(
            new BufferedInputStream(
                new GZIPInputStream(
                    Files.newInputStream(TestFiles.data("crdt/B4-updates-v1.bin.gz")))))) {
      byte[] head = new byte[4];
      while (source.readNBytes(head, 0, 4) == 4) {
        int length =
            head[0] & 0xff | (head[1] & 0xff) << 8 | (head[2] & 0xff) << 16 | head[3] << 24;
        updates.add(source.readNBytes(length));
      }
    }
    return updates;
  }
}
