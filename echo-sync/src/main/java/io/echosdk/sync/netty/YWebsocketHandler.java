package io.echosdk.sync.netty;

import io.echosdk.sync.room.CloseCode;
import io.echosdk.sync.room.RoomConnection;
import io.echosdk.sync.room.Rooms;
import io.echosdk.sync.room.WireProtocol;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A WebSocket of y-websocket: the path names the room, the parameter {@code token} the token. */
final class YWebsocketHandler extends RoomSocketHandler {

  private final Rooms rooms;
  private final SharedFrames frames;
  private final String prefix;
  private @Nullable RoomConnection connection; // of the event loop

  YWebsocketHandler(Rooms rooms, SharedFrames frames, int messageBytes, String prefix) {
    super(messageBytes);
    this.rooms = rooms;
    this.frames = frames;
    this.prefix = prefix;
  }

  @Override
  SharedFrames frames() {
    return frames;
  }

  @Override
  void opened(String uri, WebSocketTransport transport) {
    QueryStringDecoder query = new QueryStringDecoder(uri);
    String path = query.path();
    if (!path.startsWith(prefix) || path.length() == prefix.length()) {
      transport.close(CloseCode.POLICY, "the path names no room");
      return;
    }
    String token = query.parameters().getOrDefault("token", List.of("")).get(0);
    connection =
        rooms.connect(path.substring(prefix.length()), WireProtocol.Y_WEBSOCKET, token, transport);
  }

  @Override
  void received(byte[] message) {
    if (connection != null) {
      connection.receive(message);
    }
  }

  @Override
  void drained() {
    if (connection != null) {
      connection.drained();
    }
  }

  @Override
  void closed() {
    if (connection != null) {
      connection.closed();
    }
  }
}
