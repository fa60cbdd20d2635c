package io.echosdk.sync.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.testing.TestFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The worked bytes of docs/reference/rooms.md. */
class RoomMessagesConformanceTest {

  private final Framing framing = new YWebsocketFraming();

  @Test
  void thePagesBytesAreWhatThePageSays() throws IOException {
    String page = Files.readString(TestFiles.root().resolve("docs/reference/rooms.md"));
    List<String> lines = page.split("```")[1].lines().filter(line -> !line.isBlank()).toList();
    SharedDoc doc = SharedDoc.builder().clientId(1).build();
    doc.text("t").insert(0, "a");
    byte[] update = doc.encode(UpdateFormat.V1);
    assertThat(hex(framing.update(update))).isEqualTo(lines.get(0));
    Incoming said = framing.read(HexFormat.ofDelimiter(" ").parseHex(lines.get(0)));
    assertThat(said.kind()).isEqualTo(Incoming.Kind.UPDATE);
    assertThat(said.payload()).isEqualTo(update);
    Incoming shown = framing.read(HexFormat.ofDelimiter(" ").parseHex(lines.get(1)));
    assertThat(shown.kind()).isEqualTo(Incoming.Kind.AWARENESS);
    assertThat(shown.payload()).containsExactly(1, 1, 2, 2, '{', '}');
  }

  private static String hex(ByteBuffer message) {
    return HexFormat.ofDelimiter(" ").formatHex(message.array());
  }
}
