package io.echosdk.stream.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.EncodedPacket.Track;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WireImageTest {

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

  @Test
  void readsBackAsTheFlvBodyOfThePacketWithItsCompositionTime() {
    byte[] nal = {0, 0, 0, 2, 0x41, 0x11};
    EncodedPacket packet =
        new EncodedPacket(Track.VIDEO, 133_333_333, 66_666_666, false, ByteBuffer.wrap(nal), 0);
    Message message = roundTrip(WireImage.of(packet, allocator), 1);
    assertThat(message.timestampMs()).isEqualTo(66);
    assertThat(FlvBody.compositionMs(message.body())).isEqualTo(133 - 66);
    assertThat(FlvBody.keyframe(message.body())).isFalse();
    assertThat(message.body().skipBytes(5)).isEqualTo(Unpooled.wrappedBuffer(nal));
    message.close();
  }

  @Test
  void anotherMessageStreamChangesTheFirstHeaderAlone() {
    for (long timestamp : new long[] {5, 0xFFFFF0, 0x1234567}) {
      byte[] body = body(200_000);
      WireImage image =
          WireImage.of(Track.VIDEO, timestamp, true, allocator, ByteBuffer.wrap(body));
      Message message = roundTrip(image, 7);
      assertThat(message.streamId()).isEqualTo(7);
      assertThat(message.timestampMs()).isEqualTo(timestamp);
      assertThat(message.body()).isEqualTo(Unpooled.wrappedBuffer(body));
      message.close();
    }
    assertThat(allocator.metric().usedDirectMemory()).isZero();
  }

  @Test
  void becomesAnFlvTagWithoutTheChunkHeaders() {
    for (int length : new int[] {0, 1, 65_535, 65_536, 65_537, 300_000}) {
      for (long timestamp : new long[] {5, 0x12345678}) {
        byte[] body = body(length);
        WireImage image =
            WireImage.of(Track.AUDIO, timestamp, false, allocator, ByteBuffer.wrap(body));
        ByteBuffer tag = ByteBuffer.wrap(image.flvTag());
        assertThat(tag.get()).isEqualTo((byte) 8);
        assertThat((tag.getShort() & 0xFFFF) << 8 | (tag.get() & 0xFF)).isEqualTo(length);
        int low = (tag.getShort() & 0xFFFF) << 8 | (tag.get() & 0xFF);
        assertThat((tag.get() & 0xFFL) << 24 | low).isEqualTo(timestamp);
        assertThat(tag.position(11).slice().limit(length)).isEqualTo(ByteBuffer.wrap(body));
        assertThat(tag.getInt(11 + length)).isEqualTo(11 + length);
        assertThat(tag.capacity()).isEqualTo(15 + length);
        image.release();
      }
    }
  }

  private Message roundTrip(WireImage image, int messageStream) {
    ByteBuf wire = image.bytesFor(messageStream);
    image.release();
    ChunkReader reader = new ChunkReader(allocator, ChunkReader.Limits.DEFAULT);
    reader.read(Unpooled.copiedBuffer(announcement()));
    Message message = reader.read(wire);
    assertThat(message).isNotNull();
    assertThat(wire.isReadable()).isFalse();
    wire.release();
    return message;
  }

  private static ByteBuf announcement() {
    ByteBuf out = Unpooled.buffer();
    ChunkWriter.write(
        out,
        ChunkWriter.CONTROL,
        Message.SET_CHUNK_SIZE,
        0,
        0,
        128,
        ByteBuffer.allocate(4).putInt(0, ChunkWriter.CHUNK_SIZE));
    return out;
  }

  private static byte[] body(int length) {
    byte[] body = new byte[length];
    new SplittableRandom(length).nextBytes(body);
    return Arrays.copyOf(body, length);
  }
}
