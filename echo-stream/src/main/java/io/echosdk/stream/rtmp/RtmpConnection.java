package io.echosdk.stream.rtmp;

import io.echosdk.api.stream.StreamException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What both ends of a connection do alike: the handshake, putting messages together, and the
 * protocol control messages (RTMP 1.0, 5.4 and 7.1.7). Runs on the channel's event loop; whatever
 * breaks the protocol ends the connection through {@link #failed}.
 */
abstract class RtmpConnection extends ByteToMessageDecoder {

  /** How many bytes we let the peer send, or ask it to take, between two acknowledgements. */
  static final int ACKNOWLEDGE_BYTES = 256 * 1024;

  private static final int PING_REQUEST = 6; // 7.1.7
  private static final int PING_RESPONSE = 7;

  private final boolean client;
  private final ChunkReader.Limits limits;
  private @Nullable Handshake handshake;
  private @Nullable ChunkReader reader;
  private boolean ended;
  private long bytesRead;
  private long bytesReported;
  private long window = Long.MAX_VALUE; // after how many bytes the peer wants to hear from us
  private long askedWindow = ACKNOWLEDGE_BYTES;
  private long acknowledged;
  private long longestStep; // between two acknowledgements; 0 until one came

  RtmpConnection(boolean client, ChunkReader.Limits limits) {
    this.client = client;
    this.limits = limits;
  }

  /** The handshake is done. */
  abstract void opened(ChannelHandlerContext context);

  /** A message for the layer above; released by the caller. */
  abstract void received(ChannelHandlerContext context, Message message);

  /** The connection cannot go on; it is closed after this. */
  abstract void failed(ChannelHandlerContext context, Throwable cause);

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    if (context.channel().isActive()) {
      begin(context);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    begin(context);
    super.channelActive(context);
  }

  private void begin(ChannelHandlerContext context) {
    if (handshake != null || reader != null) {
      return;
    }
    SplittableRandom random = new SplittableRandom(ThreadLocalRandom.current().nextLong());
    if (client) {
      ByteBuf out = context.alloc().directBuffer(1 + Handshake.PACKET_BYTES);
      handshake = Handshake.client(random, out);
      context.writeAndFlush(out, context.voidPromise());
    } else {
      handshake = Handshake.server(random);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object input) throws Exception {
    if (ended) {
      ((ByteBuf) input).release();
      return;
    }
    bytesRead += ((ByteBuf) input).readableBytes();
    super.channelRead(context, input);
    if (!ended && bytesRead - bytesReported >= window) {
      bytesReported = bytesRead;
      sendNumber(context, Message.ACKNOWLEDGEMENT, (int) bytesRead);
      context.flush();
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (ended) {
      in.skipBytes(in.readableBytes());
      return;
    }
    ChunkReader messages = reader;
    if (messages == null) {
      messages = shakeHands(context, in);
    }
    while (messages != null && !ended) {
      Message message = messages.read(in);
      if (message == null) {
        return;
      }
      try (message) {
        dispatch(context, message);
      }
    }
  }

  private @Nullable ChunkReader shakeHands(ChannelHandlerContext context, ByteBuf in) {
    Handshake current = handshake;
    if (current == null) {
      throw new IllegalStateException("bytes before the channel is active");
    }
    ByteBuf answer = context.alloc().directBuffer(1 + 2 * Handshake.PACKET_BYTES);
    boolean done;
    try {
      done = current.advance(in, answer);
    } catch (StreamException e) {
      answer.release();
      throw e;
    }
    context.writeAndFlush(answer, context.voidPromise());
    if (done) {
      handshake = null;
      reader = new ChunkReader(context.alloc(), limits);
      opened(context);
    }
    return reader;
  }

  private void dispatch(ChannelHandlerContext context, Message message) {
    switch (message.type()) {
      case Message.ACKNOWLEDGEMENT -> acknowledge(number(message));
      case Message.WINDOW_ACK_SIZE -> window = Math.max(1, number(message));
      case Message.SET_PEER_BANDWIDTH -> narrowWindow(context, number(message));
      case Message.USER_CONTROL -> userControl(context, message.body());
      default -> received(context, message);
    }
  }

  /** Answers only if the peer allows less than we asked acknowledgements for (5.4.5). */
  private void narrowWindow(ChannelHandlerContext context, long bytes) {
    if (bytes < askedWindow) {
      askedWindow = Math.max(1, bytes);
      sendNumber(context, Message.WINDOW_ACK_SIZE, (int) askedWindow);
      context.flush();
    }
  }

  /** The peer counts in 32 bits; a count that is lower than the last has wrapped. */
  private void acknowledge(long count) {
    long step = (count - acknowledged) & 0xFFFFFFFFL;
    if (step <= 0x7FFFFFFFL) { // a count that went back a little is no news
      acknowledged += step;
      longestStep = Math.max(longestStep, step);
    }
  }

  /** Asks the peer for a sign of life. */
  final void ping(ChannelHandlerContext context) {
    ByteBuf body = context.alloc().buffer(6).writeShort(PING_REQUEST).writeInt((int) bytesRead);
    send(context, ChunkWriter.CONTROL, Message.USER_CONTROL, 0, body);
    context.flush();
  }

  private void userControl(ChannelHandlerContext context, ByteBuf body) {
    if (body.readableBytes() >= 6 && body.readUnsignedShort() == PING_REQUEST) {
      ByteBuf pong = context.alloc().buffer(6).writeShort(PING_RESPONSE).writeInt(body.readInt());
      send(context, ChunkWriter.CONTROL, Message.USER_CONTROL, 0, pong);
      context.flush();
    }
  }

  private static long number(Message message) {
    if (message.body().readableBytes() < 4) {
      throw ProtocolError.of("control message " + message.type() + " is shorter than 4 bytes");
    }
    return message.body().readUnsignedInt();
  }

  /** Returns how many bytes came. */
  final long bytesRead() {
    return bytesRead;
  }

  /** Returns what the peer says it has read of what we sent. */
  final long acknowledgedBytes() {
    return acknowledged;
  }

  /** Returns the longest way between two acknowledgements so far; 0 if the peer sends none. */
  final long acknowledgementStep() {
    return longestStep;
  }

  /** Writes a command; flush is the caller's. */
  final void send(ChannelHandlerContext context, int messageStream, Command command) {
    ByteBuf body = context.alloc().buffer();
    command.encode(body);
    send(context, ChunkWriter.COMMAND, Message.COMMAND_AMF0, messageStream, body);
  }

  /** Writes a control message of one number; flush is the caller's. */
  final void sendNumber(ChannelHandlerContext context, int type, int value) {
    send(context, ChunkWriter.CONTROL, type, 0, context.alloc().buffer(4).writeInt(value));
  }

  /** Writes a message with time stamp 0 and releases its body; flush is the caller's. */
  final void send(
      ChannelHandlerContext context, int chunkStream, int type, int messageStream, ByteBuf body) {
    write(context, chunkStream, type, messageStream, 0, body.nioBuffer());
    body.release();
  }

  /**
   * Writes metadata, picture or sound; flush is the caller's.
   *
   * @param parts the body in pieces, which stay the caller's
   * @return how many bytes that makes
   */
  final int send(
      ChannelHandlerContext context,
      int type,
      int messageStream,
      long timestampMs,
      ByteBuf... parts) {
    int chunkStream =
        switch (type) {
          case Message.VIDEO -> ChunkWriter.VIDEO;
          case Message.AUDIO -> ChunkWriter.AUDIO;
          default -> ChunkWriter.DATA;
        };
    ByteBuffer[] body = new ByteBuffer[parts.length];
    Arrays.setAll(body, i -> parts[i].nioBuffer());
    return write(context, chunkStream, type, messageStream, timestampMs, body);
  }

  private static int write(
      ChannelHandlerContext context,
      int chunkStream,
      int type,
      int messageStream,
      long timestampMs,
      ByteBuffer... body) {
    int length = 0;
    for (ByteBuffer part : body) {
      length += part.remaining();
    }
    int bytes = ChunkWriter.wireBytes(length, timestampMs, ChunkWriter.CHUNK_SIZE);
    ByteBuf out = context.alloc().directBuffer(bytes);
    ChunkWriter.write(
        out, chunkStream, type, messageStream, timestampMs, ChunkWriter.CHUNK_SIZE, body);
    context.write(out, context.voidPromise());
    return bytes;
  }

  /**
   * Announces our chunk size. It must be the first message: what follows may be longer than the 128
   * bytes that hold until then.
   */
  final void announceChunkSize(ChannelHandlerContext context) {
    ByteBuf out = context.alloc().directBuffer(16);
    ByteBuf body = context.alloc().buffer(4).writeInt(ChunkWriter.CHUNK_SIZE);
    ChunkWriter.write(
        out,
        ChunkWriter.CONTROL,
        Message.SET_CHUNK_SIZE,
        0,
        0,
        ChunkReader.DEFAULT_CHUNK_SIZE,
        body.nioBuffer());
    body.release();
    context.write(out, context.voidPromise());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
    Throwable cause =
        error instanceof DecoderException && error.getCause() != null ? error.getCause() : error;
    end();
    failed(context, cause);
    context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    super.channelInactive(context);
    end();
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    end();
  }

  private void end() {
    ended = true;
    if (reader != null) {
      reader.close();
    }
  }
}
