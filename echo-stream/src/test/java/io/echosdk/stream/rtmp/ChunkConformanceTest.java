package io.echosdk.stream.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.stream.StreamException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The clauses of RTMP 1.0, 5.3 and 5.4, one test each. */
class ChunkConformanceTest {

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final ChunkReader reader = new ChunkReader(allocator, ChunkReader.Limits.DEFAULT);

  @AfterEach
  void nothingIsLeft() {
    reader.close();
    assertThat(allocator.metric().usedDirectMemory()).isZero();
  }

  @Test
  void clause5311ChunkStreamIdsOfOneTwoAndThreeBytes() {
    assertThat(read("03 000001 000001 09 01000000 AA")).containsExactly("9/1@1:aa");
    assertThat(read("00 00 000002 000001 09 01000000 BB")).containsExactly("9/1@2:bb"); // 64
    assertThat(read("01 00 01 000003 000001 09 01000000 CC")).containsExactly("9/1@3:cc"); // 320
    assertThat(read("C3 DD")).containsExactly("9/1@2:dd"); // 3 again: 1 + 1
    assertThat(read("C0 00 EE")).containsExactly("9/1@4:ee"); // 64 again
    assertThat(read("C1 00 01 FF")).containsExactly("9/1@6:ff"); // 320 again
  }

  @Test
  void clause53121Type0SetsEverything() {
    assertThat(read("04 00000A 000002 08 05000000 0102")).containsExactly("8/5@10:0102");
  }

  @Test
  void clause53122Type1KeepsTheMessageStream() {
    assertThat(read("04 00000A 000001 08 05000000 01" + "44 000014 000002 09 0203"))
        .containsExactly("8/5@10:01", "9/5@30:0203");
  }

  @Test
  void clause53123Type2KeepsLengthAndType() {
    assertThat(read("04 00000A 000001 08 05000000 01" + "84 000015 02"))
        .containsExactly("8/5@10:01", "8/5@31:02");
  }

  @Test
  void clause53124Type3RepeatsTheDelta() {
    assertThat(read("04 0003E8 000001 08 05000000 01" + "84 000014 02" + "C4 03" + "C4 04"))
        .containsExactly("8/5@1000:01", "8/5@1020:02", "8/5@1040:03", "8/5@1060:04");
  }

  @Test
  void clause53124Type3AfterType0RepeatsItsTimestampAsDelta() {
    assertThat(read("04 00000A 000001 08 05000000 01" + "C4 02"))
        .containsExactly("8/5@10:01", "8/5@20:02");
  }

  @Test
  void clause5313ExtendedTimestampBeginsAtFfffff() {
    assertThat(read("06 FFFFFE 000001 09 01000000 01")).containsExactly("9/1@16777214:01");
    assertThat(read("06 FFFFFF 000001 09 01000000 00FFFFFF 02")).containsExactly("9/1@16777215:02");
    assertThat(read("06 FFFFFF 000001 09 01000000 01000000 03")).containsExactly("9/1@16777216:03");
  }

  @Test
  void clause5313ExtendedTimestampIsRepeatedOnType3Chunks() {
    setChunkSize(2);
    assertThat(read("06 FFFFFF 000005 09 01000000 01000000 0102 C6 01000000 0304 C6 01000000 05"))
        .containsExactly("9/1@16777216:0102030405");
  }

  @Test
  void clause5313SendersThatDoNotRepeatItAreUnderstood() {
    setChunkSize(4);
    assertThat(read("06 FFFFFF 000008 09 01000000 01000000 01020304 C6 05060708"))
        .containsExactly("9/1@16777216:0102030405060708");
  }

  @Test
  void clause5313ADeltaMayBeExtended() {
    assertThat(read("06 000010 000001 09 01000000 01" + "86 FFFFFF 01000000 02"))
        .containsExactly("9/1@16:01", "9/1@16777232:02");
  }

  @Test
  void timestampsWrapAt32Bits() {
    assertThat(read("06 FFFFFF 000001 09 01000000 FFFFFFF0 01" + "86 000020 02"))
        .containsExactly("9/1@4294967280:01", "9/1@16:02");
  }

  @Test
  void clause541SetChunkSizeActsOnTheNextChunk() {
    setChunkSize(1);
    assertThat(read("03 000000 000002 14 00000000 01 C3 02")).containsExactly("20/0@0:0102");
  }

  @Test
  void clause541AChunkSizeOfZeroIsRefused() {
    assertThatThrownBy(() -> setChunkSize(0))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("chunk size 0");
  }

  @Test
  void clause542AbortDropsTheUnfinishedMessage() {
    setChunkSize(2);
    assertThat(read("06 000001 000004 09 01000000 0102")).isEmpty();
    assertThat(read("02 000000 000004 02 00000000 0000 C2 0006")).isEmpty();
    assertThat(read("06 000002 000002 09 01000000 0304")).containsExactly("9/1@2:0304");
  }

  @Test
  void anEmptyMessageIsWholeAtOnce() {
    assertThat(read("06 000001 000000 09 01000000")).containsExactly("9/1@1:");
  }

  @Test
  void aMessageInsideAnotherOfTheSameChunkStreamIsRefused() {
    setChunkSize(1);
    assertThat(read("06 000001 000002 09 01000000 01")).isEmpty();
    assertThatThrownBy(() -> read("06 000002 000002 09 01000000 02"))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("begins a message inside another");
  }

  @Test
  void aChunkStreamMayBeginWithType1ButNotWithoutALength() {
    assertThat(read("44 000014 000001 08 01")).containsExactly("8/0@20:01");
    assertThatThrownBy(() -> read("85 000014 01"))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("chunk stream 5 begins with a type 2 chunk");
  }

  @Test
  void tooManyChunkStreamsAreRefused() {
    assertThatThrownBy(
            () -> {
              for (int id = 0; id < 100; id++) {
                read(String.format("00 %02X 000001 000001 09 01000000 00", id));
              }
            })
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("more than 64 chunk streams");
  }

  @Test
  void aMessageOverTheLimitIsRefusedBeforeItsBytesCome() {
    ChunkReader narrow = new ChunkReader(allocator, new ChunkReader.Limits(1_000, 1_500, 64));
    ByteBuf in = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump("060000010003e90901000000"));
    assertThatThrownBy(() -> narrow.read(in))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("message of 1001 bytes, more than 1000");
  }

  @Test
  void unfinishedMessagesTogetherAreLimited() {
    try (ChunkReader narrow =
        new ChunkReader(allocator, new ChunkReader.Limits(1_000, 1_500, 64))) {
      assertThatThrownBy(
              () -> {
                ByteBuf in = Unpooled.buffer();
                for (int id = 3; id < 60; id++) { // each announces 1000 bytes and sends 128
                  in.writeByte(id).writeMedium(1).writeMedium(1_000).writeByte(9).writeIntLE(1);
                  in.writeZero(128);
                }
                narrow.read(in);
              })
          .isInstanceOf(StreamException.class)
          .hasMessageContaining("unfinished messages of over 1500 bytes");
    }
  }

  private void setChunkSize(int size) {
    read(String.format("02 000000 000004 01 00000000 %08X", size));
  }

  private List<String> read(String hex) {
    ByteBuf in = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
    List<String> messages = new ArrayList<>();
    for (Message m = reader.read(in); m != null; m = reader.read(in)) {
      messages.add(
          m.type()
              + "/"
              + m.streamId()
              + "@"
              + m.timestampMs()
              + ":"
              + ByteBufUtil.hexDump(m.body()));
      m.close();
    }
    return messages;
  }
}
