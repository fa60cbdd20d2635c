package io.echosdk.sync.netty;

import io.echosdk.api.sync.SyncTransport;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A WebSocket as a room sees it. */
final class WebSocketTransport implements SyncTransport {

  private static final int CLOSE_SECONDS = 5; // for a client that reads nothing
  private static final int FINAL = 0x80;

  private final ChannelHandlerContext context;
  private final SharedFrames frames;
  private boolean closing; // guarded by this

  WebSocketTransport(ChannelHandlerContext context, SharedFrames frames) {
    this.context = context;
    this.frames = frames;
  }

  @Override
  public void send(List<ByteBuffer> messages) {
    if (context.channel().isActive()) {
      context.writeAndFlush(frames.of(messages, context.alloc()), context.voidPromise());
    }
  }

  @Override
  public long queuedBytes() {
    ChannelOutboundBuffer queued = context.channel().unsafe().outboundBuffer();
    return queued == null ? 0 : queued.totalPendingWriteBytes();
  }

  /** Sends a ping or pong if the client reads; one that does not is not owed any. */
  void control(int opcode, byte[] payload) {
    if (context.channel().isWritable()) {
      context.writeAndFlush(frame(opcode, payload), context.voidPromise());
    }
  }

  @Override
  public void close(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    ByteBuffer payload = ByteBuffer.allocate(Short.BYTES + text.length);
    close(payload.putShort((short) code).put(text).array());
  }

  /** Ends the connection as the client wishes, with its own code (RFC 6455, 5.5.1). */
  void answerClose(byte[] payload) {
    close(payload.length < Short.BYTES ? new byte[0] : Arrays.copyOf(payload, Short.BYTES));
  }

  private void close(byte[] payload) {
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
    }
    context
        .writeAndFlush(frame(FrameReader.CLOSE, payload))
        .addListener(ChannelFutureListener.CLOSE);
    context.executor().schedule(() -> context.channel().close(), CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  private ByteBuf frame(int opcode, byte[] payload) {
    ByteBuf frame = context.alloc().directBuffer(2 + payload.length);
    return frame.writeByte(FINAL | opcode).writeByte(payload.length).writeBytes(payload);
  }
}
