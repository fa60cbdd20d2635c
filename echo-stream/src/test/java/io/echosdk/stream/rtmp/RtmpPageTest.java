package io.echosdk.stream.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.testing.TestFiles;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The worked examples of docs/reference/rtmp.md are what the codec reads and writes. */
class RtmpPageTest {

  private static final Pattern EXAMPLE = Pattern.compile("```wire\n(.*?)```", Pattern.DOTALL);

  @Test
  void theFirstExampleIsOneKeyframe() throws IOException {
    Message picture = read(examples().get(0)).get(0);
    assertThat(picture.type()).isEqualTo(Message.VIDEO);
    assertThat(picture.streamId()).isEqualTo(1);
    assertThat(picture.timestampMs()).isEqualTo(40);
    assertThat(FlvBody.keyframe(picture.body())).isTrue();
    assertThat(FlvBody.compositionMs(picture.body())).isEqualTo(33);
    assertThat(ByteBufUtil.hexDump(picture.body())).isEqualTo("1701000021000000026588");
    picture.close();
  }

  @Test
  void theSecondExampleIsSoundWithAnExtendedTimestamp() throws IOException {
    Message sound = read(examples().get(1)).get(0);
    assertThat(sound.type()).isEqualTo(Message.AUDIO);
    assertThat(sound.timestampMs()).isEqualTo(16_777_216);
    assertThat(ByteBufUtil.hexDump(sound.body())).isEqualTo("af0121100460");
    ByteBuf written = Unpooled.buffer();
    ChunkWriter.write(written, 4, Message.AUDIO, 1, 16_777_216, 4, sound.body().nioBuffer());
    assertThat(examples().get(1)).endsWith(ByteBufUtil.hexDump(written));
    sound.close();
  }

  /** Returns the bytes of each example: what stands before three blanks in its lines. */
  private static List<String> examples() throws IOException {
    String page = Files.readString(TestFiles.root().resolve("docs/reference/rtmp.md"));
    return EXAMPLE
        .matcher(page)
        .results()
        .map(MatchResult::group)
        .map(
            block ->
                block
                    .replaceAll("```(wire\n)?", "")
                    .replaceAll(" {3,}.*", "")
                    .replaceAll("\\s", ""))
        .toList();
  }

  private static List<Message> read(String hex) {
    ChunkReader reader =
        new ChunkReader(UnpooledByteBufAllocator.DEFAULT, ChunkReader.Limits.DEFAULT);
    ByteBuf in = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
    List<Message> messages = new ArrayList<>();
    for (Message message = reader.read(in); message != null; message = reader.read(in)) {
      messages.add(message);
    }
    assertThat(in.isReadable()).isFalse();
    return messages;
  }
}
