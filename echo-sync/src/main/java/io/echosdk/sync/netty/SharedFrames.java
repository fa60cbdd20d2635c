package io.echosdk.sync.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Turns messages into the bytes of binary WebSocket frames (RFC 6455, 5.2; a server does not mask).
 * A room hands the same list to all its clients one after the other, so the last list of a thread
 * is encoded once and its buffer shared. Who wrote some of the messages gets a list of the others;
 * their frames are copied from those of all.
 *
 * <p>Each thread has one page that is written again and again, because nearly always all sockets
 * took what was on it before the next list comes. While a slow one has not, lists get buffers of
 * their own, so that it keeps at most one page from being used.
 */
final class SharedFrames {

  private static final int PAGE_BYTES = 1 << 16; // longer lists are not kept
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

        @Override
        protected void onRemoval(Last ended) {
          if (ended.target != ended.page) {
            ended.target.release();
          }
          ended.page.release();
        }
      };

  /** What a thread encoded last. */
  private static final class Last {
    private ByteBuf page = Unpooled.EMPTY_BUFFER;
    private ByteBuf target = Unpooled.EMPTY_BUFFER; // the page, or a buffer of its own
    private List<ByteBuffer> messages = List.of();
    private int[] ends = new int[16]; // of the frames of the messages in the target
    private boolean[] wanted = new boolean[16];
    private int length; // of all frames
  }

  /** Returns the frames of some messages; the caller owns one reference. */
  ByteBuf of(List<ByteBuffer> messages, ByteBufAllocator allocator) {
    Last shared = last.get();
    if (shared.messages == messages) {
      return shared.target.retainedSlice(0, shared.length);
    }
    if (isPart(shared, messages)) {
      return part(shared, allocator);
    }
    int length = 0;
    for (ByteBuffer message : messages) {
      length += message.remaining() + MAX_HEADER;
    }
    if (length > PAGE_BYTES) {
      return wrapped(messages);
    }
    encode(shared, messages, length, allocator);
    return shared.target.retainedSlice(0, shared.length);
  }

  private static void encode(
      Last shared, List<ByteBuffer> messages, int length, ByteBufAllocator allocator) {
    int count = messages.size();
    if (shared.ends.length < count) {
      shared.ends = new int[count * 2];
      shared.wanted = new boolean[count * 2];
    }
    ByteBuf target = turnPage(shared, length, allocator);
    for (int i = 0; i < count; i++) {
      writeHeader(target, messages.get(i).remaining());
      copy(messages.get(i), target);
      shared.ends[i] = target.writerIndex();
    }
    shared.length = target.writerIndex();
    shared.messages = messages;
  }

  private static void copy(ByteBuffer message, ByteBuf target) {
    if (message.hasArray()) { // as all that rooms write
      int begin = message.arrayOffset() + message.position();
      target.writeBytes(message.array(), begin, message.remaining());
    } else {
      target.writeBytes(message.duplicate());
    }
  }

  /** Finds room: on the page if nobody reads there any more, else in a buffer of its own. */
  private static ByteBuf turnPage(Last shared, int length, ByteBufAllocator allocator) {
    shared.messages = List.of();
    if (shared.target != shared.page) {
      shared.target.release();
    }
    if (shared.page.capacity() == 0) {
      shared.page = allocator.directBuffer(PAGE_BYTES, PAGE_BYTES);
    }
    boolean free = shared.page.refCnt() == 1;
    shared.target = free ? shared.page.clear() : allocator.directBuffer(length);
    return shared.target;
  }

  /** Finds some messages, in their order, among those that were encoded last. */
  private static boolean isPart(Last shared, List<ByteBuffer> some) {
    List<ByteBuffer> all = shared.messages;
    int found = 0;
    for (int i = 0; i < all.size(); i++) {
      shared.wanted[i] = found < some.size() && all.get(i) == some.get(found);
      found += shared.wanted[i] ? 1 : 0;
    }
    return found == some.size();
  }

  /** Copies the wanted frames behind those of all if there is room, else into a new buffer. */
  private static ByteBuf part(Last shared, ByteBufAllocator allocator) {
    ByteBuf target = shared.target;
    if (target.writableBytes() < shared.length) {
      target = allocator.directBuffer(shared.length);
    }
    int begin = target.writerIndex();
    int from = 0; // where the wanted frames begin that lie next to each other
    for (int i = 0; i < shared.messages.size(); i++) {
      if (!shared.wanted[i]) {
        int until = i == 0 ? 0 : shared.ends[i - 1];
        target.writeBytes(shared.target, from, until - from);
        from = shared.ends[i];
      }
    }
    target.writeBytes(shared.target, from, shared.length - from);
    boolean behind = target == shared.target;
    return behind ? target.retainedSlice(begin, target.writerIndex() - begin) : target;
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
