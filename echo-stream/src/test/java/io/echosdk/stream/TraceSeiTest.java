package io.echosdk.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.stream.EncodedPacket;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TraceSeiTest {

  private static final byte[] SLICE = {0, 0, 0, 3, 0x41, 0x22, 0x33};

  private static EncodedPacket packet(long originNanos) {
    return new EncodedPacket(
        EncodedPacket.Track.VIDEO, 5, 5, false, ByteBuffer.wrap(SLICE), originNanos);
  }

  @Test
  void stampIsReadBackWhateverItsBytes() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      long origin = random.nextLong() & (random.nextBoolean() ? 0xFF0000FFL : -1L);
      EncodedPacket stamped = TraceSei.stamp(packet(origin));
      assertThat(TraceSei.read(stamped.payload())).as("origin %d", origin).hasValue(origin);
    }
  }

  @Test
  void stampHasNoStartCodeInside() {
    ByteBuffer payload = TraceSei.stamp(packet(0x0000010000020000L)).payload();
    int zeros = 0;
    for (int i = 4; i < payload.limit() - SLICE.length; i++) {
      assertThat(zeros >= 2 && payload.get(i) < 3 && payload.get(i) >= 0).isFalse();
      zeros = payload.get(i) == 0 ? zeros + 1 : 0;
    }
  }

  @Test
  void pictureItselfIsLeftAsItWas() {
    ByteBuffer payload = TraceSei.stamp(packet(42)).payload();
    byte[] tail = new byte[SLICE.length];
    payload.get(payload.limit() - SLICE.length, tail);
    assertThat(tail).isEqualTo(SLICE);
  }

  @Test
  void everyCutAndEveryFlippedBitIsReadWithoutAnError() {
    byte[] whole = new byte[TraceSei.stamp(packet(42)).payload().remaining()];
    TraceSei.stamp(packet(42)).payload().get(whole);
    for (int length = 0; length < whole.length; length++) {
      TraceSei.read(ByteBuffer.wrap(whole, 0, length));
    }
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      TraceSei.read(ByteBuffer.wrap(flipped));
    }
  }

  @Test
  void payloadWithoutStampGivesNothing() {
    assertThat(TraceSei.read(ByteBuffer.wrap(SLICE))).isEmpty();
  }
}
