package io.echosdk.sync.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns messages into the bytes of binary WebSocket frames (RFC 6455, 5.2; a server does not mask).
 * A room hands the same list to all its clients one after the other, so the last list of a thread
 * is encoded once and its buffer shared.
 */
final class SharedFrames {

  private static final int SHARED_BYTES = 1 << 16; // longer ones are not kept
  private static final int FINAL_BINARY = 0x82;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;
  private static final int MAX_HEADER = 10;

  private final FastThreadLocal<Last> last =
      new FastThreadLocal<>() {
        @Override
        protected Last initialValue() {
          return new Last();
        }
      };

  private static final class Last {
    private @Nullable List<ByteBuffer> messages;
    private ByteBuf frames = Unpooled.EMPTY_BUFFER;
  }

  /** Returns the frames of some messages; the caller owns one reference. */
  ByteBuf of(List<ByteBuffer> messages, ByteBufAllocator allocator) {
    Last shared = last.get();
    if (shared.messages == messages) {
      return shared.frames.retainedDuplicate();
    }
    int length = 0;
    for (ByteBuffer message : messages) {
      length += message.remaining() + MAX_HEADER;
    }
    if (length > SHARED_BYTES) {
      return wrapped(messages);
    }
    ByteBuf frames = allocator.directBuffer(length);
    for (ByteBuffer message : messages) {
      writeHeader(frames, message.remaining());
      frames.writeBytes(message.duplicate());
    }
    shared.frames.release();
    shared.messages = messages;
    shared.frames = frames;
    return frames.retainedDuplicate();
  }

  private static ByteBuf wrapped(List<ByteBuffer> messages) {
    ByteBuf[] parts = new ByteBuf[messages.size() * 2];
    for (int i = 0; i < messages.size(); i++) {
      parts[2 * i] = Unpooled.buffer(MAX_HEADER);
      writeHeader(parts[2 * i], messages.get(i).remaining());
      parts[2 * i + 1] = Unpooled.wrappedBuffer(messages.get(i).duplicate());
    }
    return Unpooled.wrappedBuffer(parts.length, parts);
  }

  private static void writeHeader(ByteBuf target, int length) {
    target.writeByte(FINAL_BINARY);
    if (length < LENGTH_16) {
      target.writeByte(length);
    } else if (length < 1 << 16) {
      target.writeByte(LENGTH_16);
      target.writeShort(length);
    } else {
      target.writeByte(LENGTH_64);
      target.writeLong(length);
    }
  }
}
