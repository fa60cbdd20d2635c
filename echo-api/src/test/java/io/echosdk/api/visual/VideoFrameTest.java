package io.echosdk.api.visual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class VideoFrameTest {

  private static final VideoFormat FORMAT = VideoFormat.nv12(16, 16, 30);

  private final AtomicInteger returned = new AtomicInteger();

  @Test
  void bytesComeBackOnceHoweverOftenItIsClosed() {
    VideoFrame frame = frame(ByteBuffer.allocateDirect(FORMAT.bytes()));
    assertThat(returned).hasValue(0);
    frame.close();
    frame.close();
    assertThat(returned).hasValue(1);
  }

  @Test
  void twoThreadsThatCloseReturnItOnce() throws Exception {
    for (int round = 0; round < 200; round++) {
      returned.set(0);
      VideoFrame frame = frame(ByteBuffer.allocateDirect(FORMAT.bytes()));
      CyclicBarrier together = new CyclicBarrier(2);
      Thread other =
          new Thread(
              () -> {
                await(together);
                frame.close();
              });
      other.start();
      await(together);
      frame.close();
      other.join();
      assertThat(returned).as("round %d", round).hasValue(1);
    }
  }

  @Test
  void pixelsAreAViewWithItsOwnPositionUntilClose() {
    ByteBuffer pool = ByteBuffer.allocateDirect(2 * FORMAT.bytes()).position(100);
    VideoFrame frame = frame(pool);
    frame.pixels().put((byte) 42);
    assertThat(pool.position()).isEqualTo(100);
    assertThat(frame.pixels().get()).isEqualTo((byte) 42);
    frame.close();
    assertThatThrownBy(frame::pixels)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("33");
  }

  @Test
  void bytesOnTheHeapOrTooFewAreRefused() {
    assertThatThrownBy(() -> frame(ByteBuffer.allocate(FORMAT.bytes())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> frame(ByteBuffer.allocateDirect(FORMAT.bytes() - 1)))
        .hasMessageContaining("383");
  }

  private VideoFrame frame(ByteBuffer pixels) {
    return new VideoFrame(FORMAT, pixels, 33, 22, returned::incrementAndGet);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
