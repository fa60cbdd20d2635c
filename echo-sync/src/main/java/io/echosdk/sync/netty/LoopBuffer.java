package io.echosdk.sync.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * One buffer into which all sockets of one event loop are read, because a reader is done with it
 * before the next socket is. While somebody still holds it, such as a decoder that waits for the
 * rest of a request, reads get buffers of their own.
 */
final class LoopBuffer extends DefaultMaxMessagesRecvByteBufAllocator implements AutoCloseable {

  private static final int BYTES = 64 << 10;
  private static final int OWN_BYTES = 4 << 10;

  private final ByteBuf buffer = Unpooled.directBuffer(BYTES, BYTES);

  @Override
  @SuppressWarnings("deprecation") // of the name; the replacement has not come
  public Handle newHandle() {
    return new MaxMessageHandle() {
      @Override
      public int guess() {
        return BYTES;
      }

      @Override
      public ByteBuf allocate(ByteBufAllocator allocator) {
        boolean free = buffer.refCnt() == 1;
        return free ? buffer.clear().retain() : allocator.ioBuffer(OWN_BYTES);
      }
    };
  }

  /** Frees the buffer; after the loop has ended. */
  @Override
  public void close() {
    buffer.release();
  }
}
