package io.echosdk.sync.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What both framings need of a WebSocket: whole binary messages, word of room to write, and an end
 * for a peer that has been silent for two pings.
 *
 * <p>Netty's own handlers of frames shake hands and are then taken out: a room reads and writes
 * hundreds of short messages a second on each of many sockets, and passing each through five
 * handlers cost more than all the rest (measured: 17 us a message read, most of it memory that is
 * not in a cache).
 */
abstract class RoomSocketHandler extends ChannelInboundHandlerAdapter implements FrameReader.Sink {

  private static final Logger LOG = LoggerFactory.getLogger(RoomSocketHandler.class);
  private static final int PING_SECONDS = 30;
  private static final WriteBufferWaterMark MARKS = new WriteBufferWaterMark(32 << 10, 64 << 10);

  private static final byte[] NOTHING = {};

  // of the event loop
  private final FrameReader reader;
  private @Nullable WebSocketTransport socket; // once it is one
  private @Nullable ScheduledFuture<?> pings;
  private int unheardPings;

  RoomSocketHandler(int messageBytes) {
    reader = new FrameReader(messageBytes);
  }

  /** The socket is open. */
  abstract void opened(String uri, WebSocketTransport transport);

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
      takeOver(context.pipeline());
      pings =
          context
              .executor()
              .scheduleAtFixedRate(
                  () -> ping(context), PING_SECONDS, PING_SECONDS, TimeUnit.SECONDS);
      socket = new WebSocketTransport(context, frames());
      opened(handshake.requestUri(), socket);
    }
    super.userEventTriggered(context, event);
  }

  /** Removes what turns bytes into frames and frames into bytes: from now on this handler does. */
  private static void takeOver(ChannelPipeline pipeline) {
    for (ChannelHandler each : List.copyOf(pipeline.toMap().values())) {
      if (each instanceof WebSocketFrameDecoder
          || each instanceof WebSocketFrameEncoder
          || each instanceof Utf8FrameValidator
          || each instanceof WebSocketFrameAggregator
          || each instanceof WebSocketServerProtocolHandler) {
        pipeline.remove(each);
      }
    }
  }

  private void ping(ChannelHandlerContext context) {
    if (++unheardPings > 2) {
      context.close();
    } else if (socket != null) {
      socket.control(FrameReader.PING, NOTHING);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) {
    if (!(read instanceof ByteBuf bytes) || socket == null) {
      context.fireChannelRead(read); // not a WebSocket yet
      return;
    }
    unheardPings = 0;
    try {
      reader.read(bytes, context.alloc(), this);
    } catch (FrameReader.Violation e) {
      LOG.debug("a client's socket ends: {}", e.reason());
      socket.close(e.code(), e.reason());
    } finally {
      bytes.release();
    }
  }

  @Override
  public final void message(byte[] message) {
    received(message);
  }

  @Override
  public final void control(int opcode, byte[] payload) {
    if (opcode == FrameReader.PING && socket != null) {
      socket.control(FrameReader.PONG, payload);
    } else if (opcode == FrameReader.CLOSE && socket != null) {
      reader.end();
      socket.answerClose(payload);
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
    reader.end();
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
