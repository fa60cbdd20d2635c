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
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Sessions of several peers that were put to Yjs, with what it answered in the end. */
class DocOracleConformanceTest {

  private static final int TAR_BLOCK = 512;
  private static final int SESSIONS = 300;

  /**
   * Here an edit that changes nothing ends within a surrogate pair. Yjs halves the pair, unheard by
   * the other peers, and stays different from them; here the pair stays whole.
   */
  private static final Set<String> DIVERGING = Set.of("s1030.json", "s1110.json");

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
    String answer = oracle.answer("{\"op\":\"state\",\"doc\":\"d0\"}");
    if (DIVERGING.contains(Path.of(name).getFileName().toString())) {
      Map<?, ?> ours = (Map<?, ?>) PlainJson.read(answer);
      Map<?, ?> theirs = (Map<?, ?>) recorded.get("final");
      for (String field : List.of("json", "delta")) {
        assertThat(halved(ours.get(field))).as(name).isEqualTo(halved(theirs.get(field)));
      }
      assertThat(ours.get("sv")).isEqualTo(theirs.get("sv"));
      assertThat(ours.get("snap1")).isEqualTo(theirs.get("snap1"));
    } else {
      assertThat(answer).as(name).isEqualTo(PlainJson.write(recorded.get("final")));
    }
  }

  private static String halved(Object text) {
    return String.valueOf(text).replaceAll("[\\x{10000}-\\x{10ffff}]", "\ufffd\ufffd");
  }
}
