package io.echosdk.sync.netty;

import io.echosdk.sync.room.Rooms;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;

/** Sends a WebSocket to its framing, and answers {@code GET /health} without one. */
final class Front extends SimpleChannelInboundHandler<FullHttpRequest> {

  private final RoomHandlers handlers;
  private final Rooms rooms;
  private final String hocuspocusPath;

  Front(RoomHandlers handlers, Rooms rooms, String hocuspocusPath) {
    super(false); // the next handler takes the request over
    this.handlers = handlers;
    this.rooms = rooms;
    this.hocuspocusPath = hocuspocusPath;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    if (!request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
      answer(context, request);
      return;
    }
    String path = new QueryStringDecoder(request.uri()).path();
    handlers.installWebSocket(
        context.pipeline(),
        path.equals(hocuspocusPath) ? handlers.hocuspocus() : handlers.yWebsocket("/"));
    context.fireChannelRead(request);
    context.pipeline().remove(this);
  }

  private void answer(ChannelHandlerContext context, FullHttpRequest request) {
    boolean health = request.uri().equals("/health");
    String body =
        health ? "{\"status\":\"ok\",\"rooms\":" + rooms.size() + "}\n" : "WebSockets only\n";
    request.release();
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            health ? HttpResponseStatus.OK : HttpResponseStatus.UPGRADE_REQUIRED,
            Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, health ? "application/json" : "text/plain")
        .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close(); // broken HTTP
  }
}
