package io.echosdk.sync.netty;

import io.echosdk.sync.room.CloseCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/**
 * Reads the frames of one client (RFC 6455, 5) and puts messages together that came in fragments.
 *
 * <p>Most reads of a socket bring whole frames, and these are unmasked where they lie and copied
 * once; only what a read cuts off is held until the rest comes. A frame's length is judged when its
 * header is there, and memory grows with what has come, not with what was announced. Of the event
 * loop.
 */
final class FrameReader {

  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;

  static final int PROTOCOL_ERROR = 1002; // RFC 6455, 7.4.1

  private static final int FINAL = 0x80;
  private static final int RESERVED = 0x70;
  private static final int OPCODE = 0x0F;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7F;
  private static final int MAX_CONTROL_BYTES = 125;
  private static final byte[] NOTHING = {};

  private final int maxMessageBytes;
  private ByteBuf held = Unpooled.EMPTY_BUFFER; // the beginning of a frame that was cut off
  private byte[] fragments = NOTHING;
  private int fragmentBytes;
  private boolean fragmented; // a message has begun and not ended
  private boolean over;

  /** Takes what was read. */
  interface Sink {

    /** A whole binary message; the sink's own from now on. */
    void message(byte[] message);

    /** A close, ping or pong, as {@code opcode} says. */
    void control(int opcode, byte[] payload);
  }

  /** A client broke the protocol or a limit. */
  static final class Violation extends Exception {
    private static final long serialVersionUID = 1L;
    private final int code;
    private final String reason;

    Violation(int code, String reason) {
      super(reason, null, false, false); // thrown by what clients send: no stack trace
      this.code = code;
      this.reason = reason;
    }

    /** Returns the code to close with. */
    int code() {
      return code;
    }

    /** Returns what the other end is told. */
    String reason() {
      return reason;
    }
  }

  /**
   * Makes a reader.
   *
   * @param maxMessageBytes the longest message, its fragments together
   */
  FrameReader(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  /**
   * Reads what came; the caller keeps the buffer, whose bytes may change.
   *
   * @throws Violation once; nothing is read after it
   */
  void read(ByteBuf came, ByteBufAllocator allocator, Sink sink) throws Violation {
    if (held.isReadable()) {
      held.discardSomeReadBytes().writeBytes(came);
      readAll(held, sink);
      if (!held.isReadable()) {
        release();
      }
    } else {
      readAll(came, sink);
      if (came.isReadable() && !over) {
        held = allocator.buffer(came.readableBytes()).writeBytes(came);
      }
    }
  }

  /** Lets go of what is held and reads nothing any more. */
  void end() {
    over = true;
    release();
    fragments = NOTHING;
  }

  private void release() {
    held.release();
    held = Unpooled.EMPTY_BUFFER;
  }

  private void readAll(ByteBuf source, Sink sink) throws Violation {
    try {
      while (!over && readFrame(source, sink)) {
        continue;
      }
    } catch (Violation e) {
      over = true;
      throw e;
    }
  }

  /** Reads one frame, or nothing and returns false if it is not all there. */
  private boolean readFrame(ByteBuf source, Sink sink) throws Violation {
    int readable = source.readableBytes();
    if (readable < 2) {
      return false;
    }
    int begin = source.readerIndex();
    int first = source.getByte(begin);
    int second = source.getByte(begin + 1);
    checkHeader(first, second);
    int lengthBytes = (second & LENGTH) < 126 ? 0 : (second & LENGTH) == 126 ? 2 : 8;
    int headerBytes = 2 + lengthBytes + Integer.BYTES;
    if (readable < headerBytes) {
      return false;
    }
    int length = length(source, begin + 2, second & LENGTH);
    if (readable - headerBytes < length) {
      return false;
    }
    byte[] payload = unmasked(source, begin + headerBytes, length);
    source.readerIndex(begin + headerBytes + length);
    take(first, payload, sink);
    return true;
  }

  private void checkHeader(int first, int second) throws Violation {
    if ((first & RESERVED) != 0) {
      throw new Violation(PROTOCOL_ERROR, "no extension was agreed on");
    }
    if ((second & MASKED) == 0) {
      throw new Violation(PROTOCOL_ERROR, "a client masks its frames");
    }
    switch (first & OPCODE) {
      case CONTINUATION:
        check(fragmented, "nothing is to be continued");
        break;
      case BINARY:
        check(!fragmented, "a message has not ended");
        break;
      case TEXT:
        throw new Violation(CloseCode.NOT_BINARY, "messages are binary");
      case CLOSE:
      case PING:
      case PONG:
        check((first & FINAL) != 0, "a control frame is whole");
        check((second & LENGTH) <= MAX_CONTROL_BYTES, "a control frame is short");
        break;
      default:
        throw new Violation(PROTOCOL_ERROR, "there is no frame of kind " + (first & OPCODE));
    }
  }

  private static void check(boolean holds, String otherwise) throws Violation {
    if (!holds) {
      throw new Violation(PROTOCOL_ERROR, otherwise);
    }
  }

  private int length(ByteBuf source, int at, int shortLength) throws Violation {
    if (shortLength < 126) {
      return within(shortLength);
    }
    if (shortLength == 126) {
      int length = source.getUnsignedShort(at);
      check(length >= 126, "a length is written as short as it can be");
      return within(length);
    }
    long length = source.getLong(at);
    check(length < 0 || length >= 1 << 16, "a length is written as short as it can be");
    return within(length);
  }

  private int within(long length) throws Violation {
    if (length < 0 || length > maxMessageBytes - fragmentBytes) {
      throw new Violation(CloseCode.TOO_BIG, "a message may have " + maxMessageBytes + " bytes");
    }
    return (int) length;
  }

  /** Returns the bytes behind a mask, which stands in front of them. */
  private static byte[] unmasked(ByteBuf source, int begin, int length) {
    int mask = source.getInt(begin - Integer.BYTES);
    long twice = (long) mask << 32 | mask & 0xFFFF_FFFFL;
    int i = 0;
    for (; i + Long.BYTES <= length; i += Long.BYTES) {
      source.setLong(begin + i, source.getLong(begin + i) ^ twice);
    }
    for (; i < length; i++) {
      source.setByte(begin + i, source.getByte(begin + i) ^ mask >>> 24 - 8 * (i & 3));
    }
    byte[] bytes = new byte[length];
    source.getBytes(begin, bytes);
    return bytes;
  }

  private void take(int first, byte[] payload, Sink sink) {
    int opcode = first & OPCODE;
    boolean last = (first & FINAL) != 0;
    if (opcode >= CLOSE) {
      sink.control(opcode, payload);
    } else if (last && !fragmented) {
      sink.message(payload);
    } else {
      append(payload);
      fragmented = !last;
      if (last) {
        byte[] message = Arrays.copyOf(fragments, fragmentBytes);
        fragments = NOTHING;
        fragmentBytes = 0;
        sink.message(message);
      }
    }
  }

  private void append(byte[] payload) {
    int length = fragmentBytes + payload.length;
    if (length > fragments.length) {
      fragments = Arrays.copyOf(fragments, Math.max(length, fragments.length * 2));
    }
    System.arraycopy(payload, 0, fragments, fragmentBytes, payload.length);
    fragmentBytes = length;
  }
}
