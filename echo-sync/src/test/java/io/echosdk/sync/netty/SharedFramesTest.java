package io.echosdk.sync.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The frames of lists, of parts of them, and of lists that a slow reader has not read yet. */
class SharedFramesTest {

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
  private final SharedFrames frames = new SharedFrames();
  private final Random random = new Random(7);

  private List<ByteBuffer> messages(int count, int longest) {
    List<ByteBuffer> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[random.nextInt(longest + 1)];
      random.nextBytes(bytes);
      messages.add(ByteBuffer.wrap(bytes));
    }
    return messages;
  }

  /** Reads frames with Netty's own decoder and releases them. */
  private static List<ByteBuffer> read(ByteBuf wire) {
    EmbeddedChannel decoder =
        new EmbeddedChannel(new WebSocket13FrameDecoder(false, false, 1 << 20));
    decoder.writeInbound(wire);
    List<ByteBuffer> messages = new ArrayList<>();
    for (BinaryWebSocketFrame each = decoder.readInbound();
        each != null;
        each = decoder.readInbound()) {
      messages.add(ByteBuffer.wrap(ByteBufUtil.getBytes(each.content())));
      each.release();
    }
    decoder.finishAndReleaseAll();
    return messages;
  }

  @Test
  void nettyReadsAllAndWhatIsLeftWhenSomeAreTakenOut() {
    for (int round = 0; round < 300; round++) {
      List<ByteBuffer> all = messages(1 + random.nextInt(40), 1 << random.nextInt(13));
      assertThat(read(frames.of(all, allocator))).isEqualTo(all);
      for (int part = 0; part < 3; part++) {
        List<ByteBuffer> some = new ArrayList<>(all);
        some.removeIf(each -> random.nextInt(4) == 0);
        if (!some.isEmpty()) {
          assertThat(read(frames.of(some, allocator))).isEqualTo(some);
        }
      }
      assertThat(read(frames.of(all, allocator))).isEqualTo(all);
    }
  }

  @Test
  void whatASlowReaderHasNotReadStaysAsItWas() {
    List<List<ByteBuffer>> said = new ArrayList<>();
    List<ByteBuf> unread = new ArrayList<>();
    for (int round = 0; round < 50; round++) {
      List<ByteBuffer> all = messages(10, 100);
      List<ByteBuffer> some = List.copyOf(all.subList(1, 9));
      said.add(all);
      unread.add(frames.of(all, allocator));
      said.add(some);
      unread.add(frames.of(some, allocator));
    }
    for (int i = 0; i < said.size(); i++) {
      assertThat(read(unread.get(i))).isEqualTo(said.get(i));
    }
  }

  @Test
  void whatIsNotReadHoldsAboutAsMuchAsItIsLong() {
    long bytes = 0;
    for (int round = 0; round < 1_000; round++) {
      bytes += frames.of(messages(1, 100), allocator).readableBytes();
    }
    assertThat(allocator.metric().usedDirectMemory()).isLessThan(8 * bytes + (1 << 16));
  }

  @Test
  void aListThatIsLongerThanAPageIsNotCopied() {
    List<ByteBuffer> all = messages(5, 100_000);
    assertThat(read(frames.of(all, allocator))).isEqualTo(all);
    assertThat(read(frames.of(all, allocator))).isEqualTo(all);
  }
}
