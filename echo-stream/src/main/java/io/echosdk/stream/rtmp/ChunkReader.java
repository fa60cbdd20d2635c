package io.echosdk.stream.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages together from the chunks of one connection (RTMP 1.0, 5.3).
 *
 * <p>A message is cut into chunks of at most the sender's chunk size; chunks of messages on
 * different chunk streams may be interleaved. A chunk begins with a basic header (format and chunk
 * stream id, one to three bytes) and a message header of 11, 7, 3 or 0 bytes, each shorter form
 * taking what it leaves out from the last header of its chunk stream. A timestamp field of 0xFFFFFF
 * is followed by four more bytes, repeated on every type 3 chunk of that message.
 *
 * <p>Invariants: at most one chunk is open; each chunk stream has at most one unfinished message;
 * header bytes are consumed only when the whole header is there; body bytes are copied as they
 * come, so nothing but a header is ever accumulated twice; what is buffered for unfinished messages
 * never exceeds {@link Limits#pendingBytes()}. Set Chunk Size and Abort act here, in order, because
 * they change how the next byte is read. One thread at a time.
 */
final class ChunkReader implements AutoCloseable {

  static final int DEFAULT_CHUNK_SIZE = 128; // RTMP 1.0, 5.4.1
  static final int EXTENDED = 0xFFFFFF; // 5.3.1.3

  private static final int MAX_CHUNK_SIZE = 0x7FFFFFFF;
  private static final int FIRST_BUFFER_BYTES = 64 * 1024; // grows as bytes really come
  private static final int[] MESSAGE_HEADER_BYTES = {11, 7, 3, 0}; // 5.3.1.2.1 to .4

  /**
   * How much a peer may make us hold.
   *
   * @param messageBytes of one message
   * @param pendingBytes of all unfinished messages together
   * @param chunkStreams how many chunk streams may be in use
   */
  record Limits(int messageBytes, int pendingBytes, int chunkStreams) {
    static final Limits DEFAULT = new Limits(16 << 20, 32 << 20, 64);
  }

  private final ByteBufAllocator allocator;
  private final Limits limits;
  private final IntObjectMap<ChunkStream> streams = new IntObjectHashMap<>();
  private int chunkSize = DEFAULT_CHUNK_SIZE;
  private @Nullable ChunkStream current;
  private int leftInChunk;
  private long pendingBytes;

  ChunkReader(ByteBufAllocator allocator, Limits limits) {
    this.allocator = allocator;
    this.limits = limits;
  }

  /**
   * Returns the next whole message, or null if more bytes are needed for it.
   *
   * @param in what came from the peer; read as far as possible, keep the rest for the next call
   * @throws io.echosdk.api.stream.StreamException if the peer breaks the protocol or a limit; the
   *     reader is of no use afterwards
   */
  @Nullable Message read(ByteBuf in) {
    while (true) {
      ChunkStream stream = current != null ? current : beginChunk(in);
      if (stream == null) {
        return null;
      }
      int bytes = Math.min(leftInChunk, in.readableBytes());
      stream.append(in, bytes);
      leftInChunk -= bytes;
      if (leftInChunk > 0) {
        return null;
      }
      current = null;
      if (stream.missingBytes() == 0) {
        Message message = stream.take();
        if (!obeyed(message)) {
          return message;
        }
      }
    }
  }

  private @Nullable ChunkStream beginChunk(ByteBuf in) {
    int start = in.readerIndex();
    int available = in.readableBytes();
    if (available < 1) {
      return null;
    }
    int first = in.getUnsignedByte(start);
    int format = first >>> 6;
    int basicBytes = (first & 63) == 0 ? 2 : (first & 63) == 1 ? 3 : 1; // 5.3.1.1
    if (available < basicBytes + MESSAGE_HEADER_BYTES[format]) {
      return null;
    }
    ChunkStream stream = streamFor(chunkStreamId(in, start, first & 63), format);
    int header = start + basicBytes;
    int afterHeader = header + MESSAGE_HEADER_BYTES[format];
    int end = stream.endOfHeader(in, format, header, afterHeader);
    if (end < 0) {
      return null;
    }
    in.readerIndex(end);
    if (!stream.open()) {
      stream.beginMessage();
    }
    leftInChunk = Math.min(chunkSize, stream.missingBytes());
    current = stream;
    return stream;
  }

  private static int chunkStreamId(ByteBuf in, int start, int field) {
    return switch (field) {
      case 0 -> 64 + in.getUnsignedByte(start + 1);
      case 1 -> 64 + in.getUnsignedByte(start + 1) + 256 * in.getUnsignedByte(start + 2);
      default -> field;
    };
  }

  private ChunkStream streamFor(int id, int format) {
    ChunkStream stream = streams.get(id);
    if (stream == null) {
      // Type 1 opens a chunk stream in some encoders built on librtmp; types 2 and 3 lack a length.
      if (format > 1) {
        throw ProtocolError.of("chunk stream " + id + " begins with a type " + format + " chunk");
      }
      if (streams.size() >= limits.chunkStreams()) {
        throw ProtocolError.of("more than " + limits.chunkStreams() + " chunk streams in use");
      }
      stream = new ChunkStream(id);
      streams.put(id, stream);
    }
    return stream;
  }

  /** Acts on the two messages that change how chunks are read; returns whether it was one. */
  private boolean obeyed(Message message) {
    if (message.type() != Message.SET_CHUNK_SIZE && message.type() != Message.ABORT) {
      return false;
    }
    try (message) {
      if (message.body().readableBytes() < 4) {
        throw ProtocolError.of("control message " + message.type() + " is shorter than 4 bytes");
      }
      long value = message.body().readUnsignedInt();
      if (message.type() == Message.SET_CHUNK_SIZE) {
        if (value < 1 || value > MAX_CHUNK_SIZE) {
          throw ProtocolError.of("chunk size " + value);
        }
        chunkSize = (int) value;
      } else {
        ChunkStream aborted = value > Integer.MAX_VALUE ? null : streams.get((int) value);
        if (aborted != null) {
          aborted.drop();
        }
      }
    }
    return true;
  }

  /** Frees what unfinished messages hold. */
  @Override
  public void close() {
    streams.values().forEach(ChunkStream::drop);
    current = null;
  }

  /** What the last header of a chunk stream said, and its unfinished message. */
  private final class ChunkStream {

    private final int id;
    private long timestampMs;
    private long deltaMs;
    private int length;
    private int type;
    private int messageStreamId;
    private boolean extended;
    private long extendedField;
    private @Nullable ByteBuf body;

    ChunkStream(int id) {
      this.id = id;
    }

    boolean open() {
      return body != null;
    }

    /** Reads the message header; returns where the chunk's data begins, or -1 if bytes lack. */
    int endOfHeader(ByteBuf in, int format, int header, int afterHeader) {
      if (format == 3) {
        return continueHeader(in, afterHeader);
      }
      if (open()) {
        throw ProtocolError.of("chunk stream " + id + " begins a message inside another");
      }
      long field = in.getUnsignedMedium(header);
      boolean longTime = field == EXTENDED;
      if (longTime) {
        if (in.writerIndex() < afterHeader + 4) {
          return -1;
        }
        field = in.getUnsignedInt(afterHeader);
      }
      extended = longTime;
      extendedField = field;
      deltaMs = field; // after a type 0 chunk, a type 3 chunk advances by its timestamp: 5.3.1.2.4
      timestampMs = format == 0 ? field : (timestampMs + field) & 0xFFFFFFFFL;
      if (format < 2) {
        length = in.getUnsignedMedium(header + 3);
        type = in.getUnsignedByte(header + 6);
      }
      if (format == 0) {
        messageStreamId = in.getIntLE(header + 7);
      }
      return longTime ? afterHeader + 4 : afterHeader;
    }

    /**
     * Type 3: the extended timestamp is repeated (5.3.1.3), but some senders leave it out, so four
     * bytes that differ from it are taken for payload.
     */
    private int continueHeader(ByteBuf in, int afterHeader) {
      int end = afterHeader;
      if (extended) {
        if (in.writerIndex() < afterHeader + 4) {
          return -1;
        }
        end += in.getUnsignedInt(afterHeader) == extendedField ? 4 : 0;
      }
      if (!open()) {
        timestampMs = (timestampMs + deltaMs) & 0xFFFFFFFFL;
      }
      return end;
    }

    void beginMessage() {
      if (length > limits.messageBytes()) {
        throw ProtocolError.of(
            "message of " + length + " bytes, more than " + limits.messageBytes());
      }
      body = allocator.buffer(Math.min(length, FIRST_BUFFER_BYTES), Math.max(length, 1));
    }

    int missingBytes() {
      return body == null ? 0 : length - body.readableBytes();
    }

    void append(ByteBuf in, int bytes) {
      pendingBytes += bytes;
      if (pendingBytes > limits.pendingBytes()) {
        throw ProtocolError.of("unfinished messages of over " + limits.pendingBytes() + " bytes");
      }
      if (body != null) {
        body.writeBytes(in, bytes);
      }
    }

    Message take() {
      ByteBuf whole = body;
      if (whole == null) {
        throw new IllegalStateException("chunk stream " + id + " has no message");
      }
      body = null;
      pendingBytes -= length;
      return new Message(type, messageStreamId, timestampMs, whole);
    }

    void drop() {
      if (body != null) {
        pendingBytes -= body.readableBytes();
        body.release();
        body = null;
      }
    }
  }
}
