package io.echosdk.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The test data of documents: logs of edits, and one paper as 259,778 updates of version 1. */
final class RecordedUpdates {

  private RecordedUpdates() {}

  static Path log(String id) {
    return folder().resolve("ops").resolve(id + ".jsonl.gz");
  }

  static Path b4() {
    return folder().resolve("B4-updates-v1.bin.gz");
  }

  private static Path folder() {
    return Path.of(System.getProperty("echosdk.testdata", "../shared/data"), "crdt")
        .toAbsolutePath();
  }

  /** Returns the updates of the paper: each has its length in front, four bytes, lowest first. */
  static List<byte[]> readB4() throws IOException {
    ByteBuffer all;
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(b4()), 1 << 16)) {
      all = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }
    List<byte[]> updates = new ArrayList<>();
    while (all.hasRemaining()) {
      byte[] update = new byte[all.getInt()];
      all.get(update);
      updates.add(update);
    }
    return updates;
  }
}
