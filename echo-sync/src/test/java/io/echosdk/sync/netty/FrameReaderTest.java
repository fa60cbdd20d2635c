package io.echosdk.sync.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Netty's encoder masks, in whatever pieces it comes; and what breaks RFC 6455. */
class FrameReaderTest {

  private static final int LONGEST = 200_000;

  private final List<String> heard = new ArrayList<>();
  private final FrameReader reader = new FrameReader(LONGEST);
  private final FrameReader.Sink sink =
      new FrameReader.Sink() {
        @Override
        public void message(byte[] message) {
          heard.add("message " + HexFormat.of().formatHex(message));
        }

        @Override
        public void control(int opcode, byte[] payload) {
          heard.add(opcode + " " + HexFormat.of().formatHex(payload));
        }
      };

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void readsWhatNettyMasksInWhateverPiecesItComes(long seed) throws Exception {
    Random random = new Random(seed);
    List<String> said = new ArrayList<>();
    ByteBuf wire = Unpooled.buffer();
    EmbeddedChannel masks = new EmbeddedChannel(new WebSocket13FrameEncoder(true));
    for (int i = 0; i < 30; i++) {
      say(random, said, masks);
    }
    for (ByteBuf part = masks.readOutbound(); part != null; part = masks.readOutbound()) {
      wire.writeBytes(part);
      part.release();
    }
    int most = 1 << random.nextInt(17);
    UnpooledByteBufAllocator counted = new UnpooledByteBufAllocator(false, true);
    while (wire.isReadable()) {
      int length = Math.min(wire.readableBytes(), 1 + random.nextInt(most));
      reader.read(Unpooled.copiedBuffer(wire.readSlice(length)), counted, sink);
    }
    assertThat(heard).isEqualTo(said);
    assertThat(counted.metric().usedHeapMemory()).as("what is held").isZero();
  }

  private static void say(Random random, List<String> said, EmbeddedChannel masks) {
    int[] lengths = {0, 1, 7, 8, 9, 125, 126, 300, 65_535, 65_536, 100_000};
    byte[] message = new byte[lengths[random.nextInt(lengths.length)]];
    random.nextBytes(message);
    byte[] ping = new byte[random.nextInt(126)];
    random.nextBytes(ping);
    int cut = random.nextBoolean() ? message.length : random.nextInt(message.length + 1);
    boolean whole = cut == message.length;
    ByteBuf bytes = Unpooled.wrappedBuffer(message);
    write(masks, new BinaryWebSocketFrame(whole, 0, bytes.retainedSlice(0, cut)));
    write(masks, new PingWebSocketFrame(Unpooled.wrappedBuffer(ping)));
    said.add("9 " + HexFormat.of().formatHex(ping));
    if (!whole) {
      write(masks, new ContinuationWebSocketFrame(false, 0, Unpooled.EMPTY_BUFFER));
      ByteBuf rest = bytes.retainedSlice(cut, message.length - cut);
      write(masks, new ContinuationWebSocketFrame(true, 0, rest));
    }
    said.add(whole ? said.size() - 1 : said.size(), "message " + HexFormat.of().formatHex(message));
  }

  private static void write(EmbeddedChannel masks, WebSocketFrame frame) {
    assertThat(masks.writeOutbound(frame)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "8200, 1002", // not masked
    "C280, 1002", // a reserved bit
    "8380, 1002", // no such kind
    "8180, 1003", // text
    "8080, 1002", // continues nothing
    "0980, 1002", // half a ping
    "89FE, 1002", // a long ping
    "82FE007D00000000, 1002", // 125 in two bytes
    "82FF000000000000FFFF00000000, 1002", // 65,535 in eight
    "82FF000000000003110000000000, 1009", // 200,960
    "82FF800000000000000000000000, 1009", // 2^63
    "0280000000000280, 1002", // begins before it ended
  })
  void refusesWhatBreaksTheProtocolBeforeItsBytesCome(String hex, int code) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThatThrownBy(
            () -> reader.read(Unpooled.wrappedBuffer(bytes), ByteBufAllocator.DEFAULT, sink))
        .isInstanceOfSatisfying(
            FrameReader.Violation.class, e -> assertThat(e.code()).isEqualTo(code));
    assertThat(heard).isEmpty();
  }

  @Test
  void countsTheFragmentsOfAMessageTogether() throws Exception {
    byte[] first = HexFormat.of().parseHex("02FF0000000000020000" + "00000000");
    reader.read(Unpooled.wrappedBuffer(first, new byte[1 << 17]), ByteBufAllocator.DEFAULT, sink);
    byte[] second = HexFormat.of().parseHex("80FF0000000000020000" + "00000000");
    assertThatThrownBy(
            () -> reader.read(Unpooled.wrappedBuffer(second), ByteBufAllocator.DEFAULT, sink))
        .isInstanceOfSatisfying(
            FrameReader.Violation.class, e -> assertThat(e.code()).isEqualTo(1009));
  }

  @Test
  void holdsWhatCameAndNotWhatWasAnnounced() throws Exception {
    UnpooledByteBufAllocator counted = new UnpooledByteBufAllocator(false, true);
    byte[] header = HexFormat.of().parseHex("82FF0000000000030000" + "00000000");
    reader.read(Unpooled.wrappedBuffer(header), counted, sink);
    assertThat(counted.metric().usedHeapMemory()).isLessThanOrEqualTo(8L * header.length);
    reader.end();
    assertThat(counted.metric().usedHeapMemory()).isZero();
  }

  @Test
  void readsNothingAfterItsEnd() throws Exception {
    byte[] close = HexFormat.of().parseHex("8880000000008080");
    reader.end();
    reader.read(Unpooled.wrappedBuffer(close), ByteBufAllocator.DEFAULT, sink);
    assertThat(heard).isEmpty();
    assertThat(ByteBufUtil.hexDump(close)).as("left as it came").isEqualTo("8880000000008080");
  }
}
