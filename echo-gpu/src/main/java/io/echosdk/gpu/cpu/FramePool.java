package io.echosdk.gpu.cpu;

import io.echosdk.api.visual.VideoFormat;
import io.echosdk.api.visual.VideoFrame;
import io.echosdk.api.visual.VisualException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ArrayBlockingQueue;

/** Three direct buffers that are lent as pictures and come back from any thread. */
final class FramePool {

  static final int SIZE = 3;

  private final VideoFormat format;
  private final ArrayBlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(SIZE);

  FramePool(VideoFormat format) {
    this.format = format;
    for (int i = 0; i < SIZE; i++) {
      free.add(ByteBuffer.allocateDirect(format.bytes()).order(ByteOrder.LITTLE_ENDIAN));
    }
  }

  /** Takes a buffer to draw into. */
  ByteBuffer take() {
    ByteBuffer buffer = free.poll();
    if (buffer == null) {
      throw new VisualException(
          VisualException.Kind.FRAMES_ON_LOAN,
          "no picture can be made: all " + SIZE + " are still on loan",
          "close each VideoFrame as soon as it is encoded, or skip this one");
    }
    return buffer;
  }

  /** Lends a buffer that {@link #take} gave. */
  VideoFrame lend(ByteBuffer buffer, long ptsNanos, long originNanos) {
    return new VideoFrame(format, buffer, ptsNanos, originNanos, () -> free.add(buffer));
  }

  /** Takes a buffer back that was never lent. */
  void giveBack(ByteBuffer buffer) {
    free.add(buffer);
  }
}
