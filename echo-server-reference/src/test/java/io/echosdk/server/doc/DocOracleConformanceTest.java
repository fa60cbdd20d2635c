package io.echosdk.server.doc;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.sync.PlainJson;
import io.echosdk.testing.TestFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Sessions of several peers that were put to Yjs, with what it answered in the end. */
class DocOracleConformanceTest {

  private static final int TAR_BLOCK = 512;
  private static final int SESSIONS = 300;

  @Test
  void recordedSessionsEndWithTheBytesTextAndFormatsThatYjsGives() throws IOException {
    int sessions = 0;
    try (DirectoryStream<Path> archives =
        Files.newDirectoryStream(TestFiles.data("crdt/fuzz-sessions"), "*.tar.gz")) {
      for (Path archive : archives) {
        sessions += replayAll(archive);
      }
    }
    assertThat(sessions).isGreaterThanOrEqualTo(SESSIONS);
  }

  @Test
  void aMessageThatMakesNoSenseIsAnsweredWithAnError() {
    DocOracle oracle = new DocOracle();
    assertThat(oracle.answer("{")).startsWith("{\"err\":");
    assertThat(oracle.answer("{\"op\":\"state\",\"doc\":\"nobody\"}")).contains("nobody");
  }

  private static int replayAll(Path archive) throws IOException {
    int sessions = 0;
    try (InputStream tar =
        new BufferedInputStream(new GZIPInputStream(Files.newInputStream(archive)))) {
      for (byte[] head = tar.readNBytes(TAR_BLOCK);
          isEntry(head);
          head = tar.readNBytes(TAR_BLOCK)) {
        int size = Integer.parseInt(field(head, 124, 12), 8);
        byte[] content = tar.readNBytes(size);
        tar.skipNBytes((TAR_BLOCK - size % TAR_BLOCK) % TAR_BLOCK);
        String name = field(head, 0, 100);
        if (name.endsWith(".json")) {
          replay(name, new String(content, StandardCharsets.UTF_8));
          sessions++;
        }
      }
    }
    return sessions;
  }

  private static boolean isEntry(byte[] head) {
    return head.length == TAR_BLOCK && head[0] != 0;
  }

  private static String field(byte[] head, int from, int length) {
    String padded = new String(head, from, length, StandardCharsets.US_ASCII);
    int end = padded.indexOf(0);
    return (end < 0 ? padded : padded.substring(0, end)).trim();
  }

  private static void replay(String name, String session) {
    DocOracle oracle = new DocOracle();
    Map<?, ?> recorded = (Map<?, ?>) PlainJson.read(session);
    for (Object message : (List<?>) recorded.get("log")) {
      String answer = oracle.answer(PlainJson.write(message));
      assertThat(answer).as("%s: %s", name, message).doesNotStartWith("{\"err\"");
    }
    assertThat(oracle.answer("{\"op\":\"state\",\"doc\":\"d0\"}"))
        .as(name)
        .isEqualTo(PlainJson.write(recorded.get("final")));
  }
}
