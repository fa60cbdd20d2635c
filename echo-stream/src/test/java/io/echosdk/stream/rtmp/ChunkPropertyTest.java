package io.echosdk.stream.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the reference writer writes, the reader reads, however the bytes are cut. */
class ChunkPropertyTest {

  private static final int[] CHUNK_STREAMS = {2, 3, 4, 6, 63, 64, 319, 320, 65_599};

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 127, 128, 129, 4_096, 65_535, 65_536})
  void interleavedChunkStreamsComeBackWhole(int chunkSize) {
    for (long seed = 0; seed < 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<ReferenceChunkWriter.Plain> sent = new ArrayList<>();
      ByteBuf wire = interleaved(random, chunkSize, sent);
      assertThat(read(wire, random))
          .as("chunk size %d, seed %d", chunkSize, seed)
          .containsExactlyInAnyOrderElementsOf(sent.stream().map(ChunkPropertyTest::text).toList());
    }
  }

  @Test
  void ownWriterAgreesWithTheReferenceWriterAtEveryChunkSizeThatMatters() {
    for (int chunkSize : new int[] {1, 2, 128, 1_000, 65_536}) {
      for (long timestamp : new long[] {0, 0xFFFFFE, 0xFFFFFF, 0x1000000, 0xFFFFFFFFL}) {
        byte[] body = bytes(new SplittableRandom(chunkSize), 3_000);
        ReferenceChunkWriter reference = new ReferenceChunkWriter();
        reference.chunkSize(chunkSize);
        ByteBuf expected = Unpooled.buffer();
        reference
            .chunks(new ReferenceChunkWriter.Plain(6, Message.VIDEO, 1, timestamp, body))
            .forEach(expected::writeBytes);
        ByteBuf actual = Unpooled.buffer();
        ChunkWriter.write(
            actual, 6, Message.VIDEO, 1, timestamp, chunkSize, java.nio.ByteBuffer.wrap(body));
        assertThat(actual).isEqualTo(expected);
        assertThat(actual.readableBytes())
            .isEqualTo(ChunkWriter.wireBytes(body.length, timestamp, chunkSize));
      }
    }
  }

  /** Several messages are open at once, each on a chunk stream of its own. */
  private static ByteBuf interleaved(
      SplittableRandom random, int chunkSize, List<ReferenceChunkWriter.Plain> sent) {
    ReferenceChunkWriter writer = new ReferenceChunkWriter();
    ByteBuf wire = Unpooled.buffer();
    ChunkWriter.write(
        wire,
        ChunkWriter.CONTROL,
        Message.SET_CHUNK_SIZE,
        0,
        0,
        128,
        java.nio.ByteBuffer.allocate(4).putInt(0, chunkSize));
    writer.chunkSize(chunkSize);
    long[] clock = new long[CHUNK_STREAMS.length];
    for (int i = 0; i < clock.length; i++) {
      clock[i] = random.nextBoolean() ? 0xFFFFF0 : random.nextLong(1 << 20);
    }
    List<Deque<ByteBuf>> open = new ArrayList<>();
    for (int i = 0; i < CHUNK_STREAMS.length; i++) {
      open.add(new ArrayDeque<>());
    }
    int left = 40;
    while (left > 0 || open.stream().anyMatch(queue -> !queue.isEmpty())) {
      int i = random.nextInt(CHUNK_STREAMS.length);
      if (open.get(i).isEmpty() && left > 0) {
        left--;
        clock[i] += random.nextInt(3) == 0 ? 20 : random.nextInt(60);
        ReferenceChunkWriter.Plain message = message(random, CHUNK_STREAMS[i], clock[i], chunkSize);
        sent.add(message);
        open.get(i).addAll(writer.chunks(message));
      }
      if (!open.get(i).isEmpty()) {
        wire.writeBytes(open.get(i).poll());
      }
    }
    return wire;
  }

  private static ReferenceChunkWriter.Plain message(
      SplittableRandom random, int chunkStream, long timestamp, int chunkSize) {
    int length = random.nextInt(5) == 0 ? 20 : random.nextInt(Math.min(4 * chunkSize, 3_000) + 1);
    int type = random.nextBoolean() ? Message.AUDIO : Message.VIDEO;
    return new ReferenceChunkWriter.Plain(
        chunkStream, type, random.nextInt(3), timestamp, bytes(random, length));
  }

  private List<String> read(ByteBuf wire, SplittableRandom random) {
    List<String> messages = new ArrayList<>();
    ByteBuf in = Unpooled.buffer();
    try (ChunkReader reader = new ChunkReader(allocator, ChunkReader.Limits.DEFAULT)) {
      while (wire.isReadable()) {
        in.writeBytes(wire, Math.min(wire.readableBytes(), 1 + random.nextInt(900)));
        for (Message m = reader.read(in); m != null; m = reader.read(in)) {
          messages.add(text(m));
          m.close();
        }
      }
    }
    assertThat(in.isReadable()).isFalse();
    assertThat(allocator.metric().usedDirectMemory()).isZero();
    return messages;
  }

  private static String text(Message m) {
    byte[] body = new byte[m.body().readableBytes()];
    m.body().readBytes(body);
    return m.type() + " " + m.streamId() + " " + m.timestampMs() + " " + Arrays.hashCode(body);
  }

  private static String text(ReferenceChunkWriter.Plain m) {
    return m.type() + " " + m.streamId() + " " + m.timestampMs() + " " + Arrays.hashCode(m.body());
  }

  private static byte[] bytes(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
