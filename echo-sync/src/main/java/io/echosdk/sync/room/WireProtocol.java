package io.echosdk.sync.room;

import io.echosdk.sync.wire.Framing;
import io.echosdk.sync.wire.HocuspocusFraming;
import io.echosdk.sync.wire.YWebsocketFraming;

/** The ways in which clients write the messages of a room. */
public enum WireProtocol {
  /** y-websocket 1 to 3: a socket is in one room. */
  Y_WEBSOCKET,
  /** Hocuspocus 2 and 3: each message names its room. */
  HOCUSPOCUS;

  Framing framing(String room) {
    return this == Y_WEBSOCKET ? new YWebsocketFraming() : new HocuspocusFraming(room);
  }
}
