package io.echosdk.sync.netty;

import io.echosdk.api.sync.SyncTransport;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A WebSocket as a room sees it. */
final class WebSocketTransport implements SyncTransport {

  private static final int CLOSE_SECONDS = 5; // for a client that reads nothing

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

  @Override
  public void close(int code, String reason) {
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
    }
    context
        .writeAndFlush(new CloseWebSocketFrame(code, reason))
        .addListener(ChannelFutureListener.CLOSE);
    context.executor().schedule(() -> context.channel().close(), CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
