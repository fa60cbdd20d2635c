package io.echosdk.sync.netty;

import io.echosdk.api.sync.SyncException;
import io.echosdk.api.sync.SyncTransport;
import io.echosdk.sync.room.CloseCode;
import io.echosdk.sync.room.RoomConnection;
import io.echosdk.sync.room.Rooms;
import io.echosdk.sync.room.WireProtocol;
import io.echosdk.sync.wire.HocuspocusFraming;
import io.echosdk.sync.wire.Incoming;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket of Hocuspocus: it may be in many rooms, each message names its own. A room is entered
 * when its token comes; what comes before waits, up to a bound.
 */
final class HocuspocusHandler extends RoomSocketHandler {

  private static final int MAX_DOCUMENTS = 100;
  private static final int MAX_EARLY_MESSAGES = 1_000;
  private static final int MAX_EARLY_BYTES = 5 << 20;

  private final Rooms rooms;
  private final SharedFrames frames;
  private final Map<String, Document> documents = new ConcurrentHashMap<>();
  private @Nullable WebSocketTransport socket; // of the event loop
  private long earlyBytes;
  private int earlyMessages;

  HocuspocusHandler(Rooms rooms, SharedFrames frames, int messageBytes) {
    super(messageBytes);
    this.rooms = rooms;
    this.frames = frames;
  }

  /** One room on the socket. */
  private final class Document implements SyncTransport {
    private final String name;
    private final WebSocketTransport socket;
    private final List<byte[]> early = new ArrayList<>(0); // until the token comes
    private @Nullable RoomConnection connection; // of the event loop

    Document(String name, WebSocketTransport socket) {
      this.name = name;
      this.socket = socket;
    }

    @Override
    public void send(List<ByteBuffer> messages) {
      socket.send(messages);
    }

    @Override
    public long queuedBytes() {
      return socket.queuedBytes();
    }

    /** Ends this room only, unless the client itself is at fault or too slow. */
    @Override
    public void close(int code, String reason) {
      boolean roomOnly = code == CloseCode.NORMAL || code == CloseCode.FORBIDDEN;
      if (roomOnly) {
        documents.remove(name, this);
        if (code == CloseCode.NORMAL) {
          socket.send(List.of(new HocuspocusFraming(name).left(reason)));
        }
      } else {
        socket.close(code, reason);
      }
    }
  }

  @Override
  SharedFrames frames() {
    return frames;
  }

  @Override
  void opened(String uri, WebSocketTransport transport) {
    socket = transport;
  }

  @Override
  void received(byte[] message) {
    WebSocketTransport transport = socket;
    if (transport == null) {
      return;
    }
    try {
      receive(message, transport);
    } catch (SyncException e) {
      transport.close(CloseCode.MALFORMED, "malformed message");
    }
  }

  private void receive(byte[] message, WebSocketTransport transport) {
    String name = HocuspocusFraming.nameOf(message);
    Document document = documents.get(name);
    if (document == null) {
      if (documents.size() >= MAX_DOCUMENTS) {
        transport.close(CloseCode.POLICY, "a socket may be in " + MAX_DOCUMENTS + " rooms");
        return;
      }
      document = new Document(name, transport);
      documents.put(name, document);
    }
    if (document.connection != null) {
      document.connection.receive(message);
    } else {
      await(document, message, transport);
    }
  }

  private void await(Document document, byte[] message, WebSocketTransport transport) {
    Incoming said = new HocuspocusFraming(document.name).read(message);
    if (said.kind() == Incoming.Kind.TOKEN) {
      String token = new String(said.payload(), StandardCharsets.UTF_8);
      RoomConnection connection =
          rooms.connect(document.name, WireProtocol.HOCUSPOCUS, token, document);
      document.connection = connection;
      document.early.forEach(connection::receive);
      earlyMessages -= document.early.size();
      document.early.forEach(each -> earlyBytes -= each.length);
      document.early.clear();
      return;
    }
    earlyMessages++;
    earlyBytes += message.length;
    if (earlyMessages > MAX_EARLY_MESSAGES || earlyBytes > MAX_EARLY_BYTES) {
      transport.close(CloseCode.POLICY, "too much before a token");
      return;
    }
    document.early.add(message);
  }

  @Override
  void drained() {
    for (Document document : documents.values()) {
      if (document.connection != null) {
        document.connection.drained();
      }
    }
  }

  @Override
  void closed() {
    for (Document document : documents.values()) {
      if (document.connection != null) {
        document.connection.closed();
      }
    }
    documents.clear();
  }
}
