package io.echosdk.sync.netty;

import io.echosdk.sync.room.CloseCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What both framings need of a WebSocket: whole binary messages, word of room to write, and an end
 * for a peer that has been silent for two pings.
 */
abstract class RoomSocketHandler extends SimpleChannelInboundHandler<WebSocketFrame> {

  private static final Logger LOG = LoggerFactory.getLogger(RoomSocketHandler.class);
  private static final int PING_SECONDS = 30;
  private static final WriteBufferWaterMark MARKS = new WriteBufferWaterMark(32 << 10, 64 << 10);

  private @Nullable ScheduledFuture<?> pings;
  private int unheardPings; // of the event loop

  /** The socket is open. */
  abstract void opened(ChannelHandlerContext context, String uri, WebSocketTransport transport);

  /** A message came. */
  abstract void received(byte[] message);

  /** The socket takes more. */
  abstract void drained();

  /** The socket is gone. */
  abstract void closed();

  abstract SharedFrames frames();

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event instanceof HandshakeComplete handshake) {
      context.channel().config().setWriteBufferWaterMark(MARKS);
      pings =
          context
              .executor()
              .scheduleAtFixedRate(
                  () -> ping(context), PING_SECONDS, PING_SECONDS, TimeUnit.SECONDS);
      opened(context, handshake.requestUri(), new WebSocketTransport(context, frames()));
    }
    super.userEventTriggered(context, event);
  }

  private void ping(ChannelHandlerContext context) {
    if (++unheardPings > 2) {
      context.close();
    } else if (context.channel().isWritable()) {
      context.writeAndFlush(new PingWebSocketFrame());
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    unheardPings = 0;
    if (frame instanceof BinaryWebSocketFrame) {
      ByteBuf content = frame.content();
      received(ByteBufUtil.getBytes(content));
    } else if (frame instanceof CloseWebSocketFrame) {
      context.close();
    } else if (frame instanceof io.netty.handler.codec.http.websocketx.TextWebSocketFrame) {
      context
          .writeAndFlush(new CloseWebSocketFrame(CloseCode.NOT_BINARY, "messages are binary"))
          .addListener(io.netty.channel.ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
    if (context.channel().isWritable()) {
      drained();
    }
    super.channelWritabilityChanged(context);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    if (pings != null) {
      pings.cancel(false);
    }
    closed();
    super.channelInactive(context);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.debug("a client's socket failed", cause);
    }
    context.close();
  }
}
