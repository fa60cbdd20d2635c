package io.echosdk.sync.netty;

import io.echosdk.sync.room.Rooms;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;

/**
 * Rooms as handlers of a Netty pipeline that is somebody else's. Each channel gets handlers of its
 * own; this object is shared by all channels. Safe for use from any thread.
 *
 * <p>The handlers stand behind a {@code WebSocketServerProtocolHandler}, which shakes hands. Then
 * they take it and its frame handlers out of the pipeline and read and write the bytes of frames
 * themselves, so that many receivers share one buffer. Handlers before them see bytes from then on,
 * and no extension of WebSocket, such as compression, may be agreed on.
 */
public final class RoomHandlers {

  private static final int HTTP_BYTES = 8 << 10;

  private final Rooms rooms;
  private final int messageBytes;
  private final SharedFrames frames = new SharedFrames();

  /**
   * Creates handlers for rooms.
   *
   * @param messageBytes the longest message, as the limits of the rooms say
   */
  public RoomHandlers(Rooms rooms, int messageBytes) {
    this.rooms = rooms;
    this.messageBytes = messageBytes;
  }

  /**
   * Returns a handler of a y-websocket client.
   *
   * @param prefix what stands before the room's name in the path, such as {@code /}; the parameter
   *     {@code token} is the client's token
   */
  public ChannelHandler yWebsocket(String prefix) {
    return new YWebsocketHandler(rooms, frames, messageBytes, prefix);
  }

  /** Returns a handler of a Hocuspocus client. */
  public ChannelHandler hocuspocus() {
    return new HocuspocusHandler(rooms, frames, messageBytes);
  }

  /**
   * Fills the empty pipeline of a new channel with all that it takes to serve WebSockets: HTTP,
   * handshake, and these handlers.
   *
   * @param hocuspocusPath the path at which Hocuspocus clients connect; all others are y-websocket
   *     clients, and their path is {@code /} and the room's name
   */
  public void install(ChannelPipeline pipeline, String hocuspocusPath) {
    pipeline.addLast(new HttpServerCodec());
    pipeline.addLast(new HttpObjectAggregator(HTTP_BYTES));
    pipeline.addLast(new Front(this, rooms, hocuspocusPath));
  }

  void installWebSocket(ChannelPipeline pipeline, ChannelHandler handler) {
    WebSocketServerProtocolConfig config =
        WebSocketServerProtocolConfig.newBuilder()
            .websocketPath("/")
            .checkStartsWith(true)
            .dropPongFrames(false)
            .decoderConfig(
                WebSocketDecoderConfig.newBuilder()
                    .maxFramePayloadLength(messageBytes)
                    .allowExtensions(false)
                    .withUTF8Validator(false)
                    .build())
            .build();
    pipeline.addLast(new WebSocketServerProtocolHandler(config));
    pipeline.addLast(handler);
  }
}
