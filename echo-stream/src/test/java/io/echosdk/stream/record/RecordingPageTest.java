package io.echosdk.stream.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.stream.record.Fragment.Sample;
import io.echosdk.testing.TestFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page about recordings shows bytes; these are the ones that are written. */
class RecordingPageTest {

  @Test
  void workedExampleIsWhatTheMuxerWrites() throws IOException {
    String page = Files.readString(TestFiles.root().resolve("docs/reference/recording.md"));
    String shown =
        page.substring(page.indexOf("```hex") + 6, page.lastIndexOf("```"))
            .lines()
            .map(line -> line.replaceAll("#.*", "").replace(" ", ""))
            .collect(Collectors.joining());

    Fragment fragment = new Fragment();
    byte[] picture = {0, 0, 0, 2, 0x65, (byte) 0x88};
    byte[] sound = {0x21, 0x1B, (byte) 0x80};
    fragment.video().add(new Sample(ByteBuffer.wrap(picture), 0, true));
    fragment.audio().add(new Sample(ByteBuffer.wrap(sound), 0, true));
    ByteBuffer written = fragment.bytes(1, 3_000, 1_024);

    byte[] bytes = new byte[written.remaining()];
    written.get(bytes);
    assertThat(shown).isEqualTo(HexFormat.of().formatHex(bytes));
  }
}
